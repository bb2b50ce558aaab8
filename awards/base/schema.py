"""Bringing a database to the newest schema."""

from __future__ import annotations

from flask import current_app
from flask_migrate import Migrate, downgrade, upgrade

from awards.base.database import db, writing
from awards.base.schema_version import MIGRATIONS


def upgrade_schema(revision: str = "head") -> None:
    """Run the migrations up; needs an application context."""
    _prepare()
    mark = writing.set(True)
    try:
        upgrade(revision=revision)
    finally:
        writing.reset(mark)


def downgrade_schema(revision: str = "base") -> None:
    """Run the migrations down; needs an application context."""
    _prepare()
    mark = writing.set(True)
    try:
        downgrade(revision=revision)
    finally:
        writing.reset(mark)


def _prepare() -> None:
    """Only a command that migrates needs Alembic, so the application itself does not load it."""
    if "migrate" not in current_app.extensions:
        Migrate(current_app, db, directory=str(MIGRATIONS), render_as_batch=True)
