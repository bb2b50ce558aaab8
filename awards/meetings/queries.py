"""Meetings as seen by the people of the council, and the agenda that comes from the ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.conflicts.queries import out_of_nominations
from awards.councils import queries as councils
from awards.councils.levels import level_of
from awards.councils.models import Council, CouncilMember
from awards.councils.states import Post
from awards.meetings.models import (
    Attendance,
    Floor,
    Meeting,
    Motion,
    Slip,
    Voter,
    WrittenOpinion,
    member_user_ids,
    officer_user_ids,
)
from awards.meetings.quorum import Attended, Seat, attended
from awards.meetings.states import MeetingState, MotionKind, MotionState
from awards.nominations.models import Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.results import queries as results
from awards.results.queries import RankingRow
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState
from scoring.decision import Outcome
from scoring.levels import Ballot
from scoring.ranking_rules import ChairTie

_SEES_THE_CENTRE = (Role.OFFICE, Role.AUDITOR, Role.STANDING)
_SITS = (Role.JUDGE, Role.CHAIR, Role.SECRETARY)
_RUNS_A_PROVINCE = (Role.PROVINCE_SECRETARY, Role.LEADER, Role.OFFICER)
VOTING_POSTS = frozenset({Post.CHAIR.value, Post.VICE_CHAIR.value, Post.MEMBER.value, Post.SECRETARY.value})
"""Experts advise; the council decides."""


@dataclass(frozen=True)
class Sitting:
    """Councils that may sit together, and where: the one somebody plans a meeting of, and its sisters."""

    council: Council
    councils: tuple[Council, ...]

    @property
    def alliance_id(self) -> int | None:
        return self.council.alliance_id

    @property
    def officer_user_ids(self) -> frozenset[int]:
        return officer_user_ids([self.council])

    @property
    def member_user_ids(self) -> frozenset[int]:
        return member_user_ids([self.council])


@dataclass(frozen=True)
class AgendaItem:
    """An entry as it stands in the ranking, the members who are out of it, and what was moved about it.

    ``doubtful``: so near the cut-off that the ranking cannot tell, by the advice kept with the count.
    """

    row: RankingRow
    council: Council
    out: tuple[CouncilMember, ...]
    motions: tuple[Motion, ...]
    doubtful: bool

    @property
    def nomination(self) -> Nomination:
        return self.row.entry.nomination

    @property
    def decided(self) -> Motion | None:
        """The ballot on the entry that stands."""
        standing = (one for one in self.motions if one.kind == MotionKind.APPROVE)
        return next((one for one in standing if one.state == MotionState.CLOSED), None)


@dataclass(frozen=True)
class Agenda:
    """The entries of one council in the order of its ranking; none before its sheets are counted."""

    council: Council
    items: tuple[AgendaItem, ...]
    rule: Ballot | None
    departures: Ballot | None
    ties: tuple[tuple[AgendaItem, ...], ...]
    """Equals that the rulebook leaves to the chair."""

    @property
    def rows(self) -> tuple[RankingRow, ...]:
        return tuple(one.row for one in self.items)

    @property
    def ranked(self) -> tuple[AgendaItem, ...]:
        return tuple(one for one in self.items if one.row.entry.rank is not None)


def list_visible_to(actor: Actor) -> list[Meeting]:
    """Meetings, the latest day first."""
    statement = (
        select(Meeting).where(_visible(actor)).options(selectinload(Meeting.councils).joinedload(Council.season))
    )
    return list(db.session.scalars(statement.order_by(Meeting.held_on.desc(), Meeting.id.desc())))


def councils_to_meet(actor: Actor) -> list[Council]:
    """Councils of seasons under way for which this person may plan a meeting."""
    found = councils.list_visible_to(actor)
    return [one for one in found if one.members and permits(actor, Action.MEETING_PLAN, Sitting(one, (one,)))]


def get_visible_to(actor: Actor, public_id: str) -> Meeting | None:
    statement = select(Meeting).where(_visible(actor), Meeting.public_id == public_id).options(*_WHOLE)
    return db.session.scalars(statement).one_or_none()


def get_motion_visible_to(actor: Actor, public_id: str) -> Motion | None:
    meetings = select(Meeting.id).where(_visible(actor))
    statement = select(Motion).where(Motion.public_id == public_id, Motion.meeting_id.in_(meetings))
    whole = (joinedload(Motion.meeting).options(*_WHOLE), *_MOTION)
    return db.session.scalars(statement.options(*whole)).unique().one_or_none()


def get_opinion_visible_to(actor: Actor, public_id: str) -> WrittenOpinion | None:
    """An opinion with its scan."""
    meetings = select(Meeting.id).where(_visible(actor))
    motions = select(Motion.id).where(Motion.meeting_id.in_(meetings))
    statement = select(WrittenOpinion).where(
        WrittenOpinion.public_id == public_id,
        WrittenOpinion.motion_id.in_(motions),
        WrittenOpinion.scan_key.is_not(None),
    )
    return db.session.scalars(statement).one_or_none()


def sitting_of(actor: Actor, public_id: str) -> Sitting | None:
    """A council a meeting can be planned of, with those that may sit in it too."""
    council = councils.get_visible_to(actor, public_id)
    if council is None or not permits(actor, Action.MEETING_READ, council):
        return None
    return Sitting(council, tuple(_sisters(actor, council)))


def meetings_of(council: Council) -> list[Meeting]:
    """The meetings a council sat in that were opened, the latest first."""
    statement = select(Meeting).where(Meeting.councils.any(Council.id == council.id), Meeting.opened_at.is_not(None))
    return list(db.session.scalars(statement.options(*_WHOLE).order_by(Meeting.held_on.desc(), Meeting.id.desc())))


def voting_members(meeting: Meeting, council: Council) -> list[CouncilMember]:
    """The members who vote in a meeting on its day, by judge's number."""
    return [
        one
        for one in council.members
        if one.post in VOTING_POSTS
        and one.joined_on <= meeting.held_on
        and (one.left_on is None or one.left_on > meeting.held_on)
    ]


