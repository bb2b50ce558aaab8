"""Which reminders there are."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class ReminderKind(StrEnum):
    """That the season has opened, or that the province's own deadline is so near."""

    OPENED = "opened"
    DAYS_7 = "days_7"
    DAYS_2 = "days_2"
    HOURS_3 = "hours_3"


BEFORE: dict[ReminderKind, timedelta] = {
    ReminderKind.DAYS_7: timedelta(days=7),
    ReminderKind.DAYS_2: timedelta(days=2),
    ReminderKind.HOURS_3: timedelta(hours=3),
}
"""How long before the deadline each becomes due, the farthest first."""


def due_kind(closes: datetime, now: datetime) -> ReminderKind | None:
    """The nearest threshold that has been reached; ``None`` while it is early, and after the deadline."""
    reached = [kind for kind, before in BEFORE.items() if closes - before <= now < closes]
    return reached[-1] if reached else None
