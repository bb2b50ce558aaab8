"""Krippendorff's alpha on four scales, with missing ballots and with very many values."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.advice import krippendorff
from scoring.advice.ballots import Ballots
from scoring.advice.krippendorff import NEGATIVE, NO_PAIRS, Alpha, Metric, krippendorff_alpha
from scoring.advice.statement import ALL_EQUAL, NO_BALLOTS, NoAnswer
from tests.scoring.advice.known_data import SHROUT_FLEISS, any_ballots, plain

METRICS: tuple[Metric, ...] = get_args(Metric)


def read(text: str) -> Ballots:
    """One line per coder, one column per unit, a point where there is no value."""
    return Ballots.table([[None if cell == "." else int(cell) for cell in line.split()] for line in text.split("\n")])


C_DATA = read("1 2 3 3 2 1 4 1 2 . . .\n1 2 3 3 2 2 4 1 2 5 . .\n. 3 3 3 2 3 4 2 2 5 1 3\n1 2 3 3 2 4 4 1 2 5 1 .")
THREE_CODERS = read(". . . . . 3 4 1 2 1 1 3 3 . 3\n1 . 2 1 3 3 4 3 . . . . . . .\n. . 2 1 3 4 4 . 2 1 1 3 3 . 4")


def alpha(ballots: Ballots, metric: Metric) -> float:
    found = krippendorff_alpha(ballots, metric)
    assert isinstance(found, Alpha)
    return found.value


def by_definition(ballots: Ballots, metric: Metric) -> float:
    """1 - Do / De over all pairs, one after the other, in fractions."""
    units: dict[int, list[Fraction]] = {}
    for entry, _, score in ballots.rows:
        units.setdefault(entry, []).append(Fraction(score))
    pairable = [values for values in units.values() if len(values) > 1]
    every = sorted(value for values in pairable for value in values)

    def difference(one: Fraction, other: Fraction) -> Fraction:
        if metric == "nominal":
            return Fraction(one != other)
        if metric == "ordinal":
            low, high = min(one, other), max(one, other)
            between = sum(low <= value <= high for value in every)
            return (between - Fraction(every.count(low) + every.count(high), 2)) ** 2
        if metric == "interval":
            return (one - other) ** 2
        return ((one - other) / (one + other)) ** 2 if one + other else Fraction(0)

    observed = sum(
        (sum(difference(a, b) for a, b in product(values, repeat=2)) / (len(values) - 1) for values in pairable),
        Fraction(0),
    )
    expected = sum((difference(a, b) for a, b in product(every, repeat=2)), Fraction(0)) / (len(every) - 1)
    return float(1 - observed / expected)


def test_four_coders_and_twelve_units_as_published() -> None:
    values = {metric: alpha(C_DATA, metric) for metric in METRICS}
    assert values == pytest.approx(
        {"nominal": 0.743421, "ordinal": 0.815388, "interval": 0.849107, "ratio": 0.797403}, abs=5e-7
    )


def test_three_coders_and_fifteen_units_as_published() -> None:
    values = {metric: alpha(THREE_CODERS, metric) for metric in METRICS}
    assert values == pytest.approx(
        {"nominal": 0.691358, "ordinal": 0.806721, "interval": 0.810845, "ratio": 0.808944}, abs=5e-7
    )


def test_units_with_one_ballot_are_left_out() -> None:
    found = krippendorff_alpha(C_DATA, "nominal")
    assert isinstance(found, Alpha)
    assert (found.entries, found.ballots) == (11, 40)


def test_shrout_and_fleiss() -> None:
    assert alpha(SHROUT_FLEISS, "interval") == pytest.approx(0.147308, abs=5e-7)
    assert alpha(SHROUT_FLEISS, "ordinal") == pytest.approx(0.109059, abs=5e-7)


@pytest.mark.parametrize("metric", METRICS)
@given(ballots=any_ballots())
def test_any_ballots_give_the_value_of_the_definition_or_a_sentence(ballots: Ballots, metric: Metric) -> None:
    found = krippendorff_alpha(ballots, metric)
    assert plain(found)
    if isinstance(found, Alpha):
        assert found.value == pytest.approx(by_definition(ballots, metric), abs=1e-6)
        assert found.value <= 1
    else:
        assert isinstance(found, NoAnswer)


@given(st.lists(st.tuples(st.integers(0, 5), st.fractions(0, 100)), min_size=2, max_size=20))
def test_the_exponential_sum_for_many_values_is_the_direct_sum(rows: list[tuple[int, Fraction]]) -> None:
    ballots = Ballots(
        entries=tuple("abcdef"),
        judges=tuple(range(len(rows))),
        rows=tuple((entry, judge, value) for judge, (entry, value) in enumerate(rows)),
    )
    pairable = krippendorff._pairable(ballots)
    if pairable is not None and pairable.values[-1] > 0:
        scaled = np.array([value / pairable.values[-1] for value in pairable.values])
        few, many = krippendorff._ratio_of_few(pairable, scaled), krippendorff._ratio_of_many(pairable, scaled)
        assert many[0].tolist() == pytest.approx(few[0].tolist(), abs=1e-9)
        assert many[1] == pytest.approx(few[1], abs=1e-9)


@pytest.mark.parametrize("metric", METRICS)
def test_three_thousand_entries_and_sixty_judges_with_decimals_fit_in_memory(metric: Metric) -> None:
    chance = np.random.default_rng(7)
    points = np.round(60 + chance.normal(0, 8, 3000)[:, None] + chance.normal(0, 4, (3000, 60)), 6)
    ballots = Ballots.table(points.T.tolist())
    within, between = 16.0, 64.0
    value = alpha(ballots, metric)
    if metric == "nominal":
        assert value == pytest.approx(0, abs=1e-3)  # nearly every decimal is there once
    else:
        assert value == pytest.approx(between / (between + within), abs=0.03)


def test_without_pairs_without_difference_or_with_negative_ratios_there_is_no_alpha() -> None:
    assert krippendorff_alpha(Ballots.table([]), "nominal") == NO_BALLOTS
    assert krippendorff_alpha(Ballots.table([[1, 2, 3]]), "interval") == NO_PAIRS
    assert krippendorff_alpha(Ballots.table([[2, 2], [2, 2]]), "ordinal") == ALL_EQUAL
    assert krippendorff_alpha(Ballots.table([[-1, 2], [2, 2]]), "ratio") == NEGATIVE


def test_full_agreement_is_one_on_every_scale() -> None:
    assert {alpha(Ballots.table([[1, 2, 5], [1, 2, 5]]), metric) for metric in METRICS} == {1.0}
