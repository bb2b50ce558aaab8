"""The crossed mixed model: published numbers, the dense solution, invariances, refusals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import log, pi, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.advice.ballots import Ballots
from scoring.advice.places import competition_places
from scoring.advice.severity import ENTRIES_ALIKE, JUDGES_ALIKE, Severity, entries_alone, severity
from scoring.advice.statement import (
    ALL_EQUAL,
    NO_BALLOTS,
    NO_NOISE,
    NO_SPARE_BALLOT,
    ONE_ENTRY,
    ONE_JUDGE,
    NoAnswer,
)
from tests.scoring.advice.dense_model import dense_model
from tests.scoring.advice.known_data import (
    DYESTUFF,
    DYESTUFF_WITHOUT_BATCHES,
    SHROUT_FLEISS,
    T3,
    any_ballots,
    one_way,
    plain,
    random_jury,
)


def fitted(ballots: Ballots) -> Severity:
    fit = severity(ballots)
    assert isinstance(fit, Severity)
    return fit


def test_dyestuff_comes_out_as_published() -> None:
    fit = entries_alone(one_way(DYESTUFF))
    assert isinstance(fit, Severity)
    assert fit.criterion == pytest.approx(319.65428, abs=5e-6)
    assert (fit.entry_sd, fit.noise_sd) == pytest.approx((42.0006, 49.5101), abs=5e-5)
    assert (fit.mean, fit.mean_se) == pytest.approx((1527.5, 19.3834), abs=5e-5)
    assert {one.entry: one.effect for one in fit.entries} == pytest.approx(
        {"A": -17.6069, "B": 0.3913, "C": 28.5622, "D": -23.0845, "E": 56.7332, "F": -44.9953}, abs=5e-5
    )
    assert fit.notes == fit.judges == ()


def test_where_batches_do_not_differ_the_deviation_is_zero_and_said_so() -> None:
    fit = entries_alone(one_way(DYESTUFF_WITHOUT_BATCHES))
    assert isinstance(fit, Severity)
    assert (fit.entry_sd, fit.notes) == (0, (ENTRIES_ALIKE,))
    assert fit.mean == pytest.approx(5.6656, abs=1e-12)
    assert (fit.noise_sd, fit.mean_se) == pytest.approx((3.7157, 0.6784), abs=5e-5)
    assert fit.criterion == pytest.approx(29 * (1 + log(2 * pi * fit.noise_sd**2)) + log(30), abs=1e-9)
    assert fit.criterion == pytest.approx(161.8283, abs=5e-5)
    assert {one.adjusted for one in fit.entries} == {fit.mean}


def test_a_complete_table_gives_the_estimates_of_the_analysis_of_variance() -> None:
    fit = fitted(SHROUT_FLEISS)
    bms, jms, ems = Fraction(1349, 120), Fraction(2339, 72), Fraction(367, 360)
    expected = ((bms - ems) / 4, (jms - ems) / 6, ems)
    assert (fit.entry_sd**2, fit.judge_sd**2, fit.noise_sd**2) == pytest.approx(tuple(map(float, expected)), rel=1e-6)
    shrunk = float(1 - ems / bms)
    assert {one.entry: one.effect for one in fit.entries} == pytest.approx(
        {one.entry: shrunk * (one.raw_mean - fit.mean) for one in fit.entries}, abs=1e-6
    )


def test_judges_who_do_not_differ_are_said_not_to() -> None:
    fit = fitted(Ballots.table([[9, 6, 3, 5], [8, 7, 4, 4], [9, 5, 4, 5]]))
    assert (fit.judge_sd, fit.notes) == (0, (JUDGES_ALIKE,))
    assert {one.effect for one in fit.judges} == {0}
    assert fit.entry_sd > 1


def test_neither_entries_nor_judges_need_differ() -> None:
    fit = fitted(Ballots.table([[1, 0], [0, 1]]))
    assert (fit.entry_sd, fit.judge_sd, fit.notes) == (0, 0, (ENTRIES_ALIKE, JUDGES_ALIKE))
    assert (fit.mean, fit.noise_sd, fit.mean_se) == pytest.approx((0.5, sqrt(1 / 3), sqrt(1 / 12)), abs=1e-12)


@pytest.mark.parametrize(
    ("entries", "judges", "sheets", "seed"), [(20, 6, 3, 3), (7, 15, 9, 4), (12, 12, 4, 5), (30, 5, 2, 6)]
)
def test_the_eliminated_solution_is_the_dense_one(entries: int, judges: int, sheets: int, seed: int) -> None:
    ballots = random_jury(entries, judges, sheets, seed)
    fit = fitted(ballots)
    dense = dense_model(ballots, fit.entry_sd, fit.judge_sd, fit.noise_sd)
    assert fit.criterion == pytest.approx(dense.criterion, abs=1e-8)
    assert (fit.mean, fit.mean_se) == pytest.approx((dense.mean, dense.mean_se), rel=1e-9)
    assert [one.effect for one in fit.entries] == pytest.approx(dense.entry_effects, abs=1e-8)
    assert [one.effect for one in fit.judges] == pytest.approx(dense.judge_effects, abs=1e-8)
    assert [one.effect_se for one in fit.entries] == pytest.approx(dense.entry_effect_ses, rel=1e-8)
    assert [one.effect_se for one in fit.judges] == pytest.approx(dense.judge_effect_ses, rel=1e-8)
    assert [one.adjusted_se for one in fit.entries] == pytest.approx(dense.adjusted_ses, rel=1e-8)
    assert [one.adjusted for one in fit.entries] == pytest.approx(
        [dense.mean + effect for effect in dense.entry_effects], abs=1e-8
    )


@given(st.integers(0, 10**6))
def test_no_other_deviations_nearby_or_far_are_likelier(seed: int) -> None:
    ballots = random_jury(9, 5, 3, seed)
    fit = severity(ballots)
    assume(isinstance(fit, Severity))
    assert isinstance(fit, Severity)
    at = max(fit.entry_sd, 1e-6), max(fit.judge_sd, 1e-6), fit.noise_sd
    for factors in [(1.02, 1, 1), (0.98, 1, 1), (1, 1.02, 1), (1, 0.98, 1), (1, 1, 1.02), (1, 1, 0.98)]:
        near = [sd * factor for sd, factor in zip(at, factors, strict=True)]
        assert dense_model(ballots, *near).criterion >= fit.criterion - 1e-6
    for entry_sd in (0.01, 1.0, 4.0, 12.0):
        for judge_sd in (0.01, 1.0, 4.0, 12.0):
            assert dense_model(ballots, entry_sd, judge_sd, fit.noise_sd).criterion >= fit.criterion - 1e-6


def test_severe_judges_are_found_out_and_their_entries_lifted() -> None:
    rows = []
    for entry in range(24):
        for judge in ((entry % 6), (entry + 1) % 6, (entry * entry + 3) % 6):
            noise = Fraction((entry * 7 + judge * 5) % 9 - 4, 8)
            rows.append((f"e{entry}", judge, 70 + entry % 8 + noise - (6 if judge == 0 else 0)))
    fit = fitted(Ballots.given(rows))
    severest = min(fit.judges, key=lambda one: one.effect)
    assert severest.judge == 0
    assert sorted(one.effect for one in fit.judges)[1] - severest.effect == pytest.approx(6, abs=0.7)
    met_zero = {entry for entry, judge, _ in rows if judge == 0}
    lifted = {one.entry: one.adjusted - one.raw_mean for one in fit.entries}
    assert min(lifted[code] for code in met_zero) > max(lifted[code] for code in lifted if code not in met_zero)


@given(st.integers(0, 10**6), st.data())
def test_the_order_of_entries_judges_and_ballots_never_matters(seed: int, data: st.DataObject) -> None:
    ballots = random_jury(8, 5, 3, seed)
    rows = [(ballots.entries[entry], ballots.judges[judge], score) for entry, judge, score in ballots.rows]
    one, other = severity(Ballots.given(rows)), severity(Ballots.given(data.draw(st.permutations(rows))))
    if isinstance(one, Severity) and isinstance(other, Severity):
        assert by_code(one) == by_code(other)
    else:
        assert type(one) is type(other)


def by_code(fit: Severity) -> Severity:
    return replace(
        fit,
        entries=tuple(sorted(fit.entries, key=lambda one: one.entry)),
        judges=tuple(sorted(fit.judges, key=lambda one: one.judge)),
    )


@given(st.integers(0, 10**6), st.integers(-50, 50), st.sampled_from([Fraction(1, 1000), 1, 10**6]))
def test_moving_and_stretching_all_points_moves_and_stretches_the_scores(seed: int, shift: int, unit: Fraction) -> None:
    ballots = random_jury(8, 5, 3, seed)
    moved = Ballots(
        entries=ballots.entries,
        judges=ballots.judges,
        rows=tuple((entry, judge, (Fraction(score) + shift) * unit) for entry, judge, score in ballots.rows),
    )
    before, after = severity(ballots), severity(moved)
    if isinstance(before, Severity) and isinstance(after, Severity):
        size = float(unit)
        assert after.adjusted == pytest.approx(
            {code: (value + shift) * size for code, value in before.adjusted.items()}, rel=1e-8, abs=1e-8 * size
        )
        assert after.noise_sd == pytest.approx(before.noise_sd * size, rel=1e-8)
        assert after.notes == before.notes
    else:
        assert type(before) is type(after)


def test_every_ballot_twice_keeps_the_order() -> None:
    ballots = random_jury(15, 6, 3, 8)
    twice = fitted(Ballots(entries=ballots.entries, judges=ballots.judges, rows=ballots.rows * 2))
    once = fitted(ballots)
    assert competition_places(twice.adjusted) == competition_places(once.adjusted)
    assert [one.ballots for one in twice.entries] == [6] * 15


def test_an_entry_without_a_ballot_is_listed_apart() -> None:
    table = Ballots.table([[9, 6, 8], [2, 1, 4], [5, 3, 6]], ["a", "b", "c"])
    wider = Ballots(entries=("x", *table.entries), judges=(0, *table.judges), rows=moved_up(table))
    fit, plain_fit = fitted(wider), fitted(table)
    assert fit == replace(plain_fit, without_ballots=("x",))


def moved_up(ballots: Ballots) -> tuple[tuple[int, int, int | float | Fraction], ...]:
    return tuple((entry + 1, judge + 1, Fraction(score)) for entry, judge, score in ballots.rows)


@pytest.mark.parametrize(
    ("ballots", "answer"),
    [
        (Ballots.table([]), NO_BALLOTS),
        (Ballots.given([("a", 1, 5)]), ONE_ENTRY),
        (Ballots.table([[5], [6], [7]]), ONE_ENTRY),
        (Ballots.table([[5, 6, 7]]), ONE_JUDGE),
        (Ballots.table([[5, 5, 5], [5, 5, 5]]), ALL_EQUAL),
        (Ballots.table([[9, 8, None], [None, 6, 5]]), NO_SPARE_BALLOT),
        (T3, NO_NOISE),
        (Ballots.table([[9, 8, 7], [8, 7, 6]]), NO_NOISE),
    ],
)
def test_where_the_model_cannot_be_fitted_the_reason_is_told(ballots: Ballots, answer: NoAnswer) -> None:
    assert severity(ballots) == answer


@pytest.mark.parametrize(
    ("ballots", "answer"),
    [
        (Ballots.table([]), NO_BALLOTS),
        (Ballots.table([[5], [6], [7]]), ONE_ENTRY),
        (Ballots.table([[5, 5], [5, 5]]), ALL_EQUAL),
        (Ballots.table([[5, 6, 7]]), NO_SPARE_BALLOT),
        (Ballots.table([[5, 6], [5, 6]]), NO_NOISE),
    ],
)
def test_where_the_one_way_model_cannot_be_fitted_the_reason_is_told(ballots: Ballots, answer: NoAnswer) -> None:
    assert entries_alone(ballots) == answer


@given(any_ballots())
def test_any_ballots_give_plain_finite_numbers_or_a_sentence(ballots: Ballots) -> None:
    for answer in (severity(ballots), entries_alone(ballots)):
        assert plain(answer)
        assert isinstance(answer, Severity) or answer.sentence.endswith(".")
