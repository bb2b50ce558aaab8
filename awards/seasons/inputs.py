"""What forms about seasons give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from awards.seasons.states import AwardKey, SeasonStage


@dataclass(frozen=True)
class CalendarInput:
    """The instants of a season (aware) and the day of its ceremony; what is left out is proposed.

    ``grace_seconds``: for how long after a province's deadline a dossier is still taken, as late.
    """

    nominations_open_at: datetime
    nominations_close_at: datetime
    judging_close_at: datetime
    ceremony_on: date
    councils_sit_by: datetime | None = None
    supplements_close_at: datetime | None = None
    screening_close_at: datetime | None = None
    deciding_close_at: datetime | None = None
    grace_seconds: int = 0


@dataclass(frozen=True)
class SeasonInput:
    """A new season; ``title`` is what people see. Of a rehearsal nothing is ever decided or announced."""

    award: AwardKey
    year: int
    title: str
    calendar: CalendarInput
    is_rehearsal: bool = False


@dataclass(frozen=True)
class ExtensionInput:
    """A later deadline of one stage for one alliance (public id)."""

    alliance: str
    until: datetime
    reason: str
    stage: SeasonStage = SeasonStage.NOMINATIONS


@dataclass(frozen=True)
class WithdrawalInput:
    """The later deadline of one stage for one alliance (public id) holds no longer."""

    alliance: str
    stage: SeasonStage
    reason: str
