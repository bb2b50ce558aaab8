"""The judge's own list costs the same whatever its length, and finds the own entries without a walk through others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from awards.base.database import db
from awards.policy.actor import Actor
from awards.sheets import own_list, queries
from awards.sheets.states import Progress
from tests.cast import Cast, CastClient
from tests.judged import a_judged_season
from tests.judging import assignment_of, marks_for, saved

ClientOf = Callable[[Actor], CastClient]


def test_the_list_and_the_sheet_take_a_fixed_number_of_queries(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    few = a_judged_season(cast, [("away", "Hợp tác xã Mẫu Một")])
    many = a_judged_season(cast, [("away", f"Hợp tác xã Mẫu {name}") for name in "ABCD"], title="Mùa giải thứ hai")
    judge, counts = client_of(cast.judge), []
    for judged in (few, many):
        first = assignment_of(judged.judging_round, cast.judge)
        for number in range(len(judged.nominations)):  # a sheet of many versions opens as fast as one of a single one
            saved(cast.judge, first, marks_for(first), base_version=number)
        pages = [f"/phieu-cham/?vong={judged.judging_round.public_id}&muc={part}" for part in ("unmarked", "draft")]
        for path in (*pages, f"/phieu-cham/{first.public_id}/cham"):
            judge.get(path)
            before = len(count_queries())
            assert judge.get(path).status_code == 200
            counts.append(len(count_queries()) - before)
    assert counts == [4, 4, 2] * 2  # who comes is asked first


def test_each_part_of_the_list_shows_its_own_lines(cast: Cast) -> None:
    judged = a_judged_season(cast)
    judging_round = judged.judging_round
    draft = assignment_of(judging_round, cast.judge)
    marks = marks_for(draft)
    saved(cast.judge, draft, {**marks, next(iter(marks)): None})
    counts = queries.progress_visible_to(cast.judge, judging_round)
    [listed] = own_list.rounds_visible_to(cast.judge)
    standing = own_list.standing_visible_to(cast.judge, listed)
    assert [counts[one] for one in Progress] == [2, 1, 0, 0, 0]
    assert (standing.counts, standing.next_one) == (counts, queries.next_unmarked(cast.judge, judging_round.id))
    pages = {one: own_list.list_visible_to(cast.judge, listed, one, counts[one], 9) for one in Progress}
    assert {one: [line.public_id for line in page.rows] for one, page in pages.items() if page.rows} == {
        Progress.UNMARKED: sorted(
            assignment.public_id
            for assignment in judging_round.assignments
            if assignment.judge_user_id == cast.judge.user_id and assignment.id != draft.id
        ),
        Progress.DRAFT: [draft.public_id],
    }
    [line] = pages[Progress.DRAFT].rows
    assert (line.given, line.judged, line.dossier.reference) == (
        len(marks) - 1,
        len(marks),
        draft.nomination.reference,
    )
    [recused] = own_list.list_visible_to(cast.home_judge, listed, Progress.RECUSED, 1, 1).rows
    assert recused.recusal_reason
    nothing = own_list.list_visible_to(cast.office, listed, Progress.UNMARKED, 0, 1)
    rounds = queries.rounds_visible_to(cast.office), own_list.rounds_visible_to(cast.office)
    assert (nothing.rows, *rounds) == ((), [], [])


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_sqlite_looks_the_own_sheets_up_by_member(cast: Cast) -> None:
    asked = {"user_id": 1, "round_id": 1, "offset": 0, "but": 0}
    for statement in (queries._COUNTS, queries._NEXT, own_list._STANDING, *own_list._LINES.values()):
        written = str(statement.compile(dialect=sqlite.dialect(paramstyle="named")))
        values = {**statement.compile(dialect=sqlite.dialect(paramstyle="named")).params, **asked}
        plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {written}"), values).all()
        assert any("member_id=?" in row[3] for row in plan), plan
