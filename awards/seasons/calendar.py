"""Which window is open at an instant. Pure; windows are half open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Protocol

from awards.base.clock import VIETNAM
from awards.base.dates import format_day, format_deadline
from awards.base.ics import CalendarEvent
from awards.seasons.inputs import CalendarInput
from awards.seasons.states import SeasonStage
from awards.seasons.wording import DEADLINE_NAMES

MOST_GRACE = 600
"""Seconds."""
_ALARMS = (timedelta(days=7), timedelta(days=2), timedelta(hours=3))


class PublicCalendar(Protocol):
    """The instants everybody may know, wherever they are kept."""

    @property
    def nominations_open_at(self) -> datetime: ...
    @property
    def nominations_close_at(self) -> datetime: ...
    @property
    def judging_close_at(self) -> datetime: ...
    @property
    def ceremony_on(self) -> date: ...


class Calendar(PublicCalendar, Protocol):
    """Every instant of a season."""

    @property
    def councils_sit_by(self) -> datetime: ...
    @property
    def supplements_close_at(self) -> datetime: ...
    @property
    def screening_close_at(self) -> datetime: ...
    @property
    def deciding_close_at(self) -> datetime: ...
    @property
    def grace_seconds(self) -> int: ...


@dataclass(frozen=True)
class Window:
    """Open while ``opens <= now < closes``; for ``grace`` after that a sending is still taken, as late."""

    opens: datetime
    closes: datetime
    grace: timedelta = timedelta()
    is_extended: bool = False


@dataclass(frozen=True)
class Timetable:
    """A calendar with nothing left out: the columns of a season."""

    nominations_open_at: datetime
    councils_sit_by: datetime
    nominations_close_at: datetime
    supplements_close_at: datetime
    screening_close_at: datetime
    judging_close_at: datetime
    deciding_close_at: datetime
    ceremony_on: date
    grace_seconds: int


TIMETABLE_COLUMNS = tuple(field.name for field in fields(Timetable))


def timetable(entry: CalendarInput) -> Timetable:
    """The calendar as typed, with a proposal for every instant that was left out."""
    opens, closes, judged = entry.nominations_open_at, entry.nominations_close_at, entry.judging_close_at
    ceremony = datetime.combine(entry.ceremony_on, time(), VIETNAM)
    return Timetable(
        nominations_open_at=opens,
        councils_sit_by=entry.councils_sit_by or _between(opens, closes, Fraction(2, 3)),
        nominations_close_at=closes,
        supplements_close_at=entry.supplements_close_at or _between(closes, judged, Fraction(1, 3)),
        screening_close_at=entry.screening_close_at or _between(closes, judged, Fraction(1, 2)),
        judging_close_at=judged,
        deciding_close_at=entry.deciding_close_at or _between(judged, max(judged, ceremony), Fraction(1, 2)),
        ceremony_on=entry.ceremony_on,
        grace_seconds=entry.grace_seconds,
    )


def timetable_of(calendar: Calendar) -> Timetable:
    """The calendar of a season as it is kept."""
    return Timetable(**{name: getattr(calendar, name) for name in TIMETABLE_COLUMNS})


def last_day(closes: datetime) -> date:
    """The last day of a window in Vietnam: midnight ends the day before."""
    return (closes - timedelta(microseconds=1)).astimezone(VIETNAM).date()


def window_of(calendar: Calendar, stage: SeasonStage) -> Window:
    """The window of a stage for a province without an extension."""
    ceremony = datetime.combine(calendar.ceremony_on, time(), VIETNAM)
    grace = timedelta(seconds=calendar.grace_seconds)
    windows = {
        SeasonStage.NOMINATIONS: Window(calendar.nominations_open_at, calendar.nominations_close_at, grace),
        SeasonStage.PROVINCE_COUNCILS: Window(calendar.nominations_open_at, calendar.councils_sit_by),
        SeasonStage.SUPPLEMENTS: Window(calendar.nominations_open_at, calendar.supplements_close_at, grace),
        SeasonStage.SCREENING: Window(calendar.nominations_open_at, calendar.screening_close_at),
        SeasonStage.JUDGING: Window(calendar.screening_close_at, calendar.judging_close_at),
        SeasonStage.DECIDING: Window(calendar.judging_close_at, calendar.deciding_close_at),
        SeasonStage.CEREMONY: Window(ceremony, ceremony + timedelta(days=1)),
    }
    return windows[stage]


def extended(window: Window, until: datetime | None) -> Window:
    """The window of somebody with that extension (or none); an extension only ever lengthens."""
    if until is None or until <= window.closes:
        return window
    return Window(window.opens, until, window.grace, is_extended=True)


def is_open(window: Window, now: datetime) -> bool:
    """Whether something that arrived at ``now`` is taken; late ones within the grace are."""
    return window.opens <= now < window.closes + window.grace


def is_in_grace(window: Window, now: datetime) -> bool:
    """Whether something that arrived at ``now`` is taken, and late."""
    return window.closes <= now < window.closes + window.grace


def shut_sentence(window: Window, stage: SeasonStage, now: datetime) -> str | None:
    """Why nothing is taken in that stage at ``now``; ``None`` when it is."""
    if is_open(window, now):
        return None
    receives = "bổ sung hồ sơ" if stage is SeasonStage.SUPPLEMENTS else "nhận hồ sơ"
    if now < window.opens:
        return f"Chưa đến thời gian {receives}. Bắt đầu từ ngày {format_day(window.opens)}."
    return f"Đã hết hạn {receives}: {format_deadline(window.closes)}."


@dataclass(frozen=True)
class Stage:
    """One step of a season's timeline; ``state`` is past, current or future."""

    label: str
    when: str
    state: str


