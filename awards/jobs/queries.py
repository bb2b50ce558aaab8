"""Jobs as seen by who asked for them and by the award office."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from awards.base.database import db
from awards.jobs.models import Job
from awards.jobs.states import JobState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits


def get_visible_to(actor: Actor, public_id: str) -> Job | None:
    """A job the person asked for; the award office sees every one."""
    job = db.session.scalars(select(Job).where(Job.public_id == public_id)).one_or_none()
    return job if job is not None and permits(actor, Action.JOB_READ, job) else None


def is_any_waiting() -> bool:
    """Whether something is there to be done; reads only, so it costs a writer nothing."""
    return bool(db.session.scalar(select(exists().where(Job.state == JobState.QUEUED.value))))


def ahead_of(job: Job) -> int:
    """How many jobs come first while this one waits."""
    if job.state != JobState.QUEUED:
        return 0
    first = select(func.count()).where(Job.state.in_([JobState.QUEUED.value, JobState.RUNNING.value]), Job.id < job.id)
    return db.session.scalar(first) or 0
