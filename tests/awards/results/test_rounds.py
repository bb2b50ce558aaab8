"""Rounds of the central council: experts before the council, a discussion after a spread, what closing asks."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils import services as councils
from awards.councils.inputs import CouncilInput, MemberInput
from awards.councils.models import Assignment, Council, JudgingRound
from awards.councils.states import AssignmentState, Post, RecusalKind, RoundKind, RoundState
from awards.decisions import services as decisions
from awards.policy.actor import Actor
from awards.results import queries, services
from awards.results.closing import Outgoing, closing_of
from awards.results.models import Result
from awards.seasons.models import Season
from awards.seasons.states import SeasonState
from awards.sheets import reopening, reopenings
from awards.sheets.inputs import ReopeningInput
from awards.units import queries as units
from scoring.decision import Outcome
from scoring.record import recount
from tests.builders import an_open_season
from tests.cast import HOME, Cast, CastClient
from tests.declared import everybody_declares
from tests.judged import Judged, a_decision_input, a_judged_season, cast_one, cast_sheets
from tests.judging import account_of, an_accepted, under_rules

ClientOf = Callable[[Actor], CastClient]
MEAN = 'method = "mean"\nminimum_sheets = 3\n'
GROUPS = f"""{MEAN}member_groups = [
  {{ key = "experts", label = "Tổ chuyên gia", weight = 0.6, origin = "tự đặt" }},
  {{ key = "council", label = "Hội đồng", weight = 0.4, origin = "tự đặt" }},
]
"""
LEVEL = 'label = "Hội đồng Trung ương"\n'
SPREAD = f'{LEVEL}spread = {{ limit = 5, clause = "Điều 6", origin = "tự đặt" }}\n'


def a_council_with_experts(cast: Cast, season: Season) -> Council:
    seats = (
        (cast.chair, Post.CHAIR, "council"),
        (cast.judge, Post.MEMBER, "council"),
        (cast.other_judge, Post.EXPERT, "experts"),
        (cast.home_judge, Post.EXPERT, "experts"),
        (cast.secretary, Post.SECRETARY, ""),
    )
    with transaction():
        council = councils.appoint_council(
            cast.office, season, CouncilInput("Hội đồng mẫu", "01/QĐ-MAU", clock.today())
        )
        for actor, post, group in seats:
            entry = MemberInput("", post, group=group)
            councils.add_member(cast.office, council, account_of(actor), post, entry)
    return council


def assignments_of(judging_round: JudgingRound) -> list[Assignment]:
    statement = select(Assignment).where(
        Assignment.round_id == judging_round.id, Assignment.state == AssignmentState.ASSIGNED.value
    )
    return list(db.session.scalars(statement.order_by(Assignment.id)))


def cast_all(cast: Cast, season: Season, judging_round: JudgingRound, below: dict[int | None, int]) -> None:
    """Every sheet of the round, so many steps below full marks by judge (account)."""
    actors = {one.user_id: one for one in (cast.chair, cast.judge, cast.other_judge, cast.home_judge)}
    with transaction():
        for one in assignments_of(judging_round):
            cast_one(actors[one.judge_user_id], season, one, below[one.judge_user_id])


def record_of(result: Result) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(result.record)
    return record


def test_the_experts_mark_first_and_both_rounds_are_counted_by_the_weights_of_the_rulebook(
    cast: Cast, client_of: ClientOf
) -> None:
    under_rules(cast, (MEAN, GROUPS))
    season = an_open_season(cast)
    nomination = an_accepted(cast, season, away=True)
    council = a_council_with_experts(cast, season)
    page, office = f"/hoi-dong/{council.public_id}", client_of(cast.office)
    assert "Mở vòng chuyên gia trước" in office.get(page).text
    for _ in range(2):
        assert office.post(f"{page}/vong-chuyen-gia").status_code == 302
    db.session.expire_all()
    (first,) = council.rounds
    assert (first.kind, [one.member.judge_number for one in assignments_of(first)]) == (RoundKind.EXPERTS, [3, 4])
    everybody_declares(first)
    full = {cast.other_judge.user_id: 0, cast.home_judge.user_id: 0}
    cast_all(cast, season, first, full)
    assert office.post(f"/ket-qua/{first.public_id}/dong-cham").status_code == 302
    db.session.expire_all()
    assert (first.state, season.state, queries.latest_count(council)) == (RoundState.CLOSED, SeasonState.JUDGING, None)
    with transaction():
        second = councils.assign_judges(cast.office, council)
    assert (second.kind, second.number, second.counting_round) == (RoundKind.COUNCIL, 2, 1)
    assert [one.member.judge_number for one in assignments_of(second)] == [1, 2]
    everybody_declares(second)
    cast_all(cast, season, second, {cast.chair.user_id: 2, cast.judge.user_id: 2})
    with transaction():
        result = services.close_and_count(cast.office, second)
    record = record_of(result)
    given = sorted((one["judge"], one["group"], one["round"]) for one in record["sheets"])
    assert given == [(1, "council", 1), (2, "council", 1), (3, "experts", 1), (4, "experts", 1)]
    by_judge = {one["judge"]: one["marks"] for one in record["sheets"]}
    key = next(iter(by_judge[1]))
    weighed = Fraction("0.6") * Fraction(by_judge[3][key]) + Fraction("0.4") * Fraction(by_judge[1][key])
    assert by_judge[3][key] != by_judge[1][key]
    assert Fraction(record["result"][0]["criteria"][key]) == weighed
    assert (recount(record), record["result"][0]["entry"]) == ((), nomination.reference)
    shown = office.get(f"/ket-qua/{second.public_id}").text
    assert shown.index("Vòng chuyên gia") < shown.index("Vòng hội đồng")


def test_an_experts_round_needs_groups_experts_and_a_council_not_yet_at_work(cast: Cast) -> None:
    judged = a_judged_season(cast)
    with pytest.raises(DomainError, match="không chia hội đồng thành nhóm"), transaction():
        councils.open_experts_round(cast.office, judged.judging_round.council)
    with pytest.raises(ValueError, match="closed by counting"), transaction():
        services.close_experts_round(cast.office, judged.judging_round)


def a_season_apart(cast: Cast) -> tuple[Judged, Result]:
    """The rulebook discusses spreads over five points; one judge was far below the others."""
    under_rules(cast, (LEVEL, SPREAD))
    judged = a_judged_season(cast, [("away", "Hợp tác xã Mẫu Ánh Dương")])
    below = {cast.chair.user_id: 0, cast.judge.user_id: 0, cast.other_judge.user_id: 9, cast.home_judge.user_id: 0}
    cast_all(cast, judged.season, judged.judging_round, below)
    with transaction():
        return judged, services.close_and_count(cast.office, judged.judging_round)


def test_after_a_wide_spread_the_council_discusses_marks_again_and_both_rounds_are_kept(
    cast: Cast, client_of: ClientOf
) -> None:
    judged, first = a_season_apart(cast)
    assert [one.outcome for one in queries.ranking_of(first)] == [Outcome.NEEDS_DISCUSSION]
    page = f"/ket-qua/{judged.judging_round.public_id}"
    assert "1 hồ sơ phải thảo luận, chấm lại" in client_of(cast.chair).get(page).text
    assert "Mở vòng chấm lại" in client_of(cast.office).get(page).text
    with pytest.raises(DomainError, match="Còn 1 hồ sơ chờ thảo luận"), transaction():
        decisions.record_decision(cast.office, judged.season, a_decision_input())
    for _ in range(2):
        assert client_of(cast.office).post(f"{page}/vong-sau").status_code == 302
    db.session.expire_all()
    again = judged.judging_round.council.rounds[-1]
    assert (again.kind, again.number, again.counting_round) == (RoundKind.DISCUSSION, 2, 2)
    assert (judged.season.state, len(assignments_of(again))) == (SeasonState.JUDGING, 4)
    everybody_declares(again)
    marks = (cast.chair, cast.judge, cast.other_judge, cast.home_judge)
    cast_all(cast, judged.season, again, {one.user_id: 1 for one in marks})
    with transaction():
        last = services.close_and_count(cast.office, again)
    record = record_of(last)
    assert sorted((one["round"], one["judge"]) for one in record["sheets"]) == [
        (r, j) for r in (1, 2) for j in range(1, 5)
    ]
    assert [one.entry.rank for one in queries.ranking_of(last)] == [1]
    assert (recount(record), judged.season.state) == ((), SeasonState.DECIDING)
    assert queries.official_result(judged.season) == last
    assert record_of(first)["result"][0]["outcome"] == "needs_discussion"


def test_a_judge_tied_to_an_entry_only_after_casting_is_left_out_of_the_count_and_named_in_the_record(
    cast: Cast, client_of: ClientOf
) -> None:
    judged = a_judged_season(cast)
    cast_sheets(cast, judged)
    home = next(one for one in units.all_alliances() if one.province_name == HOME)
    with transaction():
        account_of(cast.other_judge).alliance_id = home.id
    reference = judged.nominations[0].reference
    found = closing_of(judged.judging_round)
    assert found.outgoing == (Outgoing(3, reference, had_cast=True),)
    assert ([one.reference for one in found.short], found.missing, found.has_gaps) == ([reference], 0, True)
    page = f"/ket-qua/{judged.judging_round.public_id}/dong-cham"
    asked = client_of(cast.office).get(page).text
    assert f'Giám khảo số 3, hồ sơ <span class="mono">{reference}</span>: phiếu đã gửi không được tính' in asked
    assert "1 hồ sơ chưa đủ, sẽ không được xếp hạng." in asked
    refused = client_of(cast.office).post(page)
    assert "1 hồ sơ có ít phiếu hơn mức tối thiểu của thể lệ." in refused.text
    assert client_of(cast.office).post(page, data={"gaps_reason": "Hai ủy viên cùng địa phương."}).status_code == 302
    db.session.expire_all()
    result = queries.official_result(judged.season)
    assert result is not None
    record = record_of(result)
    assert record["recused"] == [{"entry": reference, "judge": 3}, {"entry": reference, "judge": 4}]
    assert [one["judge"] for one in record["sheets"] if one["entry"] == reference] == [1, 2]
    kinds = {one.recusal_kind for one in db.session.scalars(select(Assignment)) if one.state == "recused"}
    assert kinds == {RecusalKind.OWN_PROVINCE.value}
    assert judged.judging_round.closing_note == "Hai ủy viên cùng địa phương."


def test_a_reopening_nobody_answered_is_a_reason_to_wait(cast: Cast, client_of: ClientOf) -> None:
    judged = a_judged_season(cast)
    cast_sheets(cast, judged)
    assert not closing_of(judged.judging_round).has_gaps
    run = reopenings.get_round_visible_to(cast.secretary, judged.judging_round.public_id)
    assert run is not None
    with transaction():
        entry = ReopeningInput(2, judged.nominations[1].reference, "Ghi nhầm điểm một tiêu chí.")
        reopening.ask(cast.secretary, run, entry)
    assert closing_of(judged.judging_round).reopenings == 1
    page = f"/ket-qua/{judged.judging_round.public_id}/dong-cham"
    assert "1 đề nghị mở lại phiếu chưa được trả lời." in client_of(cast.office).post(page).text


@pytest.mark.parametrize("shares", [False, True])
def test_those_who_mark_see_each_other_s_sheets_only_where_the_rulebook_shares_them(
    cast: Cast, client_of: ClientOf, shares: bool
) -> None:
    if shares:
        under_rules(cast, (LEVEL, f"{LEVEL}shares_sheets = true\n"))
    judged = a_judged_season(cast)
    cast_sheets(cast, judged)
    with transaction():
        services.close_and_count(cast.office, judged.judging_round)
    page = f"/ket-qua/{judged.judging_round.public_id}/ho-so/{judged.nominations[1].public_id}"
    seen = {actor.name: "Giám khảo số 2" in client_of(actor).get(page).text for actor in (cast.chair, cast.secretary)}
    assert seen == {cast.chair.name: shares, cast.secretary.name: True}
