"""What an app in use asks of SQLite: a commit is on the disk, and no row points at nothing (decision 0002)."""

from __future__ import annotations

from pathlib import Path

from awards.app import create_app
from awards.base.database import db
from tests.databases import FreshDatabases
from tests.installation import settings_for

FULL = 2
PRAGMAS = {"synchronous": FULL, "foreign_keys": 1, "mmap_size": 0}


def test_a_commit_is_on_the_disk_before_anybody_is_told(fresh_databases: FreshDatabases, tmp_path: Path) -> None:
    with fresh_databases.fresh("sqlite") as url:
        app = create_app(settings_for(tmp_path / "home", url))
        with app.app_context(), db.engine.connect() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
        with app.app_context():
            db.engine.dispose()
    assert found == PRAGMAS
