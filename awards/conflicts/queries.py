"""Where members stand towards entries: asked at the gate, when a sheet is saved or cast, at the count, at meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.base.normalise import fold
from awards.conflicts import grounds
from awards.conflicts.models import Relation
from awards.conflicts.states import Stand
from awards.conflicts.wording import DECLARE_FIRST, out_sentence
from awards.conflicts.words import NO_WORDS, Words, words_of
from awards.councils.assignment import Recusal
from awards.councils.grounds import out_of_these
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.seats import judge_of, sitting_members
from awards.councils.states import AssignmentState, Post, RecusalKind, RoundState
from awards.nominations.models import Nomination
from awards.nominees.models import Organisation
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.seasons.models import Season
from awards.units.models import Alliance

GROUNDS = (grounds.of_relation, grounds.of_signature, grounds.of_words)
"""Added to those of the councils when this area is there."""


@dataclass(frozen=True)
class Standing:
    """Where a member stands towards an entry now; ``sentence`` is for the judge, and says why not."""

    stand: Stand
    recusal: Recusal | None = None

    @property
    def sentence(self) -> str:
        if self.recusal is not None:
            return out_sentence(self.recusal.reason)
        return DECLARE_FIRST if self.stand is Stand.NOT_DECLARED else ""


@dataclass(frozen=True)
class Recused:
    """A member who does not mark an entry, with the last words about it."""

    assignment: Assignment
    recusal: Recusal
    words: Words

    @property
    def reason(self) -> str:
        """In the member's own words where the member declared, else the sentence of the rule."""
        if self.recusal.kind is RecusalKind.DECLARED and self.words.own is not None:
            return self.words.own.reason
        return self.recusal.reason


def stand_of(assignment: Assignment) -> Standing:
    """Where the assignment's member stands towards its entry now."""
    return stands_of(assignment.judging_round, [assignment])[assignment.id]


def stands_of(judging_round: JudgingRound, assignments: Sequence[Assignment]) -> dict[int, Standing]:
    """By assignment of one round, where its member stands; the number of queries does not grow with them.

    In a closed round what was written down at its end stands.
    """
    council = judging_round.council
    nominations = {one.nomination_id for one in assignments}
    members = {one.member_id: one.member for one in assignments}
    said = words_of(council, members, nominations)
    is_open = judging_round.state == RoundState.OPEN
    judges = [judge_of(member) for member in members.values()]
    out = out_of_these(council, judges, nominations) if is_open else {}
    found: dict[int, Standing] = {}
    for one in assignments:
        pair = (one.member_id, one.nomination_id)
        recusal = out.get(pair) if is_open else _kept(one)
        free = Stand.FREE if said.get(pair, NO_WORDS).own is not None else Stand.NOT_DECLARED
        found[one.id] = Standing(Stand.OUT, recusal) if recusal is not None else Standing(free)
    return found


def out_of(judging_round: JudgingRound) -> set[tuple[int, int]]:
    """Nomination (row id) and judge's number of every assignment of the round that is out now.

    Asked before the round is closed it finds what was written down a moment ago; afterwards it gives what stood then.
    """
    statement = select(Assignment.nomination_id, Assignment.member_id, Assignment.recusal_kind).where(
        Assignment.round_id == judging_round.id, Assignment.state != AssignmentState.SET_ASIDE.value
    )
    rows = db.session.execute(statement).all()
    members = members_of({member_id for _, member_id, _ in rows})
    if judging_round.state == RoundState.OPEN:
        judges = [judge_of(member) for member in members.values()]
        out = out_of_these(judging_round.council, judges, {nomination_id for nomination_id, _, _ in rows})
        gone = [(one, member_id) for one, member_id, _ in rows if (member_id, one) in out]
    else:
        gone = [(one, member_id) for one, member_id, kind in rows if kind is not None]
    return {(nomination_id, members[member_id].judge_number) for nomination_id, member_id in gone}


def members_of(member_ids: Collection[int]) -> dict[int, CouncilMember]:
    """Members by row id, each with its account."""
    statement = select(CouncilMember).where(CouncilMember.id.in_(member_ids)).options(joinedload(CouncilMember.user))
    return {member.id: member for member in db.session.scalars(statement)}


class Written(NamedTuple):
    """What is written down of one member and one entry in a round."""

    assignment_id: int
    round_id: int
    member_id: int
    nomination_id: int
    recusal_kind: str | None
    recusal_reason: str | None


def standing_nominations(member_ids: Collection[int]) -> dict[int, set[int]]:
    """Nominations of these members in rounds that are open, by round, locked until the caller has written."""
    locked = _movable_of(member_ids, Assignment.round_id, Assignment.nomination_id)
    locked = locked.order_by(Assignment.id).with_for_update(of=Assignment)
    found: dict[int, set[int]] = {}
    each = locked.subquery()
    for round_id, nomination_id in db.session.execute(select(each.c.round_id, each.c.nomination_id).distinct()):
        found.setdefault(round_id, set()).add(nomination_id)
    return found


