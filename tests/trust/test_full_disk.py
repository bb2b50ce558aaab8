"""The disk of the database is full: what was acknowledged stays, and nothing else is called saved.

Once with SQLite's own limit of pages, where each answer is looked at; once with the production server as a process
whose files the system lets grow no further (`RLIMIT_FSIZE`), at points that a disk reaches while judges save.
"""

from __future__ import annotations

import logging
import os
import random
import resource
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError

from awards.audit.services import verify_log
from awards.base.database import cannot_store, db
from awards.policy.actor import Actor
from awards.sheets.models import SheetVersion
from tests.cast import Cast, CastClient
from tests.databases import FreshDatabases
from tests.judging import a_round, assignment_of
from tests.trust.judges_at_work import (
    Lives,
    an_installation,
    finish,
    places,
    say,
    served_again_and_again,
    summary,
    writers_at,
)
from tests.trust.saving_clients import Writer

ClientOf = Callable[[Actor], CastClient]
FILL_POINTS = int(os.environ.get("TRUST_FILL_POINTS", "6"))
LONG = "Hồ sơ rõ ràng, số liệu có giấy tờ kèm theo. " * 40


@contextmanager
def no_page_more(app: Flask) -> Iterator[None]:
    """SQLite adds no page to the file; our connections are made anew before and after."""
    db.session.remove()
    pages = db.session.scalar(text("PRAGMA page_count"))
    db.session.remove()
    engine = db.engine

    def limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    event.listen(engine, "connect", limit)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        db.session.remove()
        engine.dispose()


def versions() -> int:
    found = db.session.scalar(select(func.count(SheetVersion.id))) or 0
    db.session.rollback()
    return found


def cookie_of(person: CastClient) -> str:
    cookie = person.get_cookie("phien")
    assert cookie is not None
    return cookie.value


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_judge_is_told_keeps_the_text_can_read_on_and_is_taken_when_there_is_room(
    app: Flask, cast: Cast, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/luu"
    signed_in = cookie_of(judge)
    with no_page_more(app), caplog.at_level(logging.CRITICAL):
        for acknowledged in range(100):
            act = {"remark": f"{acknowledged} {LONG}", "base_version": f"{acknowledged}"}
            act["idempotency_key"] = f"act-{acknowledged}"
            answer = judge.post(path, data=act)
            if answer.status_code != 200:
                break
        assert (answer.status_code, answer.headers["Retry-After"], "Set-Cookie" in answer.headers) == (507, "60", False)
        assert ("chưa được lưu" in answer.text, act["remark"].strip() in answer.text) == (True, True)
        pages = [judge.get(one).status_code for one in ("/phieu-cham/", f"/phieu-cham/{assignment.public_id}/cham")]
        assert (versions(), pages, cookie_of(judge)) == (acknowledged, [200, 200], signed_in)
    assert {one.getMessage() for one in caplog.records} == {f"the disk of the database refuses to write: POST {path}"}
    assert [judge.post(path, data=act).json["version"] for _ in range(2)] == [acknowledged + 1] * 2  # type: ignore[index]
    assert (versions(), verify_log()[2]) == (acknowledged + 1, None)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_other_troubles_are_not_called_a_full_disk(app: Flask) -> None:
    with app.app_context(), pytest.raises(OperationalError) as trouble:
        db.session.connection().exec_driver_sql("SELECT nothing FROM nowhere")
    assert not cannot_store(trouble.value)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_postgresql_that_has_no_room_is_understood(app: Flask) -> None:
    with app.app_context(), pytest.raises(OperationalError) as trouble:
        db.session.connection().exec_driver_sql("DO $$BEGIN RAISE disk_full; END$$")
    assert cannot_store(trouble.value)


def grows_no_further(lives: Lives, size: int) -> None:
    """No file of the server's processes grows beyond ``size`` bytes from now on; the same call makes room again."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and _group_of(int(entry.name)) == lives.group:
            resource.prlimit(int(entry.name), resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _group_of(process: int) -> int | None:
    try:
        return os.getpgid(process)
    except ProcessLookupError:
        return None


@pytest.mark.timeout(60 + 10 * FILL_POINTS)
def test_nothing_acknowledged_is_lost_when_the_disk_fills_up(
    peopled_databases: FreshDatabases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, stop = random.Random(13), threading.Event()  # noqa: S311 - no secret
    with peopled_databases.fresh("sqlite") as url, an_installation(tmp_path / "home", url) as (_, base_url):
        chosen = places()
        database = Path(url.removeprefix("sqlite:///"))
        with served_again_and_again(base_url) as lives:
            writers = writers_at(base_url, chosen, stop)
            for writer in writers:
                writer.start()
            for _ in range(FILL_POINTS):
                time.sleep(dice.uniform(0.1, 0.4))
                refused = told_no_room(writers)
                grows_no_further(lives, dice.choice((database.stat().st_size + 4096, 40_000, 4096, 512)))
                until = time.monotonic() + 20
                while told_no_room(writers) == refused and time.monotonic() < until:
                    time.sleep(0.02)
                grows_no_further(lives, resource.RLIM_INFINITY)
            finish(writers, stop)
        faults, acknowledged, unanswered = summary(writers)
        check = db.session.scalars(text("PRAGMA integrity_check")).all()
        fault = verify_log()[2]
        db.session.rollback()
    statuses = sum((one.statuses for one in writers), Counter[int]())
    say(capsys, f"{FILL_POINTS} full disks: {acknowledged} acknowledged, answers {dict(statuses)}, {dict(faults)}")
    assert (faults, check, fault, unanswered) == (Counter(), ["ok"], None, 0)
    assert acknowledged > FILL_POINTS
    assert statuses[507] >= FILL_POINTS
    assert set(statuses) <= {200, 503, 507}


def told_no_room(writers: Sequence[Writer]) -> int:
    return sum(one.statuses[507] for one in writers)
