"""What may be put to the vote now, and why not: the service refuses by it, and the page offers nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from awards.base.dates import format_day
from awards.base.errors import DomainError
from awards.meetings import queries
from awards.meetings.agenda import Agenda, AgendaItem
from awards.meetings.earlier import refuse_decided
from awards.meetings.models import Meeting, Motion
from awards.meetings.states import BY_THE_RULEBOOK, MotionKind, MotionState
from awards.meetings.wording import (
    LISTED_BEFORE,
    LISTED_HERE,
    NOT_RANKED,
    NOTHING_TO_LIST,
    TAKEN_OUT,
    VOTED_ON_HERE,
    VOTING_ON_LIST,
)


def refuse_to_put(agenda: Agenda, kind: MotionKind, nomination_id: int | None) -> None:
    """Raises :class:`DomainError` for what cannot be counted any more and for what an earlier meeting decided."""
    if kind is MotionKind.OTHER:
        return
    if agenda.shut is not None:
        raise DomainError(agenda.shut)
    refuse_decided(agenda.earlier, kind, nomination_id)


def refuse_to_open(meeting: Meeting, agenda: Agenda, kind: MotionKind, nomination_id: int | None) -> None:
    """The same, and without a quorum for this entry, and for a list nothing is left on."""
    refuse_to_put(agenda, kind, nomination_id)
    if kind is MotionKind.APPROVE and nomination_id is None and not agenda.to_vote_on:
        raise DomainError(NOTHING_TO_LIST)
    if kind in BY_THE_RULEBOOK:
        item = next((one for one in agenda.items if one.row.entry.nomination_id == nomination_id), None)
        out = [one.id for one in item.out] if item is not None else []
        there = queries.attendance_in(meeting, agenda.council, out)
        if not there.is_met:
            raise DomainError(f"Chưa đủ điều kiện biểu quyết: {there.sentence}")


def why_not_opened(meeting: Meeting, motion: Motion, agenda: Agenda) -> str:
    """Why the ballot on what was put cannot be opened now; "" when it can, and when it was opened already."""
    if motion.state != MotionState.DRAFTED:
        return ""
    return _refusal(meeting, agenda, MotionKind(motion.kind), motion.nomination_id)


def why_no_ballot(meeting: Meeting, agenda: Agenda, item: AgendaItem) -> str:
    """Why an entry cannot be put to the vote on its own now; "" when it can."""
    if agenda.shut is not None:
        return agenda.shut
    if item.row.entry.rank is None:
        return NOT_RANKED
    if item.is_taken_out:
        return TAKEN_OUT
    if item.decided is not None:
        return VOTED_ON_HERE.format(item.decided.number)
    return _refusal(meeting, agenda, MotionKind.APPROVE, item.row.entry.nomination_id)


def why_no_list(meeting: Meeting, agenda: Agenda) -> str:
    """Why the whole list cannot be put to the vote now; "" when it can."""
    if agenda.shut is not None:
        return agenda.shut
    if agenda.earlier.listed is not None:
        return LISTED_BEFORE.format(format_day(agenda.earlier.listed.meeting.held_on))
    if agenda.listed is not None:
        words = LISTED_HERE if agenda.listed.state == MotionState.CLOSED else VOTING_ON_LIST
        return words.format(agenda.listed.number)
    return _refusal(meeting, agenda, MotionKind.APPROVE, None)


def why_not_closed(agendas: Iterable[Agenda]) -> list[str]:
    """Why a meeting cannot be closed with the votes taken: those that come too late are to be annulled first."""
    return [
        f"{one.shut} Mở từng nội dung đã biểu quyết của phiên này, chọn “Không lấy kết quả này”, rồi bế mạc."
        for one in agendas
        if one.shut is not None
        and any(own.kind != MotionKind.OTHER and own.state == MotionState.CLOSED for own in one.motions)
    ]


def _refusal(meeting: Meeting, agenda: Agenda, kind: MotionKind, nomination_id: int | None) -> str:
    try:
        refuse_to_open(meeting, agenda, kind, nomination_id)
    except DomainError as error:
        return error.sentence
    return ""
