"""The database: one metadata with named constraints, UTC instants, and safe SQLite transactions."""

from __future__ import annotations

import re
import sqlite3
from contextvars import ContextVar
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, ExceptionContext, MetaData, String, TypeDecorator, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from awards.base.identifiers import new_public_id

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class _Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(
    model_class=_Base,
    disable_autonaming=True,
    engine_options={"hide_parameters": True},  # a failed statement is logged without the marks it was to store
)

if TYPE_CHECKING:

    class Model(DeclarativeBase):
        """A table of ours."""

else:
    Model = db.Model


def columns_of(model: type[Model]) -> Any:
    """The table of a model, for statements that read plain rows."""
    return model.__table__


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; SQLite drops zones, so it is stored as UTC and comes back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)  # type: ignore[no-any-return]


class PublicIdMixin:
    """A number for the database, a random id for addresses."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)


writing: ContextVar[bool] = ContextVar("awards_writing", default=False)
"""Whether the work at hand writes: then SQLite takes the write lock at BEGIN, since a reader that
turns into a writer fails at once under load and no busy timeout helps it."""

PATIENCE = 10.0
"""Seconds a writer waits for its turn on SQLite, and a reader for a commit to end: a disk may be slow."""
LOOKS_AGAIN = 0.001
"""Seconds between two looks. SQLite's own wait grows to 100 ms, so that a process which writes without a pause
shuts the others out until their patience ends."""
_DETAIL = re.compile(r"\nDETAIL:.*", re.DOTALL)
WAL_IS_SAFE_FROM = (3, 51, 3)  # older releases can corrupt a database when a WAL is reset


def prepare_engine(engine: Engine) -> None:
    """Install the SQLite settings of `docs/decisions`; of PostgreSQL only what its errors tell is cut."""
    event.listen(engine, "handle_error", _forget_the_row)
    if engine.dialect.name != "sqlite":
        return
    journal = "WAL" if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else "DELETE"

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"journal_mode={journal}",
            "synchronous=FULL",
            f"busy_timeout={_BUSY}",
            "foreign_keys=ON",
            "mmap_size=0",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if writing.get():
            _begin_to_write(connection)
        else:
            _raw(connection).execute("BEGIN")  # locks nothing yet, so it cannot fail; every request begins two or more


_BUSY = int(PATIENCE * 1000)


def _begin_to_write(connection: Connection) -> None:
    """Take SQLite's write lock, looking for it again and again in short steps.

    Raises :class:`sqlalchemy.exc.OperationalError` when others hold it longer than :data:`PATIENCE`.
    """
    raw = _raw(connection)
    raw.execute("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as refused:
        if not is_busy(refused) or not _begins_within(raw, PATIENCE):
            raise
    finally:
        raw.execute(f"PRAGMA busy_timeout={_BUSY}")


def _raw(connection: Connection) -> Any:
    raw = connection.connection.dbapi_connection
    if raw is None:
        raise RuntimeError("a connection that is closed")
    return raw


def _begins_within(raw: Any, seconds: float) -> bool:
    """Whether the write lock came free in time."""
    end = monotonic() + seconds
    while monotonic() < end:
        sleep(LOOKS_AGAIN)
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as refused:
            if not _locks_us_out(refused):
                raise
        else:
            return True
    return False


def _forget_the_row(context: ExceptionContext) -> None:
    """PostgreSQL repeats the refused row after its sentence; the lines of the server are no place for a mark."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(_DETAIL.sub("", one) if isinstance(one, str) else one for one in error.args)


def is_busy(error: BaseException) -> bool:
    """Whether it failed only because others held the database for too long: it may be tried again."""
    return _locks_us_out(_as_the_driver_said_it(error))


def cannot_store(error: BaseException) -> bool:
    """Whether the database refused a row for want of room on its disk, or because the disk refuses to write.

    Nothing of the work at hand is stored then; what was stored before can be read.
    """
    said = _as_the_driver_said_it(error)
    if isinstance(said, sqlite3.OperationalError):
        return said.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
    return getattr(said, "sqlstate", None) in _NO_ROOM


_NO_ROOM = ("53100", "58030")  # PostgreSQL: disk_full, io_error


def _as_the_driver_said_it(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, OperationalError) else error


def _locks_us_out(error: BaseException | None) -> bool:
    """Whether somebody else holds the database; the low byte of SQLite's code says so."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def sort_key_type(length: int = 500) -> String:
    """A column for :func:`awards.base.collation.sort_key`: compared by code point on both databases."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")
