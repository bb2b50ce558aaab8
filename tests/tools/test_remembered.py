"""What a builder has done once is given to the next test row for row, and only where nothing else has happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from awards.audit.services import verify_log
from awards.base import clock
from awards.base.database import db
from awards.base.file_store import file_store
from awards.base.transaction import transaction
from awards.nominations.models import DossierFile, Nomination
from tests.builders import a_forwarded, an_open_season, pdf_bytes
from tests.cast import find_cast
from tests.kept_app import KeptApp

KINDS = ["sqlite", "postgresql"]


def contents(app: Flask) -> dict[str, object]:
    """Every row of every table, and every file."""
    home = app.extensions["settings"].home
    rows: dict[str, object] = {
        name: sorted(map(repr, db.session.execute(text(f'SELECT * FROM "{name}"')).all()))
        for name in db.metadata.tables
    }
    db.session.rollback()
    files = {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    return rows | {"the files": files}


def built(app: Flask) -> tuple[str, int, int]:
    """A forwarded dossier: its reference, how many papers it holds, and how much SQLAlchemy wrote for it."""
    written: list[str] = []

    def note(*arguments: object) -> None:
        written.extend(str(arguments[2]).split()[:1])

    event.listen(db.engine, "before_cursor_execute", note)
    cast = find_cast()
    nomination = a_forwarded(cast, an_open_season(cast))
    told = nomination.reference, len(nomination.files)
    event.remove(db.engine, "before_cursor_execute", note)
    db.session.rollback()
    return *told, written.count("INSERT")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_work_from_the_same_beginning_gives_the_same_rows_and_files(
    kind: str, kept_apps: dict[str, KeptApp]
) -> None:
    with kept_apps[kind].renewed() as app:
        reference, papers, _ = built(app)
        before = contents(app)
    with kept_apps[kind].renewed() as app:
        assert built(app) == (reference, papers, 0)
        assert contents(app) == before
    assert (papers, len(before["the files"])) == (2, 2)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_the_services_go_on_from_remembered_rows(kind: str, kept_apps: dict[str, KeptApp]) -> None:
    """The next keys follow on, papers can be read, the log is unbroken."""
    for _ in range(2):
        with kept_apps[kind].renewed() as app:
            built(app)
            touch()
            a_forwarded(find_cast(), an_open_season(find_cast(), title="Mùa sau"))
            assert list(db.session.scalars(select(Nomination.id).order_by(Nomination.id))) == [1, 2]
            keys = db.session.scalars(select(DossierFile.storage_key))
            assert {file_store().get(key) for key in keys} == {pdf_bytes()}
            assert verify_log()[2] is None


def touch() -> None:
    """A row a test writes itself: from here on the services do everything."""
    with transaction():
        db.session.execute(text("UPDATE user_account SET full_name = full_name"))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_remembered_where_a_test_has_written_or_moved_the_clock(
    kind: str, kept_apps: dict[str, KeptApp]
) -> None:
    with kept_apps[kind].renewed() as app:
        built(app)
    with kept_apps[kind].renewed() as app:
        touch()
        assert built(app)[-1] > 0
    with kept_apps[kind].renewed() as app:
        later = clock.now() + timedelta(minutes=1)
        with clock.told_by(lambda: later):
            assert built(app)[-1] > 0
