"""The time of the demonstration: it is told from the past up to the day it is built."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from awards.base import clock
from awards.base.transaction import transaction

STEP = timedelta(seconds=20)


@dataclass
class Story:
    """A clock that stands still until somebody acts; days are counted from ``today`` (negative: before)."""

    today: date
    _now: datetime = field(init=False)
    _in_chapter: bool = False

    def __post_init__(self) -> None:
        self._now = datetime(2000, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """The instant the story has come to."""
        return self._now

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def at(self, days: int, hour: int = 8, minute: int = 0) -> datetime:
        """That hour in Vietnam, as an instant in UTC like every instant of the clock."""
        return datetime.combine(self.day(days), time(hour, minute), clock.VIETNAM).astimezone(UTC)

    def go(self, days: int, hour: int = 8, minute: int = 0) -> None:
        """Let that hour come; the story never goes back."""
        self._now = max(self._now, self.at(days, hour, minute))

    @contextmanager
    def act(self) -> Iterator[None]:
        """One act, stored together (with its chapter, when there is one); a little time goes by."""
        with nullcontext() if self._in_chapter else transaction():
            yield
        self._now += STEP

    @contextmanager
    def chapter(self) -> Iterator[None]:
        """Many acts stored together: a commit for each would take most of the time of building."""
        with transaction():
            self._in_chapter = True
            try:
                yield
            finally:
                self._in_chapter = False
