"""An installation for tests: its settings, and its database brought up to date by the real migrations."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from awards.app import create_app
from awards.base.database import db
from awards.base.schema import upgrade_schema
from awards.base.transaction import transaction
from awards.cli.init import lay_foundations
from awards.config import Profile, Settings
from tests.cast import engage_cast
from tests.databases import prepared_once, sqlite_url


def settings_for(home: Path, database_url: str, **changes: Any) -> Settings:
    """Settings of the test profile for an installation in `home` on the given database."""
    chosen: dict[str, Any] = {
        "profile": Profile.TEST,
        "home": home,
        "database_url": database_url,
        "secret_key": "a secret of the tests, thirty-two characters or more",
        "password_salt": "another secret of the tests, just as long as the first",
        "totp_key": "a third secret of the tests, for the keys of the second factor",
        "require_second_factor": False,  # tests/trust/test_second_factor.py asks for it
        "base_url": "http://localhost",
    }
    return Settings(**(chosen | changes))


def migrate(database_url: str) -> None:
    """Runs every migration on the database at this address."""
    with tempfile.TemporaryDirectory() as home:
        app = create_app(settings_for(Path(home), database_url))
        with app.app_context():
            upgrade_schema()
            db.engine.dispose()


def people(database_url: str) -> None:
    """Migrates the database, loads the real provinces and the roles, and opens an account for the whole cast."""
    with tempfile.TemporaryDirectory() as home:
        app = create_app(settings_for(Path(home), database_url))
        with app.app_context():
            lay_foundations()
            with transaction():
                engage_cast()
            db.engine.dispose()


@cache
def migrated_sqlite() -> Path:
    """A SQLite file with every table and no row, to be copied; migrated once for all workers of a run."""
    return prepared_once("migrated.sqlite3", lambda path: migrate(sqlite_url(path)))


@cache
def peopled_sqlite() -> Path:
    """The same with the real provinces, the roles and the cast in it."""

    def make(path: Path) -> None:
        shutil.copyfile(migrated_sqlite(), path)
        people(sqlite_url(path))

    return prepared_once("peopled.sqlite3", make)
