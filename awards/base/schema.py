"""Bringing a database to the newest schema."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import downgrade, upgrade

from awards.base.database import db, writing


def upgrade_schema(revision: str = "head") -> None:
    """Run the migrations up; needs an application context."""
    mark = writing.set(True)
    try:
        upgrade(revision=revision)
    finally:
        writing.reset(mark)


def downgrade_schema(revision: str = "base") -> None:
    """Run the migrations down; needs an application context."""
    mark = writing.set(True)
    try:
        downgrade(revision=revision)
    finally:
        writing.reset(mark)


def is_up_to_date() -> bool:
    """Whether the database holds the schema of the newest migration; needs an application context."""
    config = current_app.extensions["migrate"].migrate.get_config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