def written_of(member_ids: Collection[int], pairs: Collection[tuple[int, int]]) -> list[Written]:
    """What stands of these members in rounds that are open: every recusal, and these pairs of member and nomination."""
    statement = _movable_of(
        member_ids,
        Assignment.id,
        Assignment.round_id,
        Assignment.member_id,
        Assignment.nomination_id,
        Assignment.recusal_kind,
        Assignment.recusal_reason,
    ).order_by(Assignment.id)
    nominations = {nomination_id for _, nomination_id in pairs}
    if len(nominations) <= MOST_NAMED:
        statement = statement.where(
            or_(Assignment.recusal_kind.is_not(None), Assignment.nomination_id.in_(nominations))
        )
    rows = (Written(*row) for row in db.session.execute(statement))
    return [one for one in rows if one.recusal_kind is not None or (one.member_id, one.nomination_id) in pairs]


MOST_NAMED = 10_000
"""Nominations named in one statement; of more, all rows are read."""


def _movable_of(member_ids: Collection[int], *columns: Any) -> Select[Any]:
    movable = select(*columns).join(Assignment.judging_round)
    return movable.where(Assignment.member_id.in_(member_ids), *_MOVABLE)


def out_of_nominations(council: Council) -> dict[int, set[int]]:
    """By nomination (row id) of the council, its members (row ids) who take no part in it now; for the meeting.

    Members who do not mark are asked too, and members nobody assigned to the entry.
    """
    members = sitting_members(council)
    judged = set(
        db.session.scalars(
            select(Assignment.nomination_id).join(Assignment.judging_round).where(JudgingRound.council_id == council.id)
        )
    )
    out = out_of_these(council, [judge_of(member) for member in members], judged)
    found: dict[int, set[int]] = {nomination_id: set() for nomination_id in judged}
    for member_id, nomination_id in out:
        found[nomination_id].add(member_id)
    return found


def acting_chair(
    council: Council,
    nomination_id: int,
    out: Mapping[int, Collection[int]] | None = None,
    members: Sequence[CouncilMember] | None = None,
) -> CouncilMember | None:
    """Who chairs this entry: the chair, else the first vice-chair without a tie to it; nobody when all have one.

    ``out`` is :func:`out_of_nominations`, where the caller has it already; ``members``: those of another day.
    """
    away = (out if out is not None else out_of_nominations(council)).get(nomination_id, ())
    for post in (Post.CHAIR, Post.VICE_CHAIR):
        for member in sitting_members(council) if members is None else members:
            if member.post == post and member.id not in away:
                return member
    return None


def count_by_kind(season: Season, alliance_id: int | None = None) -> dict[RecusalKind, int]:
    """How many members did not mark how many entries, by kind: of the central council, or of one alliance's.

    A member and an entry count once, whatever the number of rounds.
    """
    statement = (
        select(Assignment.member_id, Assignment.nomination_id, func.min(Assignment.recusal_kind))
        .join(Assignment.judging_round)
        .join(JudgingRound.council)
        .where(
            Council.season_id == season.id,
            Council.alliance_id.is_not_distinct_from(alliance_id),
            Assignment.state == AssignmentState.RECUSED.value,
        )
        .group_by(Assignment.member_id, Assignment.nomination_id)
    )
    counted = Counter(RecusalKind(kind) for _, _, kind in db.session.execute(statement) if kind is not None)
    return {kind: counted[kind] for kind in RecusalKind if counted[kind]}


def relations_of(council: Council) -> list[Relation]:
    """The register of a council: what stands first, then what was ended."""
    statement = select(Relation).join(Relation.member).where(CouncilMember.council_id == council.id)
    statement = statement.options(*NAMED)
    return list(db.session.scalars(statement.order_by(Relation.ended_at.is_not(None), Relation.id)))


def relations_elsewhere(council: Council) -> list[Relation]:
    """What stands of its sitting members in the registers of other councils: it counts here too, and ends there."""
    accounts = [one.user_id for one in sitting_members(council) if one.user_id is not None]
    statement = (
        select(Relation)
        .join(Relation.member)
        .where(CouncilMember.user_id.in_(accounts), CouncilMember.council_id != council.id, Relation.ended_at.is_(None))
        .options(*NAMED)
    )
    return list(db.session.scalars(statement.order_by(Relation.id)))


def seats_of(member: CouncilMember) -> list[CouncilMember]:
    """Every seat of the same account in councils, this one among them; of a member without one, this one."""
    if member.user_id is None:
        return [member]
    statement = select(CouncilMember).where(CouncilMember.user_id == member.user_id).order_by(CouncilMember.council_id)
    return list(db.session.scalars(statement))


def organisation_named(council: Council, text: str) -> Organisation | None:
    """The one organisation with this tax code or name among those the council may meet, merged ones left out.

    At the centre those with a dossier that was forwarded in the season, in a province all of its own.
    """
    statement = select(Organisation).where(
        or_(Organisation.tax_code == text.replace(" ", ""), Organisation.name_fold == fold(text)),
        Organisation.merged_into_id.is_(None),
    )
    if council.is_provincial:
        statement = statement.where(Organisation.alliance_id == council.alliance_id)
    else:
        sent = select(Nomination.organisation_id).where(
            Nomination.season_id == council.season_id, Nomination.forwarded_at.is_not(None)
        )
        statement = statement.where(Organisation.id.in_(sent))
    found = list(db.session.scalars(statement.limit(2)))
    return found[0] if len(found) == 1 else None


