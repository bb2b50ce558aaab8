"""A meeting from its plan to its closing: who is there, what it speaks of, what it leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.dates import format_instant
from awards.base.errors import ConflictError, DomainError
from awards.councils.models import Council
from awards.meetings import queries
from awards.meetings.agenda import Agenda
from awards.meetings.earlier import earlier_of, refuse_decided_meanwhile, together
from awards.meetings.inputs import PlanInput, RollInput
from awards.meetings.models import Attendance, Floor, Meeting, Motion
from awards.meetings.queries import Sitting
from awards.meetings.states import MeetingState, MotionKind, MotionState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.results import queries as counted
from awards.results import services as results
from awards.results.queries import RankingRow
from scoring.ballots import Vote
from scoring.decision import Outcome as Fate

NOT_DECIDED = (Fate.PROPOSED, Fate.AWAITING_CHAIR)


def plan_meeting(actor: Actor, sitting: Sitting, entry: PlanInput) -> Meeting:
    """One sitting of the chosen councils, all of one alliance or of the centre; also written down after it was held.

    The same place and day with the same councils is one meeting until it is closed, however often it is sent.
    """
    require(actor, Action.MEETING_PLAN, sitting)
    chosen = [one for one in sitting.councils if one.public_id in entry.councils]
    if not chosen or len(chosen) != len(entry.councils):
        raise DomainError("Chọn ít nhất một hội đồng dự phiên họp.", "councils")
    for council in sorted(chosen, key=lambda one: one.id):
        db.session.refresh(council, ["name", "members"], with_for_update=True)
    if len({council.season.is_rehearsal for council in chosen}) > 1:
        raise DomainError("Mùa giải tập dượt không họp chung phiên với mùa giải thật.", "councils")
    _check_day(chosen, entry)
    again = _planned_before(chosen, entry)
    if again is not None:
        return again
    meeting = Meeting(
        alliance_id=sitting.alliance_id,
        councils=chosen,
        place=entry.place,
        held_on=entry.held_on,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    db.session.add(meeting)
    db.session.flush()
    audit.record(actor, Action.MEETING_PLAN, f"meeting:{meeting.public_id}", entry)
    return meeting


def record_roll(actor: Actor, meeting: Meeting, entry: RollInput) -> Meeting:
    """Who is there and why not, where and when. Raises :class:`ConflictError` when somebody else wrote since."""
    require(actor, Action.MEETING_RECORD, meeting)
    queries.lock(meeting)
    _refuse_when_closed(meeting)
    if entry.seen != meeting.lock_version:
        raise ConflictError("Phiên họp vừa được người khác sửa. Bản mới nhất ở dưới; hãy xem rồi lưu lại.")
    _check_day(meeting.councils, entry)
    meeting.place, meeting.held_on = entry.place, entry.held_on
    meeting.check_reported_by, meeting.notes = entry.check_reported_by, entry.notes
    known = {one.member.public_id: one for one in meeting.attendances}
    for member in (one for council in meeting.councils for one in queries.voting_members(meeting, council)):
        given = entry.attendance.get(member.public_id)
        if given is None:
            continue
        row = known.get(member.public_id)
        if row is None:
            meeting.attendances.append(Attendance(member=member, present=given.present, note=given.note))
        else:
            row.present, row.note = given.present, given.note
    db.session.flush()
    audit.record(actor, Action.MEETING_RECORD, f"meeting:{meeting.public_id}", entry)
    return meeting


def open_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """The sitting begins: its day has come and the roll of every council was called. Opened twice it is opened once."""
    require(actor, Action.MEETING_OPEN, meeting)
    queries.lock(meeting)
    if meeting.state != MeetingState.PLANNED:
        return meeting
    if meeting.held_on > clock.today():
        raise DomainError("Chưa đến ngày họp nên chưa khai mạc được.")
    called = {one.member_id for one in meeting.attendances}
    for council in meeting.councils:
        if not all(one.id in called for one in queries.voting_members(meeting, council)):
            raise DomainError(f"Điểm danh {council.name} trước khi khai mạc.")
    meeting.state, meeting.opened_at = MeetingState.OPEN.value, clock.now()
    db.session.flush()
    audit.record(actor, Action.MEETING_OPEN, f"meeting:{meeting.public_id}")
    return meeting


def give_floor(actor: Actor, meeting: Meeting, nomination_id: int | None, seen: int | None) -> Meeting:
    """The meeting speaks of this entry now. ``seen``: what the window showed; raises :class:`ConflictError` else."""
    require(actor, Action.MEETING_RECORD, meeting)
    queries.lock(meeting)
    _refuse_unless_open(meeting)
    floor = db.session.scalars(select(Floor).where(Floor.meeting_id == meeting.id).with_for_update()).one_or_none()
    floor = floor or Floor(meeting_id=meeting.id)
    if floor.nomination_id == nomination_id:
        return meeting
    if floor.nomination_id != seen:
        raise ConflictError("Cửa sổ khác vừa chuyển phiên họp sang hồ sơ khác; trang này đã được cập nhật.")
    floor.nomination_id = nomination_id
    db.session.add(floor)
    db.session.flush()
    audit.record(actor, Action.MEETING_RECORD, f"meeting:{meeting.public_id}", ["floor", nomination_id])
    return meeting


def close_meeting(actor: Actor, meeting: Meeting, left: Mapping[int, str]) -> Meeting:
    """The sitting is over: votes go to each council's final count with those of its earlier meetings, all is frozen.

    ``left``: why an entry (row id) is expressly left open. Raises :class:`DomainError` while a ballot is open, an
    entry is neither decided nor left open, and where a meeting closed meanwhile has decided the same. Closed twice it
    is closed once.
    """
    require(actor, Action.MEETING_CLOSE, meeting)
    require(actor, Action.MEETING_RECORD, meeting)
    queries.lock(meeting)
    if meeting.state == MeetingState.CLOSED:
        return meeting
    _refuse_unless_open(meeting)
    queries.read_motions_again(meeting)
    waiting = [one for one in meeting.motions if one.state in (MotionState.DRAFTED, MotionState.OPEN)]
    if waiting:
        raise DomainError(f"Nội dung số {waiting[0].number} chưa biểu quyết xong. Đóng hoặc rút lại trước khi bế mạc.")
    for council in sorted(meeting.councils, key=lambda one: one.id):
        db.session.refresh(council, ["name"], with_for_update=True)
    for agenda in queries.agendas_of(meeting):
        _leave_open(meeting, agenda.council, _final_rows(actor, meeting, agenda), left)
    db.session.flush()
    audit.record(actor, Action.MEETING_CLOSE, f"meeting:{meeting.public_id}", _decided(meeting))
    head = audit.write_checkpoint(actor, f"meeting:{meeting.public_id}")
    meeting.audit_number, meeting.audit_hash = head.number, head.hash
    meeting.state, meeting.closed_at = MeetingState.CLOSED.value, clock.now()
    db.session.flush()
    return meeting


def votes_of(meeting: Meeting, council: Council) -> list[Vote]:
    """Every vote that stands, of this meeting and of those closed before it, as ``scoring`` takes them."""
    return together(earlier_of(meeting, council).motions, _standing(meeting, council))


def next_number(meeting: Meeting) -> int:
    """The number of the next motion; the meeting's row is locked by whoever asks."""
    return max((one.number for one in meeting.motions), default=0) + 1


