"""The advice beside a count: made by the worker after closing, once, and of the ranking page never part."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import select

from awards.base.database import db
from awards.jobs import worker
from awards.policy.actor import Actor
from awards.results import queries
from awards.results.advising import advise
from awards.results.models import Advice
from tests.cast import Cast, CastClient
from tests.judged import a_counted_season


def test_closing_a_round_leaves_a_job_whose_advice_is_shown_once_it_is_done(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    judged, result = a_counted_season(cast)
    page = f"/ket-qua/{judged.judging_round.public_id}/tham-khao"
    assert "Hệ thống đang tính" in client_of(cast.chair).get(page).text
    worker.run_waiting()
    stored = db.session.scalars(select(Advice)).one()
    assert json.loads(stored.content) == queries.advice_of(result)
    shown = client_of(cast.chair).get(page).text
    assert "Hệ thống đang tính" not in shown
    assert "Chỉ để tham khảo" in shown


def test_the_same_record_gives_the_same_advice(cast: Cast) -> None:
    _, result = a_counted_season(cast)
    record = json.loads(result.record)
    assert advise(record, 1) == advise(record, 1)