def attendance_in(meeting: Meeting, council: Council, out: Iterable[int] = ()) -> Attended:
    """The attendance of one council counted against the quorum of its level; ``out``: members out of an entry."""
    there = {one.member_id: one.present for one in meeting.attendances}
    gone = frozenset(out)
    seats = [
        Seat(one.post, there[one.id], one.id in gone) for one in voting_members(meeting, council) if one.id in there
    ]
    level = level_of(council)
    return attended(seats, level.meeting.quorum if level.meeting is not None else None)


def presiding_over(meeting: Meeting, council: Council, out: Iterable[int] = ()) -> CouncilMember | None:
    """Who chairs: the chair, else a vice-chair, of those who are there and not out of the entry."""
    there = {one.member_id for one in meeting.attendances if one.present} - frozenset(out)
    able = [one for one in voting_members(meeting, council) if one.id in there]
    posts = (Post.CHAIR, Post.VICE_CHAIR)
    return next((one for post in posts for one in able if one.post == post), None)


def agendas_of(meeting: Meeting) -> list[Agenda]:
    """What each council of the meeting has before it; a fixed number of queries for a council."""
    moved: dict[int, list[Motion]] = {}
    for motion in meeting.motions:
        if motion.nomination_id is not None:
            moved.setdefault(motion.nomination_id, []).append(motion)
    return [_agenda(meeting, council, moved) for council in meeting.councils]


def how_many_voted(motion: Motion) -> int:
    """How many have voted in a ballot so far."""
    if motion.secret:
        return db.session.scalars(select(func.count()).where(Voter.motion_id == motion.id)).one()
    return len(motion.votes)


def has_voted(motion: Motion, member: CouncilMember) -> bool:
    """Whether a member has voted in a secret ballot."""
    statement = select(func.count()).where(Voter.motion_id == motion.id, Voter.member_id == member.id)
    return db.session.scalars(statement).one() > 0


def voters_of(motion: Motion) -> frozenset[int]:
    """Members (row ids) who have voted in a secret ballot."""
    return frozenset(db.session.scalars(select(Voter.member_id).where(Voter.motion_id == motion.id)))


def slips_in(motion: Motion) -> list[str]:
    """The votes of a secret ballot, in no order that means anything."""
    return list(db.session.scalars(select(Slip.vote).where(Slip.motion_id == motion.id).order_by(Slip.key)))


def member_of(motion: Motion, actor: Actor) -> CouncilMember | None:
    """The person as a member of the motion's council."""
    mine = (one for one in motion.council.members if one.user_id is not None and one.user_id == actor.user_id)
    return next(mine, None)


def chair_orders(council: Council) -> bool:
    """Whether the rulebook leaves equals to the chair."""
    return any(isinstance(step, ChairTie) for step in rulebook_of(council.season).ranking.tie_breaks)


