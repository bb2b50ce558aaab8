"""The last words about a member and an entry: the member's own, and those of the people who run the council."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from awards.base.database import db
from awards.conflicts.models import Declaration
from awards.conflicts.wording import BY_OWN_WORD
from awards.councils.assignment import Recusal
from awards.councils.models import Assignment, Council, CouncilMember
from awards.councils.states import RecusalKind


@dataclass(frozen=True)
class Words:
    """Of each of the two the last declaration; either may be missing."""

    own: Declaration | None = None
    recorded: Declaration | None = None

    @property
    def recusal(self) -> Recusal | None:
        """What these words make of it, rule and register aside. What was recorded stands above the own word."""
        if self.recorded is not None and self.recorded.concerned:
            return Recusal(RecusalKind.RECORDED, self.recorded.reason)
        if self.own is not None and self.own.concerned:
            return Recusal(RecusalKind.DECLARED, BY_OWN_WORD)
        return None


NO_WORDS = Words()


def words_of(council: Council, members: Collection[int], nominations: Collection[int]) -> dict[tuple[int, int], Words]:
    """By member and nomination (row ids) the last words, in whichever round of the council they fell."""
    statement = (
        select(Assignment.member_id, Assignment.nomination_id, CouncilMember.user_id, Declaration)
        .join(Declaration, Declaration.assignment_id == Assignment.id)
        .join(Assignment.member)
        .where(
            CouncilMember.council_id == council.id,
            Assignment.member_id.in_(members),
            Assignment.nomination_id.in_(nominations),
        )
        .order_by(Declaration.id)
    )
    found: dict[tuple[int, int], Words] = {}
    for member_id, nomination_id, user_id, word in db.session.execute(statement):
        said = found.get((member_id, nomination_id), NO_WORDS)
        is_own = user_id is not None and word.declared_by_id == user_id
        found[member_id, nomination_id] = Words(word, said.recorded) if is_own else Words(said.own, word)
    return found
