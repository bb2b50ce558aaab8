"""The worker process: huey's loop over the rows of :class:`awards.jobs.models.Job`.

huey gives what is easily got wrong: signals, draining, the watch over its threads, a task every minute. Its own queue
is left empty, for the rows are the queue (docs/decisions/0015).
"""

from __future__ import annotations

import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from flask import Flask
from huey import MemoryHuey, crontab

from awards.base.database import db
from awards.jobs import worker
from awards.jobs.services import Claim

LOCK_FILE = "worker.lock"
LONGEST_IDLE = 1.0
"""Seconds between two looks into an empty queue: the longest a job waits for an idle worker."""
DRAINS_WITHIN = 30.0
"""Seconds a running job is given to end once the worker is told to stop; after that it starts anew next time."""
LOOKS_FOR_LOCK = 0.2


class AnotherWorker(Exception):
    """Another worker of this installation does not end."""


class RowHuey(MemoryHuey):  # type: ignore[misc]  # huey ships no types
    """A huey whose waiting tasks are the rows of the job table."""

    def __init__(self, app: Flask) -> None:
        super().__init__("awards", results=False)
        self._app = app
        self._name = worker.own_name(app)
        self._run = self.task(name="run")(self._run_claimed)
        self.periodic_task(crontab(), name="take_back")(self._take_back)
        self.periodic_task(crontab(minute="0"), name="forget_old")(self._forget_old)

    def dequeue(self) -> Any:
        """huey's own periodic task when it is due, else the next row."""
        due = super().dequeue()
        if due is not None:
            return due
        with self._context():
            claim = worker.claim_one(self._name)
        return self._run.s(claim.job_id, claim.attempt) if claim is not None else None

    def begin(self) -> None:
        """Queue again what an earlier process of this name left unfinished, and tidy up."""
        self._take_back()
        self._forget_old()

    def _run_claimed(self, job_id: int, attempt: int) -> None:
        with self._context():
            worker.run(Claim(job_id, attempt))

    def _take_back(self) -> None:
        with self._context():
            worker.take_back(self._name)

    def _forget_old(self) -> None:
        with self._context():
            worker.forget_old()

    @contextmanager
    def _context(self) -> Iterator[None]:
        with self._app.app_context():
            try:
                yield
            finally:
                db.session.remove()


def work(app: Flask, home: Path, *, beside: bool = False) -> None:
    """Do jobs until told to stop: SIGINT lets the running job end, after SIGTERM it starts anew next time.

    ``beside``: standard input is a pipe from the server; its end means the server is gone, and the worker stops.
    Raises :class:`AnotherWorker`.
    """
    with alone(home / LOCK_FILE):
        huey = RowHuey(app)
        huey.begin()
        consumer = huey.create_consumer(
            workers=1, initial_delay=0.1, max_delay=LONGEST_IDLE, shutdown_timeout=DRAINS_WITHIN
        )
        if beside:
            threading.Thread(target=_stop_with_the_server, name="server", daemon=True).start()
        consumer.run()


@contextmanager
def alone(path: Path, patience: float = DRAINS_WITHIN + 5) -> Iterator[None]:
    """Hold the installation's lock, with the own process id in it; waits for an earlier worker that is just ending.

    Raises :class:`AnotherWorker`.
    """
    with path.open("a") as file:
        end = monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if monotonic() > end:
                    raise AnotherWorker from error
                sleep(LOOKS_FOR_LOCK)
            else:
                break
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _stop_with_the_server() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGINT)
