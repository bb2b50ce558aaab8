"""Writing down a meeting: who sat, who was there, who reported the check of the dossiers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.councils.inputs import MeetingInput
from awards.councils.levels import level_of
from awards.councils.models import Attendance, Council, Meeting
from awards.councils.quorum import Attended, Seat, attended
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require


def record_meeting(actor: Actor, councils: Sequence[Council], entry: MeetingInput) -> Meeting:
    """One sitting of these councils, all of one alliance. The same place and day with the same councils is one."""
    for council in councils:
        require(actor, Action.MEETING_RECORD, council)
    if not councils:
        raise DomainError("Chọn ít nhất một hội đồng dự phiên họp.", "councils")
    if len({council.alliance_id for council in councils}) != 1:
        raise DomainError("Các hội đồng họp chung phải của cùng một tỉnh.", "councils")
    for council in sorted(councils, key=lambda one: one.id):
        db.session.refresh(council, ["name", "members"], with_for_update=True)
    _check(councils, entry)
    again = _held_before(councils, entry)
    if again is not None:
        return again
    meeting = Meeting(
        alliance_id=councils[0].alliance_id,
        councils=list(councils),
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    _fill(meeting, entry)
    db.session.add(meeting)
    db.session.flush()
    audit.record(actor, Action.MEETING_RECORD, f"meeting:{meeting.public_id}", entry)
    return meeting


def update_meeting(actor: Actor, meeting: Meeting, entry: MeetingInput) -> Meeting:
    """Correct what was written down. Raises :class:`ConflictError` when somebody else did so since."""
    require(actor, Action.MEETING_RECORD, meeting)
    if entry.seen != meeting.lock_version:
        raise ConflictError("Phiên họp vừa được người khác sửa. Bản mới nhất ở trang phiên họp; hãy xem rồi sửa lại.")
    _check(meeting.councils, entry)
    _fill(meeting, entry)
    db.session.flush()
    audit.record(actor, Action.MEETING_RECORD, f"meeting:{meeting.public_id}", entry)
    return meeting


def attendance_in(meeting: Meeting, council: Council) -> Attended:
    """The attendance of one council counted against the quorum of its level."""
    there = {one.member_id: one.present for one in meeting.attendances}
    seats = [Seat(member.post, there[member.id]) for member in council.members if member.id in there]
    level = level_of(council)
    return attended(seats, level.meeting.quorum if level.meeting is not None else None)


def _check(councils: Sequence[Council], entry: MeetingInput) -> None:
    if entry.held_on > clock.today():
        raise DomainError("Ngày họp không thể sau hôm nay.", "held_on")
    if entry.held_on < max(council.founded_on for council in councils):
        raise DomainError("Ngày họp không thể trước ngày thành lập hội đồng.", "held_on")


def _held_before(councils: Sequence[Council], entry: MeetingInput) -> Meeting | None:
    """The meeting a second click would write down again."""
    wanted = {council.id for council in councils}
    statement = select(Meeting).where(
        Meeting.alliance_id == councils[0].alliance_id, Meeting.held_on == entry.held_on, Meeting.place == entry.place
    )
    found = db.session.scalars(statement)
    return next((one for one in found if {council.id for council in one.councils} == wanted), None)


def _fill(meeting: Meeting, entry: MeetingInput) -> None:
    meeting.place, meeting.held_on = entry.place, entry.held_on
    meeting.check_reported_by, meeting.notes = entry.check_reported_by, entry.notes
    known = {one.member.public_id: one for one in meeting.attendances}
    for council in meeting.councils:
        for member in council.members:
            given = entry.attendance.get(member.public_id)
            if given is None:
                continue
            row = known.get(member.public_id)
            if row is None:
                row = Attendance(member=member, present=given.present, note=given.note)
                meeting.attendances.append(row)
            row.present, row.note = given.present, given.note