def counted_in_another(meeting: Meeting, council: Council) -> bool:
    """Whether the votes of an earlier meeting already went to the council's result."""
    counted = select(func.count()).select_from(Motion).join(Motion.meeting)
    counted = counted.where(
        Motion.council_id == council.id,
        Motion.meeting_id != meeting.id,
        Meeting.state == MeetingState.CLOSED.value,
        Motion.state == MotionState.CLOSED.value,
        Motion.kind != MotionKind.OTHER.value,
    )
    return db.session.scalars(counted).one() > 0


def _agenda(meeting: Meeting, council: Council, moved: Mapping[int, list[Motion]]) -> Agenda:
    closed = meeting.closed_at
    result = results.counted_until(council, closed) if closed is not None else results.latest_count(council)
    rows = results.ranking_of(result) if result is not None else []
    out, members = out_of_nominations(council), {one.id: one for one in council.members}
    advice = results.advice_of(result) if result is not None else None
    near = {code for code, one in advice["entries"].items() if one["doubtful"]} if advice is not None else set()
    items = tuple(
        AgendaItem(
            row=row,
            council=council,
            out=tuple(members[one] for one in sorted(out.get(row.entry.nomination_id, ()))),
            motions=tuple(moved.get(row.entry.nomination_id, ())),
            doubtful=row.dossier.reference in near,
        )
        for row in rows
    )
    level = level_of(council)
    rule = level.meeting.approval if level.meeting is not None else None
    departures = level.meeting.departures if level.meeting is not None else None
    return Agenda(council, items, rule, departures, _ties(items) if chair_orders(council) else ())


def _ties(items: Iterable[AgendaItem]) -> tuple[tuple[AgendaItem, ...], ...]:
    equal: dict[int, list[AgendaItem]] = {}
    for one in items:
        if one.row.outcome is Outcome.AWAITING_CHAIR and one.row.entry.rank is not None:
            equal.setdefault(one.row.entry.rank, []).append(one)
    return tuple(tuple(group) for _, group in sorted(equal.items()))


def _sisters(actor: Actor, council: Council) -> list[Council]:
    """Councils of the same alliance (or of the centre) in seasons under way that this person may call."""
    statement = (
        select(Council)
        .join(Council.season)
        .where(
            Council.alliance_id.is_not_distinct_from(council.alliance_id),
            or_(Season.state.in_([one.value for one in _UNDER_WAY]), Council.id == council.id),
        )
        .options(joinedload(Council.season).joinedload(Season.rulebook), selectinload(Council.members))
        .order_by(Council.id)
    )
    found = db.session.scalars(statement)
    return [one for one in found if permits(actor, Action.MEETING_PLAN, Sitting(one, (one,))) or one.id == council.id]


def _visible(actor: Actor) -> ColumnElement[bool]:
    """The centre's are seen by those who inspect and by their members, a province's within it."""
    sits = Meeting.councils.any(Council.members.any(CouncilMember.user_id == actor.user_id))
    ways: list[ColumnElement[bool]] = []
    if actor.holds(*_SEES_THE_CENTRE):
        ways.append(Meeting.alliance_id.is_(None))
    elif actor.holds(*_SITS):
        ways.append(and_(Meeting.alliance_id.is_(None), sits))
    if actor.alliance_id is not None and actor.holds(*_RUNS_A_PROVINCE):
        ways.append(Meeting.alliance_id == actor.alliance_id)
    elif actor.alliance_id is not None and actor.holds(Role.PROVINCE_MEMBER):
        ways.append(and_(Meeting.alliance_id == actor.alliance_id, sits))
    return or_(false(), *ways)


def lock(meeting: Meeting) -> None:
    """The meeting as it is now; whoever comes second waits."""
    db.session.refresh(meeting, ["state", "lock_version"], with_for_update=True)


def lock_motion(motion: Motion) -> None:
    """The motion as it is now; whoever comes second waits."""
    db.session.refresh(motion, ["state", "lock_version"], with_for_update=True)


_UNDER_WAY = (SeasonState.OPEN, SeasonState.JUDGING, SeasonState.DECIDING)
_MOTION = (
    selectinload(Motion.votes),
    selectinload(Motion.opinions).joinedload(WrittenOpinion.member),
    selectinload(Motion.tallies),
    joinedload(Motion.nomination).joinedload(Nomination.organisation),
)
_WHOLE = (
    selectinload(Meeting.councils).joinedload(Council.season).joinedload(Season.rulebook),
    selectinload(Meeting.councils).selectinload(Council.members),
    selectinload(Meeting.attendances).joinedload(Attendance.member),
    selectinload(Meeting.motions).options(*_MOTION),
    joinedload(Meeting.floor).joinedload(Floor.nomination),
)
