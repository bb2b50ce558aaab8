"""Which window is open at an instant. Pure; windows are half open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from awards.base.clock import VIETNAM
from awards.base.dates import format_day, format_deadline


class Calendar(Protocol):
    """The instants of a season, wherever they are kept."""

    @property
    def nominations_open_at(self) -> datetime: ...
    @property
    def nominations_close_at(self) -> datetime: ...
    @property
    def judging_close_at(self) -> datetime: ...
    @property
    def ceremony_on(self) -> date: ...


@dataclass(frozen=True)
class Stage:
    """One step of a season's timeline; ``state`` is past, current or future."""

    label: str
    when: str
    state: str


def stages(calendar: Calendar, now: datetime) -> tuple[Stage, ...]:
    """The four steps everybody may know."""
    ceremony = datetime.combine(calendar.ceremony_on, time(), VIETNAM)
    ceremony_end = datetime.combine(calendar.ceremony_on, time.max, VIETNAM)
    rows = (
        ("Nhận hồ sơ đề cử", calendar.nominations_open_at, calendar.nominations_close_at),
        ("Thẩm tra và chấm điểm", calendar.nominations_close_at, calendar.judging_close_at),
        ("Xét chọn và quyết định", calendar.judging_close_at, ceremony),
    )
    steps = [
        Stage(label, f"{format_day(start)} – {format_deadline(end)}", _state(start, end, now))
        for label, start, end in rows
    ]
    return (*steps, Stage("Lễ tôn vinh", format_day(calendar.ceremony_on), _state(ceremony, ceremony_end, now)))


def stage_sentence(calendar: Calendar, now: datetime) -> str:
    """The season's state today in one sentence."""
    if now < calendar.nominations_open_at:
        return f"Bắt đầu nhận hồ sơ từ ngày {format_day(calendar.nominations_open_at)}."
    if now < calendar.nominations_close_at:
        return f"Đang nhận hồ sơ đến {format_deadline(calendar.nominations_close_at)}."
    if now < calendar.judging_close_at:
        return "Đã hết hạn nhận hồ sơ; hội đồng đang thẩm tra và chấm điểm."
    if now.astimezone(VIETNAM).date() <= calendar.ceremony_on:
        return f"Đã chấm điểm xong; lễ tôn vinh ngày {format_day(calendar.ceremony_on)}."
    return f"Đã tổ chức lễ tôn vinh ngày {format_day(calendar.ceremony_on)}."


def closes_at(calendar: Calendar, extended_until: datetime | None) -> datetime:
    """The end of the nomination window for somebody with that extension (or none)."""
    return max(calendar.nominations_close_at, extended_until) if extended_until else calendar.nominations_close_at


def nominations_are_open(calendar: Calendar, extended_until: datetime | None, now: datetime) -> bool:
    return calendar.nominations_open_at <= now < closes_at(calendar, extended_until)


def closed_sentence(calendar: Calendar, extended_until: datetime | None, now: datetime) -> str:
    """Why nominations are not received at ``now``."""
    if now < calendar.nominations_open_at:
        return f"Chưa đến thời gian nhận hồ sơ. Bắt đầu nhận từ ngày {format_day(calendar.nominations_open_at)}."
    return f"Đã hết hạn nhận hồ sơ: {format_deadline(closes_at(calendar, extended_until))}."


def _state(start: datetime, end: datetime, now: datetime) -> str:
    if now < start:
        return "future"
    return "current" if now < end else "past"
