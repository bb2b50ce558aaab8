"""How sure places are, and what a council is told of it."""

from __future__ import annotations

from fractions import Fraction
from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.advice.ballots import Ballots
from scoring.advice.design import design
from scoring.advice.mixed_model import Equations
from scoring.advice.rank_intervals import RankInterval, RankIntervals, _counted_places, rank_intervals
from scoring.advice.severity import ENTRIES_ALIKE, Severity, severity
from scoring.advice.statement import NO_BALLOTS, NO_NOISE, NoAnswer
from tests.scoring.advice.known_data import SHROUT_FLEISS, T3, any_ballots, plain, random_jury


def intervals(ballots: Ballots, first: int, seed: int = 1, draws: int = 10_000) -> RankIntervals:
    found = rank_intervals(ballots, first=first, seed=seed, draws=draws)
    assert isinstance(found, RankIntervals)
    return found


def normal_below(value: float) -> float:
    return (1 + erf(value / sqrt(2))) / 2


def test_two_entries_have_the_probability_of_the_normal_distribution() -> None:
    ballots = Ballots.table([[8, 6], [9, 8], [7, 4], [8, 5], [6, 7]])
    fit = severity(ballots)
    assert isinstance(fit, Severity)
    found = {one.entry: one.in_first for one in intervals(ballots, first=1, draws=40_000).entries}
    errors = Equations(design(ballots)).entry_errors(
        (fit.entry_sd / fit.noise_sd, fit.judge_sd / fit.noise_sd), np.random.default_rng(3), 40_000
    )
    apart = fit.entries[0].effect - fit.entries[1].effect
    spread = fit.noise_sd * float((errors[:, 0] - errors[:, 1]).std())
    assert found["1"] == pytest.approx(normal_below(apart / spread), abs=0.01)
    assert found["1"] + found["2"] == 1


@pytest.mark.parametrize(("entries", "judges", "sheets"), [(9, 5, 3), (5, 9, 6)])
def test_the_drawn_errors_have_the_covariance_of_hendersons_equations(entries: int, judges: int, sheets: int) -> None:
    ballots = random_jury(entries, judges, sheets, 12)
    ratios = (1.3, 0.7)
    drawn = Equations(design(ballots)).entry_errors(ratios, np.random.default_rng(5), 200_000)
    count = len(ballots.rows)
    matrix = np.zeros((count, 1 + entries + judges))
    for line, (entry, judge, _) in enumerate(ballots.rows):
        matrix[line, [0, 1 + entry, 1 + entries + judge]] = 1
    penalty = np.diag([0.0] + [ratios[0] ** -2] * entries + [ratios[1] ** -2] * judges)
    expected = np.linalg.inv(matrix.T @ matrix + penalty)[1 : entries + 1, 1 : entries + 1]
    assert np.abs(np.cov(drawn.T) - expected).max() < 0.01
    assert np.abs(drawn.mean(axis=0)).max() < 0.01


def test_entries_far_apart_have_one_place_each() -> None:
    table = [[90, 70, 50, 30], [91, 70, 51, 31], [89, 71, 50, 30], [90, 69, 51, 30]]
    assert intervals(Ballots.table(table, "abcd"), first=2) == RankIntervals(
        first=2,
        level=0.95,
        draws=10_000,
        seed=1,
        entries=(
            RankInterval(entry="a", place=1, low=1, high=1, in_first=1.0),
            RankInterval(entry="b", place=2, low=2, high=2, in_first=1.0),
            RankInterval(entry="c", place=3, low=3, high=3, in_first=0.0),
            RankInterval(entry="d", place=4, low=4, high=4, in_first=0.0),
        ),
        undecided=None,
    )


def test_the_same_seed_gives_the_same_answer_in_any_order_and_another_seed_nearly_the_same() -> None:
    ballots = random_jury(20, 6, 3, 9)
    rows = [(ballots.entries[entry], ballots.judges[judge], score) for entry, judge, score in ballots.rows]
    found = intervals(Ballots.given(rows), first=8)
    assert intervals(Ballots.given(rows[::-1]), first=8) == found
    other = intervals(Ballots.given(rows), first=8, seed=2)
    assert other != found
    assert [one.in_first for one in other.entries] == pytest.approx([one.in_first for one in found.entries], abs=0.03)


