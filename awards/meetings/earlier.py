"""What the council's closed meetings before this one decided, and what they left open.

An entry is decided by a ballot on it that had its quorum, whatever came out, and by a motion that took it out. What a
later meeting votes on again (a ballot without its quorum, a departure that was not agreed) takes the place of the
earlier votes; everything else is counted together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from awards.base.database import db
from awards.base.dates import format_day
from awards.base.errors import DomainError
from awards.councils.models import Council
from awards.meetings.models import Meeting, Motion
from awards.meetings.results_told import Counted, Outcome, vote_rows
from awards.meetings.states import DEPARTURES, MeetingState, MotionKind, MotionState
from scoring.ballots import Vote


@dataclass(frozen=True)
class Earlier:
    """The standing motions of the closed meetings before one, in the order of their closing; entries by row id.

    ``decided``: by which motion nothing more can be put about an entry; ``added``: only another ballot can;
    ``ordered``: equals the chair has put in order; ``listed``: the ballot on the whole list; ``left``: last left open.
    """

    motions: tuple[Motion, ...]
    decided: Mapping[int, Motion]
    added: Mapping[int, Motion]
    ordered: Mapping[int, Motion]
    left: Mapping[int, Motion]
    listed: Motion | None

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Those with votes, or that left something open."""
        found = {one.meeting_id: one.meeting for one in (*self.motions, *self.left.values())}
        return tuple(sorted(found.values(), key=lambda one: one.audit_number or 0))

    @property
    def counted(self) -> Meeting | None:
        """The last meeting whose votes were counted."""
        return self.motions[-1].meeting if self.motions else None


def earlier_of(meeting: Meeting, council: Council) -> Earlier:
    """What there was before this meeting: for one that is closed, before its closing. One query."""
    statement = (
        select(Motion)
        .join(Motion.meeting)
        .where(
            Motion.council_id == council.id,
            Motion.meeting_id != meeting.id,
            Motion.kind != MotionKind.OTHER.value,
            Motion.state.in_([MotionState.CLOSED.value, MotionState.LEFT.value]),
            Meeting.state == MeetingState.CLOSED.value,
        )
        .options(contains_eager(Motion.meeting))
        .order_by(Meeting.audit_number, Motion.number)
    )
    if meeting.audit_number is not None:
        statement = statement.where(Meeting.audit_number < meeting.audit_number)
    return _earlier(list(db.session.scalars(statement)))


def together(earlier: Iterable[Motion], own: Iterable[Motion]) -> list[Vote]:
    """The votes of all of them as ``scoring`` takes them; what was voted on again counts as it was voted on last."""
    asked: dict[tuple[str, str], list[Vote]] = {}
    for motion in (*earlier, *own):
        given: dict[tuple[str, str], list[Vote]] = {}
        for row in vote_rows(Outcome.read(motion.outcome)):
            question = "departure" if row.kind in DEPARTURES else row.kind
            given.setdefault((question, row.entry), []).append(row)
        asked.update(given)
    return [row for rows in asked.values() for row in rows]


def refuse_decided(earlier: Earlier, kind: MotionKind, nomination_id: int | None) -> None:
    """Raises :class:`DomainError` where an earlier meeting has decided what is to be put to the vote."""
    if kind is MotionKind.OTHER:
        return
    if nomination_id is None:
        if kind is MotionKind.APPROVE and earlier.listed is not None:
            raise DomainError(
                f"Hội đồng đã bỏ phiếu cả danh sách ở {_sitting(earlier.listed)}; mỗi hội đồng bỏ phiếu cả danh sách "
                "một lần."
            )
        return
    if nomination_id in earlier.decided:
        where = _sitting(earlier.decided[nomination_id])
        raise DomainError(f"Hồ sơ này đã được quyết ở {where}, nên không biểu quyết lại.", "entry")
    if kind in DEPARTURES and nomination_id in earlier.added:
        where = _sitting(earlier.added[nomination_id])
        raise DomainError(f"Hội đồng đã đưa thêm hồ sơ này vào danh sách ở {where}.", "entry")


def refuse_decided_meanwhile(earlier: Earlier, own: Iterable[Motion], codes: Mapping[int, str]) -> None:
    """The same at the closing, of two meetings that were open at once: the second names what to annul."""
    for motion in own:
        outcome, kind = Outcome.read(motion.outcome), MotionKind(motion.kind)
        entries = [*outcome.order, *(one.entry for one in outcome.counts if one.entry is not None)]
        for entry in entries:
            before = _decided_before(earlier, motion, kind, entry)
            if before is not None:
                raise DomainError(
                    f"Hồ sơ {codes.get(entry, '')} đã được quyết ở {_sitting(before)}, bế mạc trước phiên này. "
                    f"Hủy kết quả của nội dung số {motion.number} rồi bế mạc."
                )


def _decided_before(earlier: Earlier, motion: Motion, kind: MotionKind, entry: int) -> Motion | None:
    if kind is MotionKind.ORDER:
        return earlier.ordered.get(entry)
    if kind is MotionKind.APPROVE and motion.nomination_id is None and earlier.listed is not None:
        return earlier.listed
    added = earlier.added.get(entry) if kind in DEPARTURES else None
    return earlier.decided.get(entry) or added


def _sitting(motion: Motion) -> str:
    return f"phiên họp ngày {format_day(motion.meeting.held_on)}"


def _earlier(found: Iterable[Motion]) -> Earlier:
    standing: list[Motion] = []
    decided: dict[int, Motion] = {}
    added: dict[int, Motion] = {}
    ordered: dict[int, Motion] = {}
    left: dict[int, Motion] = {}
    for motion in found:
        if motion.state == MotionState.LEFT:
            left[motion.nomination_id or 0] = motion
            continue
        standing.append(motion)
        outcome = Outcome.read(motion.outcome)
        ordered |= dict.fromkeys(outcome.order, motion)
        decided |= {one.entry or 0: motion for one in outcome.counts if _decides(motion, one)}
        added |= {one.entry or 0: motion for one in outcome.counts if motion.kind == MotionKind.ADD and one.passed}
        for entry in (*decided, *outcome.order):
            left.pop(entry, None)
    listed = next((one for one in standing if one.kind == MotionKind.APPROVE and one.nomination_id is None), None)
    return Earlier(tuple(standing), decided, added, ordered, left, listed)


def _decides(motion: Motion, count: Counted) -> bool:
    if motion.kind == MotionKind.APPROVE:
        return count.quorate
    return motion.kind == MotionKind.REMOVE and count.passed
