"""Requests to open cast sheets again, as the two who must agree see them: never a mark."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from awards.accounts.models import RoleRow, User
from awards.base.database import db
from awards.base.identifiers import typed_code
from awards.councils.levels import level_of
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post
from awards.nominations.models import Nomination
from awards.policy.actor import Actor, Role
from awards.seasons.models import PublishedRulebook, Season
from awards.sheets.blind import code_of, names_hidden_from
from awards.sheets.models import PaperSheet, Reopening, Sheet


@dataclass(frozen=True)
class RunRound:
    """A round of a council, for the two who run it together."""

    judging_round: JudgingRound

    @property
    def alliance_id(self) -> int | None:
        return self.judging_round.alliance_id

    @property
    def chair_user_ids(self) -> frozenset[int]:
        return self.judging_round.council.accounts_at(Post.CHAIR)

    @property
    def secretary_user_ids(self) -> frozenset[int]:
        return self.judging_round.council.accounts_at(Post.SECRETARY)


def get_round_visible_to(actor: Actor, public_id: str) -> RunRound | None:
    """A round of the own council, for its chair and secretary, or of the own province's."""
    statement = select(JudgingRound).join(JudgingRound.council).where(JudgingRound.public_id == public_id, _run(actor))
    statement = statement.options(joinedload(JudgingRound.council).options(*_COUNCIL))
    judging_round = db.session.scalars(statement).one_or_none()
    return RunRound(judging_round) if judging_round is not None else None


def get_visible_to(actor: Actor, public_id: str) -> Reopening | None:
    """One request of such a round."""
    statement = (
        select(Reopening)
        .join(Reopening.sheet)
        .join(Sheet.assignment)
        .join(Assignment.judging_round)
        .join(JudgingRound.council)
        .where(Reopening.public_id == public_id, _run(actor))
        .options(*_REQUEST)
    )
    return db.session.scalars(statement).one_or_none()


def requests_in(judging_round: JudgingRound) -> list[Reopening]:
    """Every request of a round, the newest first."""
    statement = (
        select(Reopening)
        .join(Reopening.sheet)
        .join(Sheet.assignment)
        .where(Assignment.round_id == judging_round.id)
        .options(*_REQUEST)
        .order_by(Reopening.id.desc())
    )
    return list(db.session.scalars(statement))


def sheet_named(actor: Actor, judging_round: JudgingRound, judge_number: int, name: str) -> Sheet | None:
    """The sheet of a member and an entry of a round, by its reference; where judging is blind by its code.

    Who marks there too knows the code alone: naming the reference would tell which code is whose.
    """
    statement = (
        select(Sheet)
        .join(Sheet.assignment)
        .join(Assignment.member)
        .join(Assignment.nomination)
        .where(
            Assignment.round_id == judging_round.id,
            Assignment.state == AssignmentState.ASSIGNED.value,
            CouncilMember.judge_number == judge_number,
        )
        .options(joinedload(Sheet.assignment).options(joinedload(Assignment.member), joinedload(Assignment.nomination)))
    )
    council = judging_round.council
    if not level_of(council).blind:
        return db.session.scalars(statement.where(Nomination.reference == name)).one_or_none()
    code, knows = typed_code(name), not names_hidden_from(actor, council)
    found = db.session.scalars(statement)
    return next((one for one in found if _is_called(one.assignment.nomination, code, name if knows else "")), None)


def who_may_agree(council: Council, role: Role) -> list[User]:
    """The accounts of the one or the other who must agree: of the council, in a province of its alliance."""
    if council.is_provincial:
        statement = select(User).where(
            User.active, User.alliance_id == council.alliance_id, User.roles.any(RoleRow.name == role.value)
        )
        return list(db.session.scalars(statement.order_by(User.id)))
    post = Post.CHAIR if role is Role.CHAIR else Post.SECRETARY
    members = [one for one in council.members if one.post == post and one.left_on is None]
    return [one.user for one in members if one.user is not None]


def paper_to_read_again(sheet: Sheet) -> PaperSheet | None:
    """The paper a cast sheet was read off, where its judge has no account to correct it on the screen."""
    if sheet.assignment.member.user_id is not None:
        return None
    statement = select(PaperSheet).where(PaperSheet.assignment_id == sheet.assignment_id)
    return db.session.scalars(statement.where(PaperSheet.set_aside_at.is_(None))).one_or_none()


def _is_called(nomination: Nomination, code: str, reference: str) -> bool:
    return typed_code(code_of(nomination)) == code or nomination.reference == reference


def _run(actor: Actor) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    posts = [
        post.value for post, role in ((Post.CHAIR, Role.CHAIR), (Post.SECRETARY, Role.SECRETARY)) if actor.holds(role)
    ]
    if posts:
        sits = Council.members.any(
            and_(
                CouncilMember.user_id == actor.user_id,
                CouncilMember.post.in_(posts),
                CouncilMember.left_on.is_(None),
            )
        )
        ways.append(and_(Council.alliance_id.is_(None), sits))
    if actor.alliance_id is not None and actor.holds(Role.PROVINCE_SECRETARY, Role.LEADER):
        ways.append(Council.alliance_id == actor.alliance_id)
    return or_(false(), *ways)


_COUNCIL = (
    joinedload(Council.season).joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation),
    joinedload(Council.alliance),
    selectinload(Council.members).joinedload(CouncilMember.user),
)
_ASSIGNMENT = joinedload(Reopening.sheet).joinedload(Sheet.assignment)
_REQUEST = (
    joinedload(Reopening.asked_by),
    joinedload(Reopening.answered_by),
    _ASSIGNMENT.joinedload(Assignment.member).joinedload(CouncilMember.user),
    _ASSIGNMENT.joinedload(Assignment.nomination).joinedload(Nomination.season),
    _ASSIGNMENT.joinedload(Assignment.judging_round).joinedload(JudgingRound.council).options(*_COUNCIL),
)
