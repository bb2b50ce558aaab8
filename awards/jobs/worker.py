"""Doing jobs: take one up, keep its heart beating, store its outcome or the sentence that says why there is none."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.jobs import queries, registry, services
from awards.jobs.models import Job
from awards.jobs.progress import Progress, TakenOver
from awards.jobs.services import Claim
from awards.jobs.wording import UNFORESEEN, UNKNOWN_TASK

HEARTBEAT_EVERY = 10.0
"""Seconds between two heartbeats."""
TASKS = "tasks"
"""The app's list of modules that hold tasks."""


def own_name(app: Flask) -> str:
    """This machine and installation: of one name there is one worker at a time."""
    return f"{socket.gethostname()}:{app.extensions['settings'].home}"[:300]


def run_waiting() -> int:
    """Do everything that waits, here and now; gives back how many jobs. For tests and for a server without a worker."""
    count = 0
    while (claim := claim_one(own_name(current_app))) is not None:
        run(claim)
        count += 1
    return count


def claim_one(worker: str) -> Claim | None:
    """The next job, now this worker's; None when nothing waits."""
    waiting = queries.is_any_waiting()
    db.session.rollback()
    if not waiting:
        return None
    with transaction():
        return services.claim_next(worker)


def take_back(worker: str) -> int:
    """Queue again what lost processes left unfinished."""
    with transaction():
        return services.take_back(worker)


def forget_old() -> int:
    """Delete the rows of jobs that ended long ago."""
    with transaction():
        return services.forget_old()


def run(claim: Claim) -> None:
    """Do one claimed job to its end. What goes wrong ends in its row, not here."""
    job = db.session.get_one(Job, claim.job_id, populate_existing=True)
    name, argument, progress = job.name, json.loads(job.argument), Progress(claim, job.public_id, job.user_id)
    db.session.rollback()
    with _beating(claim):
        sentence = _done(progress, name, argument)
    if sentence:
        db.session.rollback()
        with transaction():
            services.fail(claim, sentence)


def _done(progress: Progress, name: str, argument: dict[str, object]) -> str:
    """Run the task; "" when it is done (or no longer ours), else the sentence that says why not."""
    try:
        registry.load(current_app.extensions[TASKS])
        result = registry.find(name)(progress, argument)
        if not progress.is_stored:
            with progress.storing() as stored:
                stored.update(result)
    except TakenOver:
        current_app.logger.warning("job %s was taken over by another process", progress.public_id)
    except registry.UnknownTask:
        current_app.logger.exception("job %s asks for an unknown task", progress.public_id)
        return UNKNOWN_TASK
    except DomainError as error:
        return error.sentence
    except Exception:
        current_app.logger.exception("job %s failed", progress.public_id)
        return UNFORESEEN
    return ""


@contextmanager
def _beating(claim: Claim) -> Iterator[None]:
    """Say now and then that the job lives, also while a task computes for long."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    ended = threading.Event()

    def keep_beating() -> None:
        while not ended.wait(HEARTBEAT_EVERY):
            with app.app_context():
                try:
                    with transaction():
                        services.beat(claim)
                except OperationalError:
                    app.logger.warning("a heartbeat was missed; the next one follows")
                finally:
                    db.session.remove()

    thread = threading.Thread(target=keep_beating, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
