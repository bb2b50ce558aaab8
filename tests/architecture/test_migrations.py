"""The migrations lead from nothing to exactly the tables of the models and back, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from awards.app import create_app
from awards.base.database import db
from awards.base.schema import downgrade_schema, upgrade_schema
from awards.base.schema_version import is_up_to_date
from tests.databases import FreshDatabases
from tests.installation import settings_for


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_app(request: pytest.FixtureRequest, fresh_databases: FreshDatabases, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without a single table."""
    with fresh_databases.unmigrated(request.param) as url:
        app = create_app(settings_for(tmp_path, url))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_up_gives_the_tables_of_the_models_and_down_leaves_none(bare_app: Flask) -> None:
    assert (tables(), is_up_to_date()) == (set(), False)
    upgrade_schema()
    assert is_up_to_date()
    assert tables() == {*db.metadata.tables, "alembic_version"}
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
    downgrade_schema()
    assert tables() == {"alembic_version"}
    upgrade_schema()
    assert tables() == {*db.metadata.tables, "alembic_version"}