def alliance_of(public_id: str) -> Alliance | None:
    return db.session.scalars(select(Alliance).where(Alliance.public_id == public_id)).one_or_none()


def open_assignments_of(member: CouncilMember, nominations: Collection[int] | None = None) -> list[Assignment]:
    """What the member was given in rounds that are open (of these entries), locked until the caller has written."""
    statement = (
        select(Assignment)
        .join(Assignment.judging_round)
        .where(Assignment.member_id == member.id, *_MOVABLE)
        .order_by(Assignment.id)
    )
    if nominations is not None:
        statement = statement.where(Assignment.nomination_id.in_(nominations))
    statement = statement.with_for_update(of=Assignment).execution_options(populate_existing=True)
    return list(db.session.scalars(statement))


def get_relation_visible_to(actor: Actor, public_id: str) -> Relation | None:
    """A relation of the person's own, or of a council the person runs. For everybody else there is no such thing."""
    statement = select(Relation).where(Relation.public_id == public_id).options(*NAMED)
    relation = db.session.scalars(statement).one_or_none()
    if relation is None or actor.user_id is None:
        return None
    is_own = relation.member.user_id == actor.user_id
    return relation if is_own or permits(actor, Action.RELATION_LIST, relation.member.council) else None


def get_recusal_visible_to(actor: Actor, public_id: str) -> Assignment | None:
    """An assignment in a council the person runs."""
    statement = select(Assignment).where(Assignment.public_id == public_id)
    assignment = db.session.scalars(statement.options(*_IN_COUNCIL)).one_or_none()
    runs = assignment is not None and permits(actor, Action.RELATION_LIST, assignment.judging_round.council)
    return assignment if runs else None


def judged_now(council: Council) -> list[Nomination]:
    """The entries of the council's open rounds, by name."""
    judged = select(Assignment.nomination_id).join(Assignment.judging_round)
    judged = judged.where(JudgingRound.council_id == council.id, JudgingRound.state == RoundState.OPEN.value)
    statement = select(Nomination).join(Nomination.organisation).where(Nomination.id.in_(judged))
    statement = statement.options(joinedload(Nomination.organisation))
    return list(db.session.scalars(statement.order_by(Organisation.name_sort, Nomination.id)))


def assignment_of(council: Council, member: str, nomination: str) -> Assignment | None:
    """The assignment of a member and an entry (public ids) in the council's open round."""
    statement = (
        select(Assignment)
        .join(Assignment.judging_round)
        .join(Assignment.member)
        .join(Assignment.nomination)
        .where(
            JudgingRound.council_id == council.id,
            JudgingRound.state == RoundState.OPEN.value,
            CouncilMember.public_id == member,
            Nomination.public_id == nomination,
        )
        .order_by(Assignment.id.desc())
    )
    return db.session.scalars(statement.limit(1)).first()


def recusals_of(council: Council) -> list[Recused]:
    """Who does not mark which entry in the latest round, with what was said of it; for those who run the council."""
    judging_round = next((one for one in reversed(council.rounds)), None)
    if judging_round is None:
        return []
    statement = _whole(judging_round).where(Assignment.state == AssignmentState.RECUSED.value)
    named = joinedload(Assignment.nomination).joinedload(Nomination.organisation)
    rows = list(db.session.scalars(statement.options(named)))
    words = words_of(council, {one.member_id for one in rows}, {one.nomination_id for one in rows})
    return [
        Recused(one, kept, words.get((one.member_id, one.nomination_id), NO_WORDS))
        for one in rows
        if (kept := _kept(one)) is not None
    ]


NAMED = (
    joinedload(Relation.member).joinedload(CouncilMember.council),
    joinedload(Relation.organisation),
    joinedload(Relation.with_alliance),
    joinedload(Relation.recorded_by),
    joinedload(Relation.ended_by),
)


_IN_COUNCIL = (
    joinedload(Assignment.member).joinedload(CouncilMember.user),
    joinedload(Assignment.judging_round).joinedload(JudgingRound.council).joinedload(Council.season),
    joinedload(Assignment.nomination).joinedload(Nomination.organisation),
)


_MOVABLE = (JudgingRound.state == RoundState.OPEN.value, Assignment.state != AssignmentState.SET_ASIDE.value)
"""Assignments that follow what is true of their members."""


def _whole(judging_round: JudgingRound) -> Select[Assignment]:
    return (
        select(Assignment)
        .where(Assignment.round_id == judging_round.id)
        .options(joinedload(Assignment.member).joinedload(CouncilMember.user))
        .order_by(Assignment.id)
    )


def _kept(assignment: Assignment) -> Recusal | None:
    if assignment.recusal_kind is None:
        return None
    return Recusal(RecusalKind(assignment.recusal_kind), assignment.recusal_reason or "")
