"""A real worker process: whatever ends it, the job is done in the end, and its effect is there once."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.config import ROOT, Settings
from awards.jobs import services
from awards.jobs.consumer import LOCK_FILE, AnotherWorker, alone
from awards.jobs.models import Job
from awards.jobs.states import JobState
from awards.notices.models import Notice
from tests.cast import Cast
from tests.job_tasks import TITLE, wait_for

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@contextmanager
def a_worker(app: Flask) -> Iterator[subprocess.Popen[bytes]]:
    settings: Settings = app.extensions["settings"]
    command = [sys.executable, "-m", "tests.job_worker", str(settings.home), settings.database_url]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def ended(job_id: int, seconds: float = 60) -> Job:
    end = monotonic() + seconds
    while monotonic() < end:
        job = db.session.get_one(Job, job_id, populate_existing=True)
        db.session.rollback()
        if job.state in (JobState.DONE, JobState.FAILED):
            return job
        sleep(0.05)
    raise TimeoutError(job_id)


def told() -> int:
    found = db.session.scalar(select(func.count(Notice.id)).where(Notice.title == TITLE)) or 0
    db.session.rollback()
    return found


def ask(cast: Cast, folder: Path) -> int:
    with transaction():
        return services.enqueue(cast.office, "tests.tell", {"folder": str(folder)}, title=TITLE).id


def test_a_worker_killed_while_it_computes_and_while_it_stores_leaves_one_effect(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    job_id = ask(cast, tmp_path)
    for door in ("computing", "storing"):
        with a_worker(app) as process:
            wait_for(tmp_path / f"{door}.reached")
            process.kill()
            process.wait()
        assert told() == 0
        (tmp_path / f"{door}.open").touch()
    with a_worker(app) as process:
        job = ended(job_id)
        assert (job.state, job.attempt, job.result, told()) == (JobState.DONE, 3, '{"told":1}', 1)
        again = ask(cast, tmp_path)
        assert (ended(again).attempt, ended(job_id).attempt, told()) == (1, 3, 2)
        assert process.stdin is not None
        process.stdin.close()  # as when the server it stands beside is gone
        assert process.wait(30) == 0


def test_an_interrupted_worker_ends_its_job_first(app: Flask, cast: Cast, tmp_path: Path) -> None:
    job_id = ask(cast, tmp_path)
    (tmp_path / "storing.open").touch()
    with a_worker(app) as process:
        wait_for(tmp_path / "computing.reached")
        process.send_signal(signal.SIGINT)
        sleep(0.3)
        assert process.poll() is None
        (tmp_path / "computing.open").touch()
        assert process.wait(30) == 0
    assert (ended(job_id).attempt, told()) == (1, 1)


def test_an_installation_has_one_worker(app: Flask, tmp_path: Path) -> None:
    with alone(tmp_path / LOCK_FILE), pytest.raises(AnotherWorker), alone(tmp_path / LOCK_FILE, patience=0.3):
        raise AssertionError("two workers at once")
    with alone(tmp_path / LOCK_FILE, patience=0):
        pass
