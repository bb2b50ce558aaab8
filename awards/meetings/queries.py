"""Meetings as seen by the people of the council, and the agenda that comes from the ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.conflicts.queries import acting_chair, out_of_nominations
from awards.councils import queries as councils
from awards.councils.levels import level_of
from awards.councils.models import Council, CouncilMember
from awards.councils.states import Post
from awards.meetings.agenda import Agenda, AgendaItem
from awards.meetings.earlier import earlier_of
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
from awards.meetings.states import MotionKind, MotionState
from awards.nominations.models import Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import permits
from awards.results import queries as results
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState
from scoring.decision import Outcome
from scoring.ranking_rules import ChairTie

_ITEM = 0
"""Stands for the item on the table where it is asked who chairs it."""
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
class Attendee:
    """Somebody who sits in one council of a meeting or in several: the roll calls a person once."""

    seats: tuple[CouncilMember, ...]

    @property
    def first(self) -> CouncilMember:
        return self.seats[0]


def list_visible_to(actor: Actor) -> list[Meeting]:
    """Meetings, the latest day first."""
    statement = (
        select(Meeting).where(_visible(actor)).options(selectinload(Meeting.councils).joinedload(Council.season))
    )
    return list(db.session.scalars(statement.order_by(Meeting.held_on.desc(), Meeting.id.desc())))


def councils_to_meet(actor: Actor) -> list[Council]:
    """Councils of seasons under way for which this person may plan a meeting."""
    found = councils.list_visible_to(actor)
    called = [one for one in found if one.members and one.season.state in _UNDER_WAY]
    return [one for one in called if permits(actor, Action.MEETING_PLAN, Sitting(one, (one,)))]


def get_visible_to(actor: Actor, public_id: str) -> Meeting | None:
    statement = select(Meeting).where(_visible(actor), Meeting.public_id == public_id).options(*_WHOLE)
    return db.session.scalars(statement).one_or_none()


def get_motion_visible_to(actor: Actor, public_id: str) -> Motion | None:
    meetings = select(Meeting.id).where(_visible(actor))
    statement = select(Motion).where(Motion.public_id == public_id, Motion.meeting_id.in_(meetings))
    whole = (joinedload(Motion.meeting).options(*_WHOLE), *_MOTION)
    return db.session.scalars(statement.options(*whole)).unique().one_or_none()


def get_opinion_visible_to(actor: Actor, public_id: str) -> WrittenOpinion | None:
    """An opinion with its scan; of a secret ballot that is open only for those who write opinions down."""
    meetings = select(Meeting.id).where(_visible(actor))
    motions = select(Motion.id).where(Motion.meeting_id.in_(meetings))
    statement = select(WrittenOpinion).where(
        WrittenOpinion.public_id == public_id,
        WrittenOpinion.motion_id.in_(motions),
        WrittenOpinion.scan_key.is_not(None),
    )
    found = db.session.scalars(statement).one_or_none()
    return found if found is not None and tells_opinions(actor, found.motion) else None


def tells_opinions(actor: Actor, motion: Motion) -> bool:
    """Whether what absent members wrote may be told: the vote of a secret ballot comes out when it is closed."""
    return not motion.secret or motion.state != MotionState.OPEN or permits(actor, Action.OPINION_RECORD, motion)


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


def attendees_of(meeting: Meeting) -> list[Attendee]:
    """Everybody to be called, council by council; whoever was written down differently in two stays two."""
    told = {one.member_id: (one.present, one.note) for one in meeting.attendances}
    found: dict[object, list[CouncilMember]] = {}
    for council in meeting.councils:
        for one in voting_members(meeting, council):
            person = one.user_id if one.user_id is not None else (one.full_name, one.agency)
            found.setdefault((person, told.get(one.id)), []).append(one)
    return [Attendee(tuple(seats)) for seats in found.values()]


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
    """Who chairs: the chair, else a vice-chair, of those who are there and not out of the entry.

    Before the roll is called everybody is taken to be there.
    """
    members = voting_members(meeting, council)
    missing = {one.member_id for one in meeting.attendances if not one.present}
    uncalled = {one.id for one in members} - {one.member_id for one in meeting.attendances}
    away = missing | frozenset(out) | (uncalled if meeting.attendances else frozenset())
    return acting_chair(council, _ITEM, {_ITEM: away}, members)


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


def counts_after(actor: Actor, meeting: Meeting) -> dict[int, str]:
    """By council (row id), the count made when the meeting was closed (public id), for those who may read it."""
    closed = meeting.councils if meeting.closed_at is not None else []
    counted = {one.id: results.count_of_meeting(one, meeting.id) for one in closed}
    return {
        council: one.public_id
        for council, one in counted.items()
        if one is not None and results.get_visible_to(actor, one.public_id) is not None
    }


def chair_orders(council: Council) -> bool:
    """Whether the rulebook leaves equals to the chair."""
    return any(isinstance(step, ChairTie) for step in rulebook_of(council.season).ranking.tie_breaks)


def _agenda(meeting: Meeting, council: Council, moved: Mapping[int, list[Motion]]) -> Agenda:
    closed, earlier = meeting.closed_at, earlier_of(meeting, council)
    sheets = results.counted_until(council, closed) if closed is not None else results.latest_count(council)
    voted = results.count_of_meeting(council, earlier.counted.id) if earlier.counted is not None else None
    newest = voted if voted is not None else sheets
    rows = results.ranking_of(newest) if newest is not None else []
    out, members = out_of_nominations(council), {one.id: one for one in council.members}
    advice = results.advice_of(sheets) if sheets is not None else None
    lists = tuple(one for one in meeting.motions if one.council_id == council.id and _is_on_a_list(one))
    near = {code for code, one in advice["entries"].items() if one["doubtful"]} if advice is not None else set()
    items = tuple(
        AgendaItem(
            row=row,
            council=council,
            out=tuple(members[one] for one in sorted(out.get(row.entry.nomination_id, ()))),
            motions=tuple(moved.get(row.entry.nomination_id, ())),
            lists=lists,
            doubtful=row.dossier.reference in near,
            presiding=presiding_over(meeting, council, out.get(row.entry.nomination_id, ())),
            settled=earlier.decided.get(row.entry.nomination_id),
            left=earlier.left.get(row.entry.nomination_id),
        )
        for row in rows
    )
    level = level_of(council)
    rule = level.meeting.approval if level.meeting is not None else None
    departures = level.meeting.departures if level.meeting is not None else None
    own = tuple(one for one in meeting.motions if one.council_id == council.id)
    ties = _ties(items) if chair_orders(council) else ()
    shut = results.too_late_for_votes(council) if closed is None else None
    return Agenda(council, items, rule, departures, ties, own, earlier, shut)


def _is_on_a_list(motion: Motion) -> bool:
    return motion.nomination_id is None and motion.kind == MotionKind.APPROVE


def _ties(items: Iterable[AgendaItem]) -> tuple[tuple[AgendaItem, ...], ...]:
    equal: dict[int, list[AgendaItem]] = {}
    for one in items:
        if one.row.outcome is Outcome.AWAITING_CHAIR and one.row.entry.rank is not None:
            equal.setdefault(one.row.entry.rank, []).append(one)
    return tuple(tuple(group) for _, group in sorted(equal.items()))


def _sisters(actor: Actor, council: Council) -> list[Council]:
    """Councils of the same alliance (or of the centre) in seasons under way that this person may call.

    A rehearsal and a real season never share a meeting, so that no minutes are partly real.
    """
    statement = (
        select(Council)
        .join(Council.season)
        .where(
            Council.alliance_id.is_not_distinct_from(council.alliance_id),
            Season.is_rehearsal == council.season.is_rehearsal,
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


def presiding_over_equals(meeting: Meeting, agenda: Agenda) -> CouncilMember | None:
    """Who puts the equal entries of a council in order: somebody who is out of none of them."""
    out = {member.id for group in agenda.ties for item in group for member in item.out}
    return presiding_over(meeting, agenda.council, out)


def lock(meeting: Meeting) -> None:
    """The meeting as it is now; whoever comes second waits."""
    db.session.refresh(meeting, ["state", "lock_version"], with_for_update=True)


def read_motions_again(meeting: Meeting) -> None:
    """The motions as they are once the meeting is locked: one may have been annulled since it was loaded."""
    db.session.refresh(meeting, ["motions"])
    again = select(Motion).where(Motion.meeting_id == meeting.id)
    db.session.scalars(again.execution_options(populate_existing=True)).all()


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
    selectinload(Meeting.councils).selectinload(Council.members).joinedload(CouncilMember.user),
    selectinload(Meeting.attendances).joinedload(Attendance.member),
    selectinload(Meeting.motions).options(*_MOTION),
    joinedload(Meeting.floor).joinedload(Floor.nomination),
)
