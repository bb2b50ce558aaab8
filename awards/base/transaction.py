"""The one place that commits. Edges open it: a view, a command, a task; never a service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from awards.base.database import db, writing


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside is stored together, durably, or not at all."""
    mark = writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(mark)


@contextmanager
def without_lock() -> Iterator[None]:
    """Let go of the database while something slow happens, such as a file being checked.

    On SQLite others may write meanwhile. What was loaded before is read anew when it is used again.
    """
    db.session.rollback()
    yield
