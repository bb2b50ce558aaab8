"""Which schema a database holds and which is the newest, read without loading Alembic: the server asks at its start."""

from __future__ import annotations

import re

from sqlalchemy import column, inspect, select, table

from awards.base.database import db
from awards.config import ROOT

MIGRATIONS = ROOT / "migrations"
_REVISION = re.compile(r'^(down_)?revision = "(\w+)"$', re.MULTILINE)


def newest_version() -> str:
    """The one migration that no other builds on."""
    found: dict[str, set[str]] = {"": set(), "down_": set()}
    for path in (MIGRATIONS / "versions").glob("*.py"):
        for kind, name in _REVISION.findall(path.read_text("utf-8")):
            found[kind].add(name)
    [newest] = found[""] - found["down_"]
    return newest


def is_up_to_date() -> bool:
    """Whether the database holds the schema of the newest migration; needs an application context."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        held = connection.scalars(select(column("version_num")).select_from(table("alembic_version"))).one_or_none()
        return held == newest_version()
