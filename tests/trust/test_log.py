"""The log cannot be changed through the database's front door, and a change by the back door is named."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from awards.audit import services as audit
from awards.base.database import db
from awards.base.transaction import transaction
from awards.policy.actions import Action
from tests.cast import Cast


def unlock_log() -> None:
    """What somebody with the database in their hands would do first."""
    if db.engine.dialect.name == "sqlite":
        statements = ["DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"]
    else:
        statements = ["ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change"]
    with transaction():
        for statement in statements:
            db.session.execute(text(statement))


def test_the_database_refuses_to_change_or_remove_an_entry(app: Flask) -> None:
    for statement in ("UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(DatabaseError, match="append-only"), transaction():
            db.session.execute(text(statement))
    number, _, fault = audit.verify_log()
    assert (number > 0, fault) == (True, None)


@pytest.mark.parametrize("column", ["at", "actor", "action", "subject", "digest", "hash"])
def test_one_changed_row_is_named(app: Flask, column: str) -> None:
    unlock_log()
    value = "'2001-01-01 00:00:00'" if column == "at" else "'x'"
    with transaction():
        db.session.execute(text(f"UPDATE audit_entry SET {column} = {value} WHERE number = 7"))
    fault = audit.verify_log()[2]
    assert fault is not None
    assert (fault.number, fault.sentence) == (7, "Dòng nhật ký số 7 đã bị thay đổi.")


def test_a_cut_tail_is_named(app: Flask) -> None:
    unlock_log()
    head = audit.verify_log()[0]
    with transaction():
        db.session.execute(text(f"DELETE FROM audit_entry WHERE number > {head - 2}"))
    fault = audit.verify_log()[2]
    assert fault is not None
    assert fault.sentence == f"Nhật ký kết thúc ở dòng {head - 2}, sổ ghi dòng cuối là {head}."


def fail_after_writing(cast: Cast) -> None:
    with transaction():
        audit.record(cast.office, Action.SEASON_OPEN, "season:x")
        raise LookupError("something later in the act")


def test_an_act_that_fails_leaves_no_entry(app: Flask, cast: Cast) -> None:
    before = audit.verify_log()[0]
    with pytest.raises(LookupError):
        fail_after_writing(cast)
    assert audit.verify_log()[0] == before
