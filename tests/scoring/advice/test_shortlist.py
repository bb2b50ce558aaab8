"""Which list hangs on which judge, and where sheets differ."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.advice.ballots import Ballots
from scoring.advice.discrepancies import Discrepancy, FarBallot, discrepancies, far_ballots
from scoring.advice.places import within_first
from scoring.advice.severity import Severity, severity
from scoring.advice.shortlist import (
    Change,
    WithoutJudge,
    by_adjusted_score,
    by_raw_mean,
    change,
    leave_one_judge_out,
)
from scoring.advice.statement import NO_BALLOTS, NO_NOISE, ONE_JUDGE, NoAnswer
from tests.scoring.advice.known_data import SHROUT_FLEISS, T3, any_ballots, plain, random_jury

NOTHING = Change(enters=(), leaves=())


def test_one_judge_alone_carries_an_entry_into_the_list() -> None:
    ballots = Ballots.table([[8, 7, 6], [8, 7, 6], [8, 1, 10]], ["a", "b", "c"])
    assert leave_one_judge_out(ballots, first=2) == (
        WithoutJudge(judge=1, change=NOTHING),
        WithoutJudge(judge=2, change=NOTHING),
        WithoutJudge(judge=3, change=Change(enters=("b",), leaves=("c",))),
    )


def test_equals_at_the_line_enter_together() -> None:
    ballots = Ballots.table([[8, 7, 7], [8, 7, 6]], ["a", "b", "c"])
    assert leave_one_judge_out(ballots, first=2) == (
        WithoutJudge(judge=1, change=NOTHING),
        WithoutJudge(judge=2, change=Change(enters=("c",), leaves=())),
    )


def test_an_entry_whose_only_judge_is_left_out_leaves_the_list() -> None:
    ballots = Ballots.table([[9, 8, None], [None, 7, 6]], ["a", "b", "c"])
    assert leave_one_judge_out(ballots, first=1) == (
        WithoutJudge(judge=1, change=Change(enters=("b",), leaves=("a",))),
        WithoutJudge(judge=2, change=NOTHING),
    )


def test_the_last_judge_and_no_judge() -> None:
    assert leave_one_judge_out(Ballots.table([[9, 8]]), first=1) == (WithoutJudge(judge=1, change=NO_BALLOTS),)
    assert leave_one_judge_out(Ballots.table([]), first=1) == NO_BALLOTS


def test_by_adjusted_scores_every_list_is_fitted_anew() -> None:
    ballots = random_jury(15, 5, 3, 21)
    told = leave_one_judge_out(ballots, first=5, scores=by_adjusted_score)
    assert isinstance(told, tuple)
    everybody = severity(ballots)
    assert isinstance(everybody, Severity)
    for one in told:
        rest = severity(ballots.without_judge(one.judge))
        assert isinstance(rest, Severity)
        assert one.judge not in {judge.judge for judge in rest.judges}
        assert one.change == change(everybody.adjusted, rest.adjusted, 5)
    assert any(one.change != NOTHING for one in told)


def test_where_two_judges_become_one_the_reason_is_told() -> None:
    ballots = Ballots.table([[9, 6, 3, 5], [8, 7, 4, 4]])
    assert leave_one_judge_out(ballots, first=1, scores=by_adjusted_score) == (
        WithoutJudge(judge=1, change=ONE_JUDGE),
        WithoutJudge(judge=2, change=ONE_JUDGE),
    )
    assert leave_one_judge_out(T3, first=1, scores=by_adjusted_score) == NO_NOISE


@given(any_ballots(), st.integers(0, 6))
def test_a_change_leads_from_one_list_to_the_other(ballots: Ballots, first: int) -> None:
    told = leave_one_judge_out(ballots, first=first)
    assert plain(told)
    if isinstance(told, NoAnswer):
        assert not ballots.rows
        return
    before = within_first(ballots.exact_means, first)
    for one in told:
        if isinstance(one.change, Change):
            after = within_first(ballots.without_judge(one.judge).exact_means, first)
            assert (before | set(one.change.enters)) - set(one.change.leaves) == after


def test_raw_and_adjusted_lists_differ_where_a_severe_judge_met_only_some() -> None:
    rows = [
        (f"e{entry:02d}", judge, 60 + 2 * entry + (entry * judge) % 3 - 20 * (judge == 0))
        for entry in range(12)
        for judge in range(4)
        if judge != 0 or entry % 2 == 0
    ]
    ballots = Ballots.given(rows)
    raw, adjusted = by_raw_mean(ballots), by_adjusted_score(ballots)
    assert not isinstance(raw, NoAnswer)
    assert not isinstance(adjusted, NoAnswer)
    assert change(raw, adjusted, 4) == Change(enters=("e08",), leaves=("e07",))


def test_the_sheets_that_differ_most_come_first_with_their_judges() -> None:
    ballots = Ballots.table([[9, 6, 5, 4], [2, 6, 5, 9], [9, 6, 4, None]], ["a", "b", "c", "d"])
    assert discrepancies(ballots) == (
        Discrepancy(entry="a", lowest=2, highest=9, spread=7, lowest_judges=(2,), highest_judges=(1, 3)),
        Discrepancy(entry="d", lowest=4, highest=9, spread=5, lowest_judges=(1,), highest_judges=(2,)),
        Discrepancy(entry="c", lowest=4, highest=5, spread=1, lowest_judges=(3,), highest_judges=(1, 2)),
    )
    assert [one.entry for one in discrepancies(ballots, most=1)] == ["a"]
    assert discrepancies(Ballots.table([])) == ()


def test_one_ballot_far_from_the_rest_is_found() -> None:
    ballots = random_jury(30, 6, 4, 33)
    entry, judge, score = ballots.rows[50]
    spoiled = Ballots(
        entries=ballots.entries,
        judges=ballots.judges,
        rows=(*ballots.rows[:50], (entry, judge, Fraction(score) - 25), *ballots.rows[51:]),
    )
    fit = severity(spoiled)
    assert isinstance(fit, Severity)
    farthest = far_ballots(spoiled, fit)[0]
    bias = {one.judge: one.effect for one in fit.judges}[spoiled.judges[judge]]
    expected = fit.adjusted[spoiled.entries[entry]] + bias
    assert farthest == FarBallot(
        entry=spoiled.entries[entry],
        judge=spoiled.judges[judge],
        score=float(score) - 25,
        expected=expected,
        sds=(float(score) - 25 - expected) / fit.noise_sd,
    )
    assert farthest.sds < -2
    assert far_ballots(spoiled, fit, beyond=100) == ()


def test_far_ballots_are_all_those_beyond_the_limit() -> None:
    fit = severity(SHROUT_FLEISS)
    assert isinstance(fit, Severity)
    everything = far_ballots(SHROUT_FLEISS, fit, beyond=-1)
    assert len(everything) == 24
    assert sum(one.score - one.expected for one in everything) == pytest.approx(0, abs=1e-9)
    sizes = [abs(one.sds) for one in everything]
    assert sizes == sorted(sizes, reverse=True)


@given(any_ballots())
def test_any_ballots_give_plain_finite_numbers(ballots: Ballots) -> None:
    assert plain(discrepancies(ballots))
    fit = severity(ballots)
    if isinstance(fit, Severity):
        assert plain(far_ballots(ballots, fit, beyond=0))
