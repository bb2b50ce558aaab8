"""A statement that is read alone says what it says by every other way, and keeps nobody from committing."""

from __future__ import annotations

import sqlite3

import pytest
from flask import Flask
from sqlalchemy import bindparam, select

from awards.audit.models import AuditEntry
from awards.audit.services import record
from awards.base.database import columns_of, db, read_alone
from awards.base.transaction import transaction
from awards.policy.actions import Action
from tests.cast import Cast

_E = columns_of(AuditEntry)
SINCE = (
    select(_E.c.number, _E.c.at, _E.c.subject, (_E.c.number > 1).label("later"))
    .where(_E.c.at >= bindparam("since"), _E.c.action == Action.CHECKPOINT.value)
    .order_by(_E.c.number)
)


def written(cast: Cast) -> dict[str, object]:
    """Two entries of the log; what to ask so that they come back."""
    with transaction():
        for subject in ("một", "hai"):
            record(cast.office, Action.CHECKPOINT, subject)
    since = db.session.scalars(select(AuditEntry.at).where(AuditEntry.subject == "một")).one()
    db.session.rollback()
    return {"since": since}


def test_it_says_the_same_as_every_other_way(cast: Cast) -> None:
    asked = written(cast)
    alone = [tuple(row) for row in read_alone(SINCE, asked)]
    assert alone == [tuple(row) for row in db.session.execute(SINCE, asked)]
    assert [(row[2], type(row[3])) for row in alone] == [("một", bool), ("hai", bool)]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_whoever_writes_does_not_wait_for_it(app: Flask, cast: Cast) -> None:
    asked = written(cast)
    path = db.engine.url.database
    assert path is not None
    assert len(read_alone(SINCE, asked)) == 2
    with sqlite3.connect(path, isolation_level=None, timeout=0) as other:
        assert other.execute("BEGIN EXCLUSIVE").rowcount == -1
        other.execute("ROLLBACK")
    other.close()
