"""What an app in use asks of SQLite: a commit is on the disk, and no row points at nothing (decisions 0002, 0021)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from awards.app import create_app
from awards.base.database import WAL_IS_SAFE_FROM, db
from tests.databases import FreshDatabases
from tests.installation import settings_for

FULL = 2
JOURNAL = "wal" if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else "persist"
PRAGMAS = {"journal_mode": JOURNAL, "synchronous": FULL, "foreign_keys": 1, "mmap_size": 0}


def test_a_commit_is_on_the_disk_before_anybody_is_told(fresh_databases: FreshDatabases, tmp_path: Path) -> None:
    with fresh_databases.fresh("sqlite") as url:
        app = create_app(settings_for(tmp_path / "home", url))
        with app.app_context(), db.engine.connect() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
        with app.app_context():
            db.engine.dispose()
    assert found == PRAGMAS
