"""Plans of who marks what, and jobs, before a test begins."""

from __future__ import annotations

from awards.assigning import services
from awards.assigning.inputs import PlanInput
from awards.assigning.models import AssignmentPlan
from awards.assigning.states import Method
from awards.base.transaction import transaction
from awards.councils.models import Council
from awards.councils.seats import marking_members
from awards.jobs import services as jobs
from awards.jobs.models import Job
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from tests.cast import Cast
from tests.remembered import remembered

SEED = "MAU-2026"


@remembered
def a_plan(cast: Cast, council: Council, nomination: Nomination) -> AssignmentPlan:
    """A proposed plan in which everybody who marks is given this one entry."""
    facts: dict[str, int | str] = {
        "total": 3, "best_total": 3, "floor": 1, "algorithm": 1, "problem_digest": "0" * 64,
    }  # fmt: skip
    pairs = tuple((nomination.id, member.id) for member in marking_members(council))
    with transaction():
        return services.keep_plan(cast.office, council, PlanInput(Method.BALANCED, SEED, 3), pairs, facts)


def a_job(actor: Actor) -> Job:
    """A job that waits for a worker, and that no task does."""
    with transaction():
        return jobs.enqueue(actor, "tests.nobody_does_this", {}, title="Việc mẫu")
