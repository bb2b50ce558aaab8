"""How migrations run: the app's engine, names for every constraint, batch mode on SQLite.

Rebuilding a table on SQLite drops it, and with foreign keys on its children would be emptied; so they
are off while a migration runs and every reference is checked afterwards.
"""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine

target_db = current_app.extensions["migrate"].db


def run() -> None:
    engine: Engine = target_db.engine
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            _foreign_keys(connection, on=False)
        context.configure(
            connection=connection,
            target_metadata=target_db.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        if on_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            connection.rollback()
            _foreign_keys(connection, on=True)
            if broken:
                raise RuntimeError(f"broken references after migration: {broken[:5]}")


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """A pragma is ignored inside a transaction, so it goes to the driver directly."""
    driver = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")  # type: ignore[union-attr]


run()
