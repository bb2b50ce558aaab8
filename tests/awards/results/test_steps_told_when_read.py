"""An account is told from what the count kept: the same words as those once stored, and those of that count only."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from awards.base.database import db
from awards.base.schema import downgrade_schema, upgrade_schema
from awards.results import queries
from awards.results.kept import criteria_in, sheets_in
from awards.results.models import ResultEntry
from awards.results.spreads import spread_of
from tests.cast import Cast
from tests.judged import a_counted_season
from tests.worded import account_of, store_words

ROWS = "SELECT * FROM result_entry ORDER BY id"


def entries() -> list[ResultEntry]:
    return list(db.session.scalars(select(ResultEntry).order_by(ResultEntry.position)))


def told_of(entry: ResultEntry) -> list[object]:
    """Everything a page or a table reads of a row."""
    account = account_of(entry)
    steps = [(one.kind, one.sentence, one.data) for one in (*account.council, *account.nominee)]
    return [steps, account.criteria, criteria_in(entry.kept), sheets_in(entry.kept), spread_of(entry.kept)]


def stored() -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(ROWS))]


def test_what_is_kept_is_the_record_s_own_rows_and_no_words(cast: Cast) -> None:
    result = a_counted_season(cast)[1]
    for entry in entries():
        given, _, row = entry.kept.removeprefix('{"entry":').removesuffix("}").partition(',"result":')
        assert given in result.record
        assert row in result.record
    assert max(len(entry.kept) for entry in entries()) < 4_000


def test_rows_with_the_words_of_then_are_read_as_they_are_and_say_the_same(cast: Cast) -> None:
    a_counted_season(cast)
    before = [told_of(entry) for entry in entries()]
    store_words()
    assert all(entry.kept.startswith('{"council":[') for entry in entries())
    assert [told_of(entry) for entry in entries()] == before


def test_words_are_of_the_count_s_rulebook_and_screening_whatever_the_tables_say_today(cast: Cast) -> None:
    judged, result = a_counted_season(cast)
    there = result.public_id, judged.nominations[0].public_id
    first = queries.get_entry_visible_to(cast.office, *there)
    judged.nominations[0].organisation.name = "Đổi tên sau khi đã tính"
    db.session.flush()
    again = queries.get_entry_visible_to(cast.office, *there)
    assert first is not None
    assert again is not None
    assert first.told == again.told


def test_counts_with_words_go_down_and_up_unchanged_and_others_are_refused(
    app: Flask, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    a_counted_season(cast)
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade_schema("0037")
    assert "told when they are read exist" in caplog.text
    store_words()
    before = stored()
    downgrade_schema("0037")
    assert stored() == before
    upgrade_schema()
    assert stored() == before
    assert entries()[0].kept in before[0]
    with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text("UPDATE result_entry SET kept = 'x'"))
