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
