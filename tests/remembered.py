"""What the builders have done once is written down, and done again without asking the services a second time.

A test begins with people who work their way through the award: a season is opened, dossiers are forwarded, a council
is appointed. The services do it as long as nobody has done the same before in this process; the rows they wrote and
the files they kept are remembered by where the log stood and what the builder was asked. A second test that asks the
same of a database whose log stands at the very same hash is given the same rows, by the same statements, with the
same keys. The hash of the log's head holds everything that was done before, to the microsecond, so two states that
only look alike are never taken for each other.

Nothing is remembered where a test has written rows itself before, moves the clock, or asks for something that has no
name. ``--nothing-remembered`` lets the services do everything every time.
"""

from __future__ import annotations

import inspect
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import wraps
from pathlib import Path
from time import monotonic
from typing import Any, ParamSpec, TypeVar

import time_machine
from flask import current_app, has_app_context
from sqlalchemy import Engine, event
from sqlalchemy import inspect as told_of
from sqlalchemy.orm import make_transient_to_detached

from awards.base import clock
from awards.base.database import Model, db, writing

P = ParamSpec("P")
T = TypeVar("T")
EXTENSION = "remembered"
LONGEST = 240.0
"""Seconds after which the services do it anew: nothing that is valid for some minutes shall run out unseen."""
CHANGES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE", "ROLLBACK")
HEAD = "SELECT hash FROM audit_head"
PLAIN = (str, int, bool, type(None), Enum, Fraction, Decimal, date, timedelta, bytes)


def system_time() -> datetime:
    """The clock every test begins with (tests/conftest.py); one that was moved remembers nothing."""
    return datetime.now(UTC)


class Nameless(Exception):
    """Something that cannot be found again in a database with the same rows."""


@dataclass(frozen=True)
class Statement:
    """One change, and the rows it gave back (PostgreSQL's new keys)."""

    text: str
    values: Any
    answer: list[Any] | None = None


@dataclass
class Deed:
    """What one call of a builder did."""

    began: float
    files_before: frozenset[str]
    statements: list[Statement] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    result: Any = None
    is_whole: bool = True


@dataclass
class Memory:
    """The deeds done on one engine; ``is_clean`` as long as only builders have written since the test began."""

    engine: Engine
    home: Path
    deeds: dict[Any, Deed] = field(default_factory=dict)
    under_way: list[Deed] = field(default_factory=list)
    is_clean: bool = True
    thread: int = field(default_factory=threading.get_ident)

    def listen(self) -> None:
        event.listen(self.engine, "after_cursor_execute", self._note)
        for ending in ("rollback", "rollback_savepoint"):
            event.listen(self.engine, ending, self._nothing_stored)

    def begin_test(self) -> None:
        self.is_clean, self.under_way = True, []

    def _note(self, _connection: Any, cursor: Any, text: str, values: Any, *_how: Any) -> None:
        if not text.lstrip().upper().startswith(CHANGES):
            return
        if not self.under_way or threading.get_ident() != self.thread:
            self.is_clean = False
            return
        answer = None
        if self.engine.dialect.name == "postgresql" and cursor.description is not None:
            answer = cursor.fetchall()
            cursor.scroll(0, mode="absolute")
        for deed in self.under_way:
            deed.statements.append(Statement(text, values, answer))

    def _nothing_stored(self, *_arguments: Any) -> None:
        """Reading ends like this too; what was to be written and was not makes a deed that cannot be repeated."""
        for deed in self.under_way:
            if writing.get():
                deed.is_whole = False

    def is_usable(self) -> bool:
        return (
            self.is_clean
            and not writing.get()
            and threading.get_ident() == self.thread
            and clock._source is system_time
            and not time_machine.escape_hatch.is_travelling()
        )

    def stands_at(self) -> str:
        """The hash of the log's head: it is another one after every act."""
        with self._raw() as cursor:
            cursor.execute(HEAD)
            return str(cursor.fetchone()[0])

    @contextmanager
    def _raw(self) -> Iterator[Any]:
        """A cursor past SQLAlchemy."""
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            yield cursor
            cursor.close()
        finally:
            connection.rollback()
            connection.close()

    def files(self) -> frozenset[str]:
        return frozenset(
            str(Path(folder, name).relative_to(self.home)) for folder, _, names in os.walk(self.home) for name in names
        )

    def do_again(self, deed: Deed) -> bool:
        """Whether the same rows now stand there under the same keys; if not, nothing was changed."""
        try:
            with self._raw() as cursor:
                if self.engine.dialect.name == "sqlite":
                    cursor.execute("BEGIN IMMEDIATE")
                for one in deed.statements:
                    if isinstance(one.values, list):
                        cursor.executemany(one.text, one.values)
                        continue
                    cursor.execute(one.text, one.values)
                    answer = cursor.fetchall() if cursor.description else None
                    if one.answer is not None and answer != one.answer:
                        return False
                cursor.connection.commit()
        except self.engine.dialect.loaded_dbapi.Error:
            return False
        for name, content in deed.files.items():
            (self.home / name).parent.mkdir(parents=True, exist_ok=True)
            (self.home / name).write_bytes(content)
        for outer in self.under_way:
            outer.statements += deed.statements
        return True


