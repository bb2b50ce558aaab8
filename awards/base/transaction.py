"""The one place that commits. Edges open it: a view, a command, a task; never a service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from awards.base.database import db, writing


@contextmanager
def transaction(*, keeps: bool = False) -> Iterator[None]:
    """Everything inside is stored together, durably, or not at all.

    ``keeps``: what was loaded inside stays at hand afterwards, for an answer that reads anew what it tells itself.
    What the request had read before was read without SQLite's write lock: it is read anew when it is used again,
    so that a service decides by what is stored now. Inside of another transaction this does not happen.
    """
    if not writing.get():
        db.session.rollback()
    mark = writing.set(True)
    session = db.session()
    try:
        yield
        session.expire_on_commit = not keeps
        session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        session.expire_on_commit = True
        writing.reset(mark)


@contextmanager
def without_lock() -> Iterator[None]:
    """Let go of the database while something slow happens, such as a file being checked.

    On SQLite others may write meanwhile. What was loaded before is read anew when it is used again.
    """
    db.session.rollback()
    yield
