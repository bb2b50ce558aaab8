"""On SQLite writers take turns: one that writes without a pause does not shut out another."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from awards.base import database
from awards.base.database import prepare_engine, writing

TURNS = 15
ADD = text("UPDATE counter SET number = number + 1")


@contextmanager
def as_a_writer() -> Iterator[None]:
    mark = writing.set(True)
    try:
        yield
    finally:
        writing.reset(mark)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_thread_that_answered_a_form_of_the_accounts_is_a_reader_again(app: Flask) -> None:
    """Else the next one to read in this thread would hold the lock and shut every writer out."""
    app.test_client().post("/dang-nhap", data={})
    assert writing.get() is False


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/turns.db")
    prepare_engine(engine)
    with as_a_writer(), engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (number INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    yield engine
    engine.dispose()


def write_without_a_pause(engine: Engine, begun: Event, enough: Event) -> int:
    """Hold the lock most of the time, as a busy process does; gives back how often."""
    held = 0
    with as_a_writer():
        while not enough.is_set():
            with engine.begin() as connection:
                connection.execute(ADD)
                begun.set()
                sleep(0.02)
            held += 1
            sleep(0.004)
    return held


def test_a_writer_gets_its_turn_beside_one_that_writes_without_a_pause(counter: Engine) -> None:
    begun, enough = Event(), Event()
    with ThreadPoolExecutor(1) as beside, as_a_writer():
        greedy = beside.submit(write_without_a_pause, counter, begun, enough)
        begun.wait()
        for _ in range(TURNS):
            with counter.begin() as connection:
                connection.execute(ADD)
            sleep(0.005)
        enough.set()
        theirs = greedy.result()
    with counter.connect() as connection:
        stored = connection.scalar(text("SELECT number FROM counter"))
    # with the wait SQLite has of itself the other one gets five turns and more for each of ours
    assert (stored, theirs <= 3 * TURNS) == (TURNS + theirs, True)


def test_a_writer_that_waits_too_long_is_told_so_and_holds_nothing(
    counter: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with as_a_writer():
        with counter.begin() as first:
            first.execute(ADD)
            with pytest.raises(OperationalError, match="database is locked"):
                counter.connect().begin()
        with counter.begin() as third:
            third.execute(ADD)
    with counter.connect() as connection:
        assert connection.scalar(text("SELECT number FROM counter")) == 2