def stages(calendar: PublicCalendar, now: datetime) -> tuple[Stage, ...]:
    """The four steps everybody may know."""
    ceremony = datetime.combine(calendar.ceremony_on, time(), VIETNAM)
    rows = (
        ("Nhận hồ sơ đề cử", calendar.nominations_open_at, calendar.nominations_close_at),
        ("Thẩm tra và chấm điểm", calendar.nominations_close_at, calendar.judging_close_at),
        ("Xét chọn và quyết định", calendar.judging_close_at, ceremony),
    )
    steps = [
        Stage(label, f"{format_day(start)} – {format_deadline(end)}", state_at(Window(start, end), now))
        for label, start, end in rows
    ]
    day = Window(ceremony, ceremony + timedelta(days=1))
    return (*steps, Stage("Lễ tôn vinh", format_day(calendar.ceremony_on), state_at(day, now)))


def stage_sentence(calendar: PublicCalendar, now: datetime) -> str:
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


def state_at(window: Window, now: datetime) -> str:
    """past, current or future."""
    if now < window.opens:
        return "future"
    return "current" if now < window.closes else "past"


def public_deadlines(calendar: PublicCalendar, deciding_close_at: datetime) -> dict[SeasonStage, datetime]:
    """The deadlines everybody may know."""
    return {
        SeasonStage.NOMINATIONS: calendar.nominations_close_at,
        SeasonStage.JUDGING: calendar.judging_close_at,
        SeasonStage.DECIDING: deciding_close_at,
    }


def events(
    key: str, title: str, revision: int, deadlines: Mapping[SeasonStage, datetime], calendar: PublicCalendar
) -> Iterator[CalendarEvent]:
    """A season for people's own calendars: its opening, its deadlines, its ceremony.

    A deadline is the last hour before it, so that midnight stands on the day people call the last one.
    """
    yield CalendarEvent(f"{key}.opening", revision, f"Bắt đầu nhận hồ sơ – {title}", calendar.nominations_open_at)
    for stage, closes in deadlines.items():
        if stage is not SeasonStage.CEREMONY:
            name = DEADLINE_NAMES[stage]
            summary = f"{name[0].upper()}{name[1:]} – {title}"
            said = f"Đến {format_deadline(closes)}."
            yield CalendarEvent(f"{key}.{stage}", revision, summary, closes - timedelta(hours=1), closes, said, _ALARMS)
    yield CalendarEvent(f"{key}.ceremony", revision, f"Lễ tôn vinh – {title}", calendar.ceremony_on)


def _between(start: datetime, end: datetime, share: Fraction) -> datetime:
    """About that share of the way from ``start`` to ``end``, at the end of a day where one lies before ``end``."""
    seconds = int(Fraction(int((end - start).total_seconds())) * share)
    instant = start + timedelta(seconds=seconds)
    local = instant.astimezone(VIETNAM)
    end_of_day = datetime.combine(local.date() + timedelta(days=1), time(), VIETNAM)
    return end_of_day if end_of_day <= end else instant
