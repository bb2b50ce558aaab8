"""The advice beside a count, made by the worker after the round is closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from awards.jobs.progress import Progress
from awards.jobs.registry import task
from awards.results import queries, services
from awards.results.advising import advise
from awards.results.services import ADVISE


@task(ADVISE)
def advise_on_result(progress: Progress, argument: dict[str, Any]) -> Mapping[str, Any]:
    """Store the advice on the count named by ``result`` (its public id), once."""
    counted = queries.counted_for_advice(argument["result"])
    if counted is not None:
        content = advise(json.loads(counted.record), counted.places)
        with progress.storing():
            services.store_advice(counted.result_id, content)
    return {}
