"""The database: one metadata with named constraints, UTC instants, and safe SQLite transactions."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    ExceptionContext,
    MetaData,
    PoolProxiedConnection,
    Select,
    String,
    TypeDecorator,
    event,
)
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
    if engine.dialect.name != "sqlite":
        event.listen(engine, "handle_error", _forget_the_row)
        return
    journal = "WAL" if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else "PERSIST"

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"journal_mode={journal}",
            f"journal_size_limit={JOURNAL_KEPT}",
            "synchronous=FULL",
            f"busy_timeout={_BUSY}",
            "foreign_keys=ON",
            "mmap_size=0",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    # one listener to "begin" on the engine would have every statement ask who listens to it
    engine.dialect.do_begin = _begin  # type: ignore[method-assign]


JOURNAL_KEPT = 4 * 1024 * 1024
"""Bytes of the rollback journal that stay on the disk between two commits (decision 0021)."""
_BUSY = int(PATIENCE * 1000)


def _begin(dbapi_connection: PoolProxiedConnection) -> None:
    raw: Any = dbapi_connection.dbapi_connection
    if writing.get():
        _begin_to_write(raw)
    else:
        raw.execute("BEGIN")  # locks nothing yet, so it cannot fail; every request begins two or more


def _begin_to_write(raw: Any) -> None:
    """Take SQLite's write lock, looking for it again and again in short steps.

    Raises :class:`sqlite3.OperationalError` when others hold it longer than :data:`PATIENCE`.
    """
    end = monotonic() + PATIENCE
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while not _begins(raw, last=monotonic() >= end):
            sleep(LOOKS_AGAIN)
    finally:
        raw.execute(f"PRAGMA busy_timeout={_BUSY}")


def _begins(raw: Any, *, last: bool) -> bool:
    """Whether the write lock was free. The ``last`` time the database says itself who holds it."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as refused:
        if last or not _locks_us_out(refused):
            raise
        return False
    return True


def read_alone(statement: Select[Any], values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
    """The rows of one statement as the database holds them now, in a reading transaction that ends at once.

    On SQLite whoever commits waits for every reading transaction that is not at its end. For a statement that is
    written once and asked by every save, without lists among its values: it is compiled once, too (decision 0021).
    """
    engine = db.engine
    if engine.dialect.name == "sqlite":
        return _as_text(statement, engine.dialect).rows(engine, values)
    with engine.connect() as connection:
        return connection.execute(statement, values).all()


class _AsText:
    """A statement as SQLite's driver takes it, with what its types make of values on their way in and out."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text, self.constants = str(compiled), dict(compiled.params)
        self.order: Sequence[str] = compiled.positiontup or ()
        bound = {name: one.type.dialect_impl(dialect).bind_processor(dialect) for name, one in compiled.binds.items()}
        self.writes = {name: process for name, process in bound.items() if process is not None}
        read = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in statement.selected_columns]
        self.reads = [process or _as_it_is for process in read]

    def rows(self, engine: Engine, values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        """Raises :class:`sqlalchemy.exc.OperationalError`, as every other way to the database does."""
        said = {**self.constants, **values}
        for name, process in self.writes.items():
            said[name] = process(said[name])
        try:
            with closing(engine.raw_connection()) as connection:
                raw: Any = connection.dbapi_connection
                found = raw.execute(self.text, [said[name] for name in self.order]).fetchall()
        except sqlite3.OperationalError as error:
            raise OperationalError(self.text, None, error) from error
        return [tuple(process(one) for process, one in zip(self.reads, row, strict=True)) for row in found]


_as_text = lru_cache(maxsize=64)(_AsText)


def _as_it_is(value: Any) -> Any:
    return value


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
