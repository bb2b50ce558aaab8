"""Drawing a plan, in the worker: only here are numpy and HiGHS needed."""

from __future__ import annotations

from typing import Any

from awards.accounts.identity import actor_of
from awards.accounts.models import User
from awards.assigning import queries, services
from awards.assigning.drawing import ALGORITHM, draw
from awards.assigning.inputs import PlanInput
from awards.base.database import db
from awards.base.errors import DomainError
from awards.jobs.progress import Progress
from awards.jobs.registry import task

CHANGED = "Hồ sơ hoặc hội đồng đã thay đổi trong lúc lập phương án. Hãy lập lại."


@task(services.DRAW)
def draw_plan(progress: Progress, argument: dict[str, Any]) -> dict[str, Any]:
    """Draw the plan of the problem as it stands, and keep it if that has not changed meanwhile."""
    wanted = PlanInput.from_argument(argument["wanted"])
    actor = actor_of(db.session.get_one(User, progress.user_id))
    council = queries.get_central_visible_to(actor, argument["council"])
    if council is None:
        raise DomainError(CHANGED)
    problem = queries.problem_of(council)
    if problem.digest() != argument["digest"]:
        raise DomainError(CHANGED)
    drawn = draw(problem, wanted, progress.report)
    with progress.storing() as result:
        if queries.problem_of(council).digest() != argument["digest"]:
            raise DomainError(CHANGED)
        facts: dict[str, int | str] = {
            "total": drawn.total,
            "best_total": drawn.best_total,
            "floor": drawn.floor,
            "algorithm": ALGORITHM,
            "problem_digest": argument["digest"],
        }
        result["plan"] = services.keep_plan(actor, council, wanted, drawn.pairs, facts).public_id
    return {}
