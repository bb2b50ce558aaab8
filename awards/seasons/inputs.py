"""What forms about seasons give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from awards.seasons.states import AwardKey


@dataclass(frozen=True)
class CalendarInput:
    """The instants of a season (aware) and the day of its ceremony."""

    nominations_open_at: datetime
    nominations_close_at: datetime
    judging_close_at: datetime
    ceremony_on: date


@dataclass(frozen=True)
class SeasonInput:
    """A new season; ``title`` is what people see."""

    award: AwardKey
    year: int
    title: str
    calendar: CalendarInput


@dataclass(frozen=True)
class ExtensionInput:
    """A later deadline for one alliance (public id)."""

    alliance: str
    until: datetime
    reason: str
