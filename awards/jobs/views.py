"""The page of a job: how far it is, and where its outcome is seen."""

from __future__ import annotations

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from awards.base.doors import Door
from awards.jobs import queries
from awards.jobs.models import Job
from awards.jobs.states import UNDER_WAY, JobState
from awards.jobs.wording import STATE_LABELS, STATE_TONES
from awards.policy.actions import Action

jobs = Door("jobs", __name__, url_prefix="/viec")


@jobs.page("/<public_id>", Action.JOB_READ, load=queries.get_visible_to)
def show_job(job: Job) -> ResponseReturnValue:
    return render_template(
        "jobs/show_job.html",
        job=job,
        ahead=queries.ahead_of(job),
        is_under_way=JobState(job.state) in UNDER_WAY,
        labels=STATE_LABELS,
        tones=STATE_TONES,
    )


@jobs.page("/<public_id>/tinh-trang", Action.JOB_READ, load=queries.get_visible_to)
def show_progress(job: Job) -> ResponseReturnValue:
    """What the page's script asks for while the job is under way."""
    state = JobState(job.state)
    return jsonify(
        state=state.value,
        label=STATE_LABELS[state],
        done=job.done,
        total=job.total,
        message=job.message,
        ahead=queries.ahead_of(job),
        ended=state not in UNDER_WAY,
        page=job.page if state is JobState.DONE else "",
    )
