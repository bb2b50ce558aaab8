"""The advice beside a count: made by the worker after closing, once, and of the ranking page never part."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction

from sqlalchemy import select

from awards.base.database import db
from awards.base.transaction import transaction
from awards.councils.models import Assignment
from awards.councils.states import AssignmentState
from awards.jobs import worker
from awards.policy.actor import Actor
from awards.results import queries, services
from awards.results.advising import advise
from awards.results.models import Advice
from scoring.advice.wording import points
from tests.cast import Cast, CastClient
from tests.judged import a_counted_season, a_judged_season, cast_one


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


def test_a_sheet_stands_on_the_scale_of_the_official_total(cast: Cast) -> None:
    """Points computed from the dossier belong to each sheet; else its mean is not the one ranked."""
    judged = a_judged_season(cast)
    judges = {one.user_id: one for one in (cast.chair, cast.judge, cast.other_judge, cast.home_judge)}
    owed = select(Assignment).where(Assignment.state == AssignmentState.ASSIGNED.value).order_by(Assignment.id)
    with transaction():
        for place, assignment in enumerate(db.session.scalars(owed).all()):
            cast_one(judges[assignment.judge_user_id], judged.season, assignment, place * 7 % 4)
    with transaction():
        result = services.close_and_count(cast.office, judged.judging_round)
    record = json.loads(result.record)
    told = {code: one["sentence"] for code, one in advise(record, 1)["entries"].items()}
    means = {row["entry"]: points(Fraction(row["total"])) for row in record["result"]}
    assert {code: sentence.partition(": ")[2].partition(". ")[0] for code, sentence in told.items()} == means


def test_the_same_record_gives_the_same_advice(cast: Cast) -> None:
    _, result = a_counted_season(cast)
    record = json.loads(result.record)
    assert advise(record, 1) == advise(record, 1)
