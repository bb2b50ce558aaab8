"""Migration 0011 carries figures and answers over: from columns into rows, and back what columns can hold."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from awards.base import clock
from awards.base.database import db
from awards.base.schema import downgrade_schema, upgrade_schema
from awards.base.transaction import transaction
from awards.nominees import services as nominees
from awards.nominees.inputs import FiguresInput, FigureValue
from tests.builders import GOOD_YEAR, a_complete_draft, a_figure, an_open_season
from tests.cast import Cast

LAST = clock.today().year - 1
FIGURES = "SELECT year, figure, unit, value FROM organisation_figure ORDER BY year DESC, figure, unit"
ANSWERS = "SELECT figure, value FROM nomination_answer ORDER BY figure"


def rows(statement: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def as_columns(back: int, **changes: int | None) -> tuple[object, ...]:
    return (LAST - back, *({name: value * (10 - back) // 10 for name, value in GOOD_YEAR.items()} | changes).values())


def test_rows_become_columns_and_rows_again(app: Flask, cast: Cast) -> None:
    a_complete_draft(cast, an_open_season(cast))
    db.session.remove()
    before = rows(FIGURES), rows(ANSWERS)
    assert (len(before[0]), before[1]) == (
        21,
        [("highest_honour", "province"), ("law_compliance", "yes"), ("open_inquiry", "no")],
    )
    downgrade_schema("0010")
    years = rows(f"SELECT year, {', '.join(GOOD_YEAR)} FROM year_figures ORDER BY year DESC")
    assert years == [as_columns(back) for back in range(3)]
    (answers,) = rows("SELECT highest_honour, law_compliance, open_inquiry FROM nomination")
    assert (answers[0], bool(answers[1]), bool(answers[2])) == ("province", True, False)
    upgrade_schema("0011")
    assert (rows(FIGURES), rows(ANSWERS)) == before


def test_what_the_columns_cannot_hold_stays_behind_and_breaks_nothing(app: Flask, cast: Cast) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    strange = (
        FigureValue("export", "triệu USD", LAST, "2.5"),
        a_figure("revenue", "1500000000.5"),
        a_figure("member_count", "0"),
        a_figure("profit_after_tax", "-7"),
        a_figure("insured_count", "41"),
    )
    with transaction():
        nominees.save_figures(cast.officer, nomination.organisation, FiguresInput(strange))
    db.session.remove()
    downgrade_schema("0010")
    (newest, *_) = rows(f"SELECT year, {', '.join(GOOD_YEAR)} FROM year_figures ORDER BY year DESC")
    assert newest == as_columns(0, revenue=None, member_count=None, profit_after_tax=-7, insured_count=None)
    upgrade_schema("0011")
    found = [(figure, value) for year, figure, _, value in rows(FIGURES) if year == LAST]
    assert found == [
        ("average_income", "7500000"),
        ("profit_after_tax", "-7"),
        ("tax_paid", "80000000"),
        ("worker_count", "40"),
    ]


def test_the_papers_days_are_checked_by_the_table(app: Flask, cast: Cast) -> None:
    a_complete_draft(cast, an_open_season(cast))
    db.session.remove()
    refused = []
    for issued, expires in ((None, "2026-01-02"), ("2026-01-02", "2026-01-01"), ("2026-01-02", "2026-01-02")):
        with db.engine.connect() as connection:
            try:
                statement = text("UPDATE dossier_file SET issued_on = :issued, expires_on = :expires")
                connection.execute(statement, {"issued": issued, "expires": expires})
            except IntegrityError:
                refused.append((issued, expires))
    assert refused == [(None, "2026-01-02"), ("2026-01-02", "2026-01-01")]