def test_an_interval_leaves_out_the_same_number_of_draws_at_both_ends() -> None:
    ballots = random_jury(20, 6, 3, 9)
    fit = severity(ballots)
    assert isinstance(fit, Severity)
    codes, counts = _counted_places(ballots, fit, 40, 1)
    sorted_draws = {code: np.repeat(np.arange(1, 21), line).tolist() for code, line in zip(codes, counts, strict=True)}
    found = rank_intervals(ballots, first=8, seed=1, draws=40, level=0.5)
    assert isinstance(found, RankIntervals)
    assert {one.entry: (one.low, one.high) for one in found.entries} == {
        code: (draws[10], draws[29]) for code, draws in sorted_draws.items()
    }


def test_a_fit_already_known_gives_the_same_answer() -> None:
    ballots = random_jury(20, 6, 3, 9)
    assert rank_intervals(ballots, first=8, seed=1, fit=severity(ballots)) == intervals(ballots, first=8)


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(0, 12), st.integers(1, 700))
def test_probabilities_add_up_to_the_places_there_are(seed: int, first: int, draws: int) -> None:
    found = rank_intervals(random_jury(9, 5, 3, seed), first=first, seed=seed, draws=draws)
    if isinstance(found, RankIntervals):
        assert sum(one.in_first for one in found.entries) == pytest.approx(min(first, 9), abs=1e-9)
        assert all(1 <= one.low <= one.high <= 9 for one in found.entries)
        crossing = [one.place for one in found.entries if one.low <= first < one.high]
        assert found.undecided == ((min(crossing), max(crossing)) if crossing else None)
        assert [one.place for one in found.entries] == sorted(one.place for one in found.entries)
    else:
        assert isinstance(found, NoAnswer)


def test_intervals_cover_the_true_places_about_as_often_as_they_say() -> None:
    chance = np.random.default_rng(11)
    hits = []
    for _ in range(40):
        quality, bias = chance.normal(75, 5, 15), chance.normal(0, 3, 8)
        rows = [
            (entry, int(judge), Fraction(round(1000 * (quality[entry] + bias[judge] + chance.normal(0, 3))), 1000))
            for entry in range(15)
            for judge in chance.permutation(8)[:4]
        ]
        ballots = Ballots(entries=tuple(map(str, range(15))), judges=tuple(range(8)), rows=tuple(rows))
        true_place = {str(entry): place for place, entry in enumerate(np.argsort(-quality).tolist(), start=1)}
        hits += [
            one.low <= true_place[one.entry] <= one.high for one in intervals(ballots, first=5, draws=1_000).entries
        ]
    assert len(hits) == 600
    assert 0.90 <= sum(hits) / len(hits) <= 0.99


def test_where_there_is_no_model_there_are_no_intervals() -> None:
    assert rank_intervals(Ballots.table([]), first=1, seed=1) == NO_BALLOTS
    assert rank_intervals(T3, first=1, seed=1) == NO_NOISE
    assert rank_intervals(Ballots.table([[1, 0], [0, 1]]), first=1, seed=1) == NoAnswer(sentence=ENTRIES_ALIKE)
    for draws, level in [(0, 0.95), (100, 0.0), (100, 1.0)]:
        answer = rank_intervals(SHROUT_FLEISS, first=1, seed=1, draws=draws, level=level)
        assert isinstance(answer, NoAnswer)


def test_a_line_before_the_first_or_after_the_last_parts_nobody() -> None:
    for first, inside in [(0, 0.0), (6, 1.0), (99, 1.0)]:
        found = intervals(SHROUT_FLEISS, first=first, draws=300)
        assert found.undecided is None
        assert {one.in_first for one in found.entries} == {inside}


@settings(max_examples=50)
@given(any_ballots(), st.integers(0, 7))
def test_any_ballots_give_plain_finite_numbers_or_a_sentence(ballots: Ballots, first: int) -> None:
    found = rank_intervals(ballots, first=first, seed=4, draws=50)
    assert plain(found)
    assert isinstance(found, (RankIntervals, NoAnswer))
