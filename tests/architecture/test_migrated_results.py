"""Migration 0035 puts the record of a result behind everything else of it: no row changes, and none can be changed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from awards.base.database import db
from awards.base.schema import downgrade_schema, upgrade_schema
from tests.cast import Cast
from tests.judged import a_counted_season
from tests.worded import store_words

NAMES = "id, public_id, round_id, stage, meeting_id, held_on, rulebook_digest, sheets_digest, record_digest, record"


def stored() -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT {NAMES} FROM result"))]


def columns() -> list[str]:
    return [column["name"] for column in inspect(db.engine).get_columns("result")]


def test_the_record_goes_behind_and_back(app: Flask, cast: Cast) -> None:
    a_counted_season(cast)
    store_words()
    before, on_sqlite = stored(), db.engine.dialect.name == "sqlite"
    assert (len(before), columns()[-1] == "record") == (1, on_sqlite)
    downgrade_schema("0034")
    assert (stored(), columns()[-1] == "record") == (before, False)
    upgrade_schema("0035")
    assert (stored(), columns()[-1] == "record") == (before, on_sqlite)
    with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text("UPDATE result SET record = 'x'"))