def refuse_unless_open(meeting: Meeting) -> None:
    """Raises :class:`DomainError` before the opening and after the closing."""
    _refuse_unless_open(meeting)


def _final_rows(actor: Actor, meeting: Meeting, agenda: Agenda) -> Sequence[RankingRow]:
    """The ranking as this meeting leaves it: counted again with its votes; as it was where nobody voted."""
    council, own = agenda.council, _standing(meeting, agenda.council)
    if not own:
        return agenda.rows
    refuse_decided_meanwhile(agenda.earlier, own, agenda.codes)
    votes = together(agenda.earlier.motions, own)
    return counted.ranking_of(results.count_with_votes(actor, council, votes, meeting.id, meeting.held_on))


def _standing(meeting: Meeting, council: Council) -> list[Motion]:
    """The motions of this meeting whose votes count."""
    own = (one for one in meeting.motions if one.council_id == council.id and one.kind != MotionKind.OTHER)
    return [one for one in own if one.state == MotionState.CLOSED]


def _leave_open(meeting: Meeting, council: Council, rows: Sequence[RankingRow], left: Mapping[int, str]) -> None:
    """Keep why each undecided entry is left open; raises :class:`DomainError` for one without a reason."""
    for row in rows:
        if row.outcome not in NOT_DECIDED:
            continue
        nomination_id, code = row.entry.nomination_id, row.dossier.reference
        reason = left.get(nomination_id, "")
        if not reason:
            raise DomainError(f"Hồ sơ {code} chưa được quyết. Ghi lý do để lại.", f"left_{nomination_id}")
        meeting.motions.append(
            Motion(
                council=council,
                number=next_number(meeting),
                kind=MotionKind.APPROVE.value,
                nomination_id=nomination_id,
                reason=reason,
                state=MotionState.LEFT.value,
                closed_at=clock.now(),
            )
        )


def _decided(meeting: Meeting) -> Sequence[object]:
    return [[one.number, one.state, one.outcome] for one in meeting.motions]


def _check_day(sitting: Sequence[Council], entry: PlanInput | RollInput) -> None:
    if entry.held_on < max(council.founded_on for council in sitting):
        raise DomainError("Ngày họp không thể trước ngày thành lập hội đồng.", "held_on")


def _planned_before(sitting: Sequence[Council], entry: PlanInput) -> Meeting | None:
    """The meeting a second click would plan again; one that is closed can be followed by another on the same day."""
    wanted = {council.id for council in sitting}
    statement = select(Meeting).where(
        Meeting.alliance_id.is_not_distinct_from(sitting[0].alliance_id),
        Meeting.held_on == entry.held_on,
        Meeting.place == entry.place,
        Meeting.state != MeetingState.CLOSED.value,
    )
    found = db.session.scalars(statement)
    return next((one for one in found if {council.id for council in one.councils} == wanted), None)


def _refuse_when_closed(meeting: Meeting) -> None:
    if meeting.closed_at is not None:
        raise ConflictError(f"Phiên họp đã bế mạc lúc {format_instant(meeting.closed_at)} nên không sửa được.")


def _refuse_unless_open(meeting: Meeting) -> None:
    db.session.refresh(meeting, ["closed_at"])
    _refuse_when_closed(meeting)
    if meeting.state != MeetingState.OPEN:
        raise DomainError("Phiên họp chưa khai mạc.")
