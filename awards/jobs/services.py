"""Asking for a job, and the worker's steps through its life. Only :func:`enqueue` is for other areas."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.jobs.models import Job
from awards.jobs.states import UNDER_WAY, JobState
from awards.jobs.wording import STOPPED_TOO_OFTEN
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require

GIVEN_UP_AFTER = timedelta(seconds=90)
"""A running job without a heartbeat for so long has lost its process."""
MOST_ATTEMPTS = 3
"""A job that brought its process down so often is not started again."""
KEPT_FOR = timedelta(days=90)
"""How long the row of a job that has ended is kept: what it made stands elsewhere, and the log tells who asked."""
_UNDER_WAY = [state.value for state in UNDER_WAY]


@dataclass(frozen=True)
class Claim:
    """A job taken up by this worker: the row, and which start of it this is."""

    job_id: int
    attempt: int


def enqueue(actor: Actor, name: str, argument: Mapping[str, Any], *, title: str, page: str = "") -> Job:
    """Ask for a job in the caller's transaction: a worker sees it once that is committed, and never otherwise.

    ``name``: of a task (:mod:`awards.jobs.registry`). ``title``: what is done, in Vietnamese. ``page``: the address
    where the outcome is seen. The same thing asked again by the same person while it is under way is the same job.
    """
    require(actor, Action.JOB_ENQUEUE)
    written = canonical(argument)
    digest = hashlib.sha256(canonical([name, written, actor.public_id]).encode()).hexdigest()
    present = _under_way(digest)
    if present is not None:
        return present
    job = Job(
        name=name,
        argument=written,
        digest=digest,
        title=title,
        page=page,
        user_id=actor.user_id,
        state=JobState.QUEUED.value,
        enqueued_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:  # the other click was first
        present = _under_way(digest)
        if present is None:
            raise
        return present
    audit.record(actor, Action.JOB_ENQUEUE, f"job:{job.public_id}", [name, written])
    return job


def claim_next(worker: str) -> Claim | None:
    """Take up the oldest job that waits; of several workers only one gets it."""
    statement = select(Job).where(Job.state == JobState.QUEUED.value).order_by(Job.id).limit(1)
    job = db.session.scalars(statement.with_for_update(skip_locked=True)).one_or_none()
    if job is None:
        return None
    job.state, job.worker, job.heartbeat = JobState.RUNNING.value, worker, clock.now()
    job.attempt += 1
    job.done = job.total = 0
    db.session.flush()
    return Claim(job.id, job.attempt)


def held(claim: Claim) -> Job | None:
    """The claimed job, locked; None when it was given to somebody else meanwhile."""
    statement = select(Job).where(
        Job.id == claim.job_id, Job.attempt == claim.attempt, Job.state == JobState.RUNNING.value
    )
    return db.session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one_or_none()


def beat(claim: Claim, **progress: int | str) -> bool:
    """Say that the job lives, and how far it is; False when it was given to somebody else."""
    statement = (
        update(Job)
        .where(Job.id == claim.job_id, Job.attempt == claim.attempt, Job.state == JobState.RUNNING.value)
        .values(heartbeat=clock.now(), **progress)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalars(statement).one_or_none() is not None


def finish(job: Job, result: Mapping[str, Any]) -> None:
    """The job is done; in the same transaction as what it wrote."""
    job.state, job.result, job.finished_at = JobState.DONE.value, canonical(result), clock.now()
    job.done, job.message = job.total, ""
    db.session.flush()


def fail(claim: Claim, sentence: str) -> None:
    """The job ends without a result; the sentence says why."""
    job = held(claim)
    if job is not None:
        _fail(job, sentence)


def take_back(worker: str) -> int:
    """Put the jobs of lost processes into the queue again; gives back how many.

    ``worker``: who asks. It runs nothing at this moment, so whatever bears its name was lost with an earlier process.
    """
    lost = or_(Job.worker == worker, Job.heartbeat < clock.now() - GIVEN_UP_AFTER)
    statement = select(Job).where(Job.state == JobState.RUNNING.value, lost).order_by(Job.id)
    found = db.session.scalars(statement.with_for_update(skip_locked=True)).all()
    for job in found:
        if job.attempt >= MOST_ATTEMPTS:
            _fail(job, STOPPED_TOO_OFTEN.format(times=job.attempt))
        else:
            job.state = JobState.QUEUED.value
    db.session.flush()
    return len(found)


def forget_old() -> int:
    """Delete the rows of jobs that ended long ago; gives back how many."""
    old = Job.finished_at < clock.now() - KEPT_FOR
    found = db.session.scalars(delete(Job).where(old).returning(Job.id).execution_options(synchronize_session=False))
    return len(found.all())


def canonical(value: Any) -> str:
    """The one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _under_way(digest: str) -> Job | None:
    statement = select(Job).where(Job.digest == digest, Job.state.in_(_UNDER_WAY))
    return db.session.scalars(statement).one_or_none()


def _fail(job: Job, sentence: str) -> None:
    job.state, job.message, job.finished_at = JobState.FAILED.value, sentence[:500], clock.now()
    db.session.flush()
