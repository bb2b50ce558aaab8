"""The one place that knows what time it is. Instants are aware and in UTC; days are Vietnam's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def _system_now() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_now


def now() -> datetime:
    """The present instant, aware, UTC."""
    return _source()


def today() -> date:
    """The present day in Vietnam."""
    return now().astimezone(VIETNAM).date()


def follow_file(path: Path) -> None:
    """Take the time from a file holding one ISO instant (test profile only; settings refuse it elsewhere)."""
    global _source  # noqa: PLW0603 - a process has one clock

    def from_file() -> datetime:
        text = path.read_text(encoding="utf-8").strip() if path.exists() else ""
        return datetime.fromisoformat(text) if text else _system_now()

    _source = from_file


@contextmanager
def told_by(source: Callable[[], datetime]) -> Iterator[None]:
    """Take the time from ``source`` for a while: how the demonstration tells of days gone by."""
    global _source  # noqa: PLW0603 - a process has one clock
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
