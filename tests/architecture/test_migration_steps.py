"""Every single migration can be taken back and taken again, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from awards.app import create_app
from awards.base.database import db
from awards.base.schema import downgrade_schema, upgrade_schema
from awards.base.schema_version import MIGRATIONS, newest_version
from tests.databases import FreshDatabases
from tests.installation import settings_for


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_step_can_be_taken_back_and_taken_again(
    kind: str, fresh_databases: FreshDatabases, tmp_path: Path
) -> None:
    with fresh_databases.unmigrated(kind) as url:
        app = create_app(settings_for(tmp_path, url))
        with app.app_context():
            steps = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
            assert steps[-1] == newest_version()
            for step in steps:
                upgrade_schema(step)
                before = set(inspect(db.engine).get_table_names())
                downgrade_schema("-1")
                upgrade_schema(step)
                assert set(inspect(db.engine).get_table_names()) == before, step
            db.session.remove()
            db.engine.dispose()