def remembers(engine: Engine, home: Path) -> Memory:
    """A memory for this engine."""
    memory = Memory(engine, home)
    memory.listen()
    return memory


def remembered(builder: Callable[P, T]) -> Callable[P, T]:
    """A builder whose deeds are remembered; all it is asked for must be in its arguments and in the database."""
    signature = inspect.signature(builder)

    @wraps(builder)
    def build(*arguments: P.args, **keywords: P.kwargs) -> T:
        memory: Memory | None = current_app.extensions.get(EXTENSION) if has_app_context() else None
        if memory is None or not memory.is_usable():
            return builder(*arguments, **keywords)
        asked = signature.bind(*arguments, **keywords)
        asked.apply_defaults()
        try:
            names = tuple(named(value) for value in asked.arguments.values())
        except Nameless:
            return builder(*arguments, **keywords)
        db.session.rollback()
        key = (memory.stands_at(), clock.today(), builder.__module__, builder.__qualname__, names)
        known = memory.deeds.get(key)
        if known is not None and monotonic() - known.began < LONGEST and memory.do_again(known):
            return found(known.result)  # type: ignore[no-any-return]
        return _done(memory, key, lambda: builder(*arguments, **keywords))

    return build


def _done(memory: Memory, key: Any, build: Callable[[], T]) -> T:
    """By the services, and written down."""
    deed = Deed(monotonic(), memory.files())
    memory.under_way.append(deed)
    try:
        result = build()
    except BaseException:
        for one in memory.under_way:
            one.is_whole = False
        memory.is_clean = False
        raise
    finally:
        memory.under_way.remove(deed)
    if not deed.is_whole:
        memory.is_clean = False
        return result
    files = memory.files()
    deed.files = {name: (memory.home / name).read_bytes() for name in files - deed.files_before}
    try:
        deed.result = named(result)
    except Nameless:
        return result
    if deed.files_before <= files:
        memory.deeds[key] = deed
    return result


@dataclass(frozen=True)
class Row:
    """A row by its table and key."""

    model: type[Any]
    identity: tuple[Any, ...]


@dataclass(frozen=True)
class Several:
    """A list, a tuple, a mapping or a dataclass of such things."""

    kind: type[Any]
    parts: tuple[Any, ...]


def named(value: Any) -> Any:
    """What stands for the value in every database with the same rows. Raises Nameless."""
    if isinstance(value, Model):
        state = told_of(value)
        if not state.persistent:
            raise Nameless
        return Row(type(value), tuple(state.identity))
    if isinstance(value, PLAIN) and not isinstance(value, datetime):
        return value
    if isinstance(value, Mapping):
        return Several(dict, tuple((named(key), named(one)) for key, one in value.items()))
    if isinstance(value, (list, tuple)):
        return Several(type(value), tuple(named(one) for one in value))
    if is_dataclass(value) and not isinstance(value, type):
        return Several(type(value), tuple(named(getattr(value, one.name)) for one in fields(value)))
    if isinstance(value, frozenset):
        return value
    raise Nameless


def found(name: Any) -> Any:
    """The value again: rows as they are after a commit, to be read when they are looked at."""
    if isinstance(name, Row):
        return _row(name)
    if not isinstance(name, Several):
        return name
    if name.kind is dict:
        return {found(key): found(one) for key, one in name.parts}
    parts = [found(one) for one in name.parts]
    if issubclass(name.kind, (list, tuple)):
        return name.kind(parts)
    return name.kind(**dict(zip((one.name for one in fields(name.kind)), parts, strict=True)))


def _row(name: Row) -> Any:
    mapper = told_of(name.model)
    key = mapper.identity_key_from_primary_key(name.identity)
    known = db.session.identity_map.get(key)
    if known is not None:
        return known
    row = mapper.class_manager.new_instance()
    for column, value in zip(mapper.primary_key, name.identity, strict=True):
        setattr(row, mapper.get_property_by_column(column).key, value)
    make_transient_to_detached(row)
    db.session.add(row)
    return row
