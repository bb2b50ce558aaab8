"""Calendar files (RFC 5545): days and deadlines for the calendars people carry with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from awards.base.clock import VIETNAM

MEDIA_TYPE = "text/calendar"
LONGEST_LINE = 75
"""Octets, not letters: a Vietnamese letter takes up to three."""

# Vietnam has kept UTC+7 all year since 1975, so one observance says it all.
_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Ho_Chi_Minh",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class CalendarEvent:
    """One entry. ``key`` is the same for the entry's whole life and ``revision`` grows with every change.

    ``starts`` is an instant or a whole day in Vietnam. ``alarms`` say how long before the end to remind
    (before the start, where no end is given).
    """

    key: str
    revision: int
    title: str
    starts: datetime | date
    ends: datetime | None = None
    description: str = ""
    alarms: tuple[timedelta, ...] = ()


def write_calendar(name: str, events: Iterable[CalendarEvent], host: str, written_at: datetime) -> bytes:
    """The whole file, in UTF-8. ``host`` makes the identifiers unique in the world."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(host)}//awards//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *_ZONE,
        *(line for event in events for line in _event(event, host, written_at)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(event: CalendarEvent, host: str, written_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.key}@{host}"
    yield f"DTSTAMP:{written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.revision}"
    yield f"SUMMARY:{_text(event.title)}"
    yield from _span(event.starts, event.ends)
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    yield "TRANSP:TRANSPARENT"
    for before in event.alarms:
        hours = int(before.total_seconds()) // 3600
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER{';RELATED=END' if event.ends else ''}:-PT{hours}H",
            f"DESCRIPTION:{_text(event.title)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _span(starts: datetime | date, ends: datetime | None) -> Iterator[str]:
    if isinstance(starts, datetime):
        yield f"DTSTART;TZID=Asia/Ho_Chi_Minh:{starts.astimezone(VIETNAM):%Y%m%dT%H%M%S}"
        if ends is not None:
            yield f"DTEND;TZID=Asia/Ho_Chi_Minh:{ends.astimezone(VIETNAM):%Y%m%dT%H%M%S}"
    else:
        yield f"DTSTART;VALUE=DATE:{starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{starts + timedelta(days=1):%Y%m%d}"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line in octets, broken where it grows too long and never inside a letter."""
    pieces: list[bytes] = [b""]
    for letter in line:
        octets = letter.encode()
        room = LONGEST_LINE if len(pieces) == 1 else LONGEST_LINE - 1
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
        pieces[-1] += octets
    return b"\r\n ".join(pieces) + b"\r\n"
