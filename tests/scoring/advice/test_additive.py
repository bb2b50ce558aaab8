"""Additive fixed effects and the z-scores they replace."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.advice.additive import AdditiveFit, additive_fit
from scoring.advice.ballots import Ballots
from scoring.advice.places import competition_places
from scoring.advice.statement import NO_BALLOTS, ONE_ENTRY, ONE_JUDGE, NoAnswer
from scoring.advice.z_scores import ZScores, z_scores
from tests.scoring.advice.known_data import T1, T2, T3, any_ballots, plain, random_jury


def fitted(ballots: Ballots) -> AdditiveFit:
    fit = additive_fit(ballots)
    assert isinstance(fit, AdditiveFit)
    return fit


def z_means(ballots: Ballots) -> dict[str, float | None]:
    scores = z_scores(ballots)
    assert isinstance(scores, ZScores)
    return dict(scores.means)


def test_quality_and_bias_come_back_exactly_from_an_incomplete_design() -> None:
    fit = fitted(T3)
    assert fit.quality == pytest.approx({"a": 8, "b": 7, "c": 6, "d": 5}, abs=1e-12)
    assert fit.bias == pytest.approx({1: 0.5, 2: 0, 3: -0.5}, abs=1e-12)
    assert fit.noise_sd == pytest.approx(0, abs=1e-12)


def test_z_scores_turn_the_truth_around_and_the_additive_model_does_not() -> None:
    assert z_means(T1) == pytest.approx(
        {"e1": 1.4094, "e4": 0.6152, "e3": -0.0051, "e2": -0.6040, "e5": -1.4104}, abs=5e-5
    )
    fit = fitted(T1)
    assert fit.quality == pytest.approx({"e1": 9, "e2": 8, "e3": 7.9, "e4": 7.5, "e5": 3}, abs=1e-12)
    assert fit.bias == pytest.approx({1: 0, 2: 0}, abs=1e-12)


def test_z_scores_make_ties_where_there_are_none() -> None:
    assert z_means(T2) == pytest.approx({"e1": 1.2247, "e2": 0, "e3": 0, "e4": 0, "e5": -1.2247}, abs=5e-5)
    assert fitted(T2).quality == pytest.approx({"e1": 9, "e2": 8, "e3": 7, "e4": 6, "e5": 5}, abs=1e-12)


def test_a_judge_who_never_differs_has_no_z_scores_and_is_named() -> None:
    scores = z_scores(Ballots.given([("a", 1, 5), ("b", 1, 5), ("b", 2, 4), ("c", 2, 6), ("d", 3, 9)]))
    assert isinstance(scores, ZScores)
    assert scores.means == {"a": None, "b": -1.0, "c": 1.0, "d": None}
    assert scores.undefined == (1, 3)
    assert scores.warning.endswith("Không dùng để xếp hạng.")
    assert z_scores(Ballots.table([])) == NO_BALLOTS


@pytest.mark.parametrize(
    ("ballots", "answer"),
    [
        (Ballots.table([]), NO_BALLOTS),
        (Ballots.table([[1], [2]]), ONE_ENTRY),
        (Ballots.table([[1, 2]]), ONE_JUDGE),
        (Ballots.given([("a", 1, 1)]), ONE_ENTRY),
    ],
)
def test_where_severity_cannot_be_told_the_reason_is(ballots: Ballots, answer: NoAnswer) -> None:
    assert additive_fit(ballots) == answer


def test_equal_ballots_are_equal_entries_and_equal_judges() -> None:
    assert additive_fit(Ballots.table([[7, 7, 7], [7, 7, None]])) == AdditiveFit(
        quality={"1": 7, "2": 7, "3": 7}, bias={1: 0, 2: 0}, noise_sd=0
    )


def test_without_a_spare_ballot_the_noise_is_not_known() -> None:
    assert fitted(Ballots.table([[9, 8, None], [None, 6, 5]])).noise_sd is None


def test_the_fit_is_the_least_squares_solution_of_the_dummy_matrix() -> None:
    ballots = random_jury(30, 8, 3, 5)
    matrix = np.zeros((len(ballots.rows) + 1, 38))
    for line, (entry, judge, _) in enumerate(ballots.rows):
        matrix[line, entry] = matrix[line, 30 + judge] = 1
    matrix[-1, 30:] = 1
    right = [float(score) for _, _, score in ballots.rows] + [0]
    solution, squares = np.linalg.lstsq(matrix, np.array(right), rcond=None)[:2]
    fit = fitted(ballots)
    assert [*fit.quality.values(), *fit.bias.values()] == pytest.approx(solution.tolist(), abs=1e-9)
    assert fit.noise_sd == pytest.approx((squares[0] / (90 - 37)) ** 0.5, rel=1e-9)


@given(st.integers(0, 10**6), st.fractions(-20, 20, max_denominator=8), st.integers(1, 6))
def test_a_severer_judge_changes_no_entry_and_a_shift_of_all_shifts_all(seed: int, shift: Fraction, judge: int) -> None:
    ballots = random_jury(12, 6, 3, seed)
    before = additive_fit(ballots)
    one = additive_fit(shifted(ballots, shift, {judge}))
    everyone = additive_fit(shifted(ballots, shift, set(range(1, 7))))
    if isinstance(before, AdditiveFit) and isinstance(one, AdditiveFit) and isinstance(everyone, AdditiveFit):
        # The biases of those who judged sum to 0, so the shift is shared among them; who judged nothing moves nothing.
        part = float(shift) / len(before.bias) if judge in before.bias else 0
        centred = {code: value + part for code, value in before.quality.items()}
        assert one.quality == pytest.approx(centred, abs=1e-8)
        moved = {code: value + float(shift) for code, value in before.quality.items()}
        assert everyone.quality == pytest.approx(moved, abs=1e-8)
        assert everyone.bias == pytest.approx(before.bias, abs=1e-8)
    else:
        assert isinstance(before, NoAnswer)
        assert before == additive_fit(shifted(ballots, Fraction(0), set()))


def shifted(ballots: Ballots, shift: Fraction, judges: set[int]) -> Ballots:
    rows = tuple(
        (entry, judge, Fraction(score) + (shift if ballots.judges[judge] in judges else 0))
        for entry, judge, score in ballots.rows
    )
    return Ballots(entries=ballots.entries, judges=ballots.judges, rows=rows)


@given(st.integers(0, 10**6), st.data())
def test_the_order_of_entries_judges_and_ballots_never_matters(seed: int, data: st.DataObject) -> None:
    ballots = random_jury(8, 5, 3, seed)
    rows = [(ballots.entries[entry], ballots.judges[judge], score) for entry, judge, score in ballots.rows]
    assert additive_fit(Ballots.given(data.draw(st.permutations(rows)))) == additive_fit(Ballots.given(rows))


@given(st.integers(0, 10**6))
def test_every_ballot_twice_keeps_the_order(seed: int) -> None:
    ballots = random_jury(8, 5, 3, seed)
    twice = Ballots(entries=ballots.entries, judges=ballots.judges, rows=ballots.rows * 2)
    once, doubled = additive_fit(ballots), additive_fit(twice)
    if isinstance(once, AdditiveFit) and isinstance(doubled, AdditiveFit):
        assert doubled.quality == pytest.approx(once.quality, abs=1e-9)
        assert doubled.bias == pytest.approx(once.bias, abs=1e-9)
        rounded = [{code: round(value, 6) for code, value in fit.quality.items()} for fit in (once, doubled)]
        assert competition_places(rounded[0]) == competition_places(rounded[1])
    else:
        assert type(once) is type(doubled)


@given(any_ballots())
def test_any_ballots_give_plain_finite_numbers_or_a_sentence(ballots: Ballots) -> None:
    assert plain(additive_fit(ballots))
    assert plain(z_scores(ballots))
