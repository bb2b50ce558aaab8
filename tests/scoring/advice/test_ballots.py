"""Ballots as they are told, exact means, places."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.advice.ballots import Ballots, CompleteTable, complete_table
from scoring.advice.places import competition_places, dense_places, within_first
from scoring.advice.statement import NO_BALLOTS, NOT_COMPLETE, ONE_ENTRY, ONE_JUDGE
from scoring.errors import ScoringError
from tests.scoring.advice.known_data import T3


def test_ballots_are_the_same_by_rows_and_by_table() -> None:
    by_rows = Ballots.given([("a", 1, 9), ("b", 1, 6), ("a", 2, 2)])
    assert Ballots.table([[9, 6], [2, None]], ["a", "b"]) == Ballots(
        entries=("a", "b"), judges=(1, 2), rows=((0, 0, 9), (1, 0, 6), (0, 1, 2))
    )
    assert by_rows == Ballots.table([[9, 6], [2, None]], ["a", "b"])


def test_raw_means_of_the_incomplete_design_are_exact() -> None:
    assert T3.exact_means == {"a": 8, "b": Fraction("7.25"), "c": Fraction("5.75"), "d": Fraction("4.5")}
    assert T3.raw_means == {"a": 8.0, "b": 7.25, "c": 5.75, "d": 4.5}


def test_an_entry_without_a_ballot_has_no_mean() -> None:
    ballots = Ballots(entries=("a", "b"), judges=(1,), rows=((1, 0, Decimal("7.5")),))
    assert ballots.exact_means == {"b": Fraction("7.5")}


def test_a_tenth_and_two_tenths_tie_with_three_tenths() -> None:
    ballots = Ballots.given(
        [
            ("a", 1, Decimal("0.1") + Decimal("0.2")),
            ("b", 1, Fraction(1, 10) + Fraction(1, 5)),
            ("c", 1, Decimal("0.3")),
        ]
    )
    assert competition_places(ballots.exact_means) == {"a": 1, "b": 1, "c": 1}


def test_equals_share_a_place_and_the_next_place_is_counted_either_way() -> None:
    scores = {"w": 70, "x": 85, "y": 90, "z": 85}
    assert competition_places(scores) == {"y": 1, "x": 2, "z": 2, "w": 4}
    assert dense_places(scores) == {"y": 1, "x": 2, "z": 2, "w": 3}


def test_a_tie_across_the_line_takes_all_of_it_in_or_none() -> None:
    scores = {"w": 70, "x": 85, "y": 90, "z": 85}
    assert [within_first(scores, first) for first in range(5)] == [
        frozenset(),
        {"y"},
        {"x", "y", "z"},
        {"x", "y", "z"},
        {"w", "x", "y", "z"},
    ]


@pytest.mark.parametrize(
    ("ballots", "answer"),
    [
        (Ballots.table([]), NO_BALLOTS),
        (Ballots.table([[1], [2]]), ONE_ENTRY),
        (Ballots.table([[1, 2]]), ONE_JUDGE),
        (Ballots.table([[1, 2], [3, None]]), NOT_COMPLETE),
        (Ballots.given([("a", 1, 1), ("b", 1, 1), ("a", 2, 1), ("b", 2, 1), ("a", 1, 3)]), NOT_COMPLETE),
        (Ballots.table([[1, 2], [3, Fraction(1, 2)]]), CompleteTable(lines=((2, 6), (4, 1)), unit=2)),
    ],
)
def test_a_table_is_complete_or_says_why_not(ballots: Ballots, answer: object) -> None:
    assert complete_table(ballots) == answer


@pytest.mark.parametrize(
    ("entries", "judges", "rows"),
    [
        (("a", "a"), (1,), ()),
        (("a",), (1, 1), ()),
        (("a",), (1,), ((1, 0, 5),)),
        (("a",), (1,), ((0, -1, 5),)),
        (("a",), (1,), ((0, 0, float("nan")),)),
        (("a",), (1,), ((0, 0, float("inf")),)),
        (("a",), (1,), ((0, 0, 10**13),)),
    ],
)
def test_ballots_that_are_no_ballots_are_refused_at_birth(
    entries: tuple[str, ...], judges: tuple[int, ...], rows: tuple[tuple[int, int, float], ...]
) -> None:
    with pytest.raises(ScoringError):
        Ballots(entries=entries, judges=judges, rows=rows)
