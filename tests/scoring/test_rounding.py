"""Printing exact numbers."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rounding import Rounding, round_exact, rounded, vietnamese_date, vietnamese_number

HALF_UP = Rounding(digits=2, mode="half_up", origin="tự đặt")
HALF_EVEN = Rounding(digits=2, mode="half_even", origin="tự đặt")


@pytest.mark.parametrize(
    ("value", "up", "even"),
    [
        ("87.425", "87.43", "87.42"),
        ("87.435", "87.44", "87.44"),
        ("87.4249999999", "87.42", "87.42"),
        ("0.005", "0.01", "0.00"),
        ("100", "100.00", "100.00"),
        ("2/3", "0.67", "0.67"),
        ("-1.005", "-1.01", "-1.00"),
        ("-0.001", "0.00", "0.00"),
    ],
)
def test_a_half_goes_where_the_rulebook_says(value: str, up: str, even: str) -> None:
    assert (round_exact(Fraction(value), HALF_UP), round_exact(Fraction(value), HALF_EVEN)) == (up, even)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5), st.integers(0, 4))
def test_rounding_agrees_with_the_decimal_arithmetic_of_the_language(value: Decimal, digits: int) -> None:
    for mode, theirs in (("half_up", ROUND_HALF_UP), ("half_even", ROUND_HALF_EVEN)):
        ours = Rounding(digits=digits, mode=mode, origin="tự đặt")  # type: ignore[arg-type]
        expected = value.quantize(Decimal(1).scaleb(-digits), theirs)
        assert rounded(Fraction(value), ours) == Fraction(expected)
        assert Fraction(round_exact(Fraction(value), ours)) == Fraction(expected)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (1_620_000_000, "1.620.000.000"),
        (-1234, "-1.234"),
        ("1234.50", "1.234,50"),
        ("87.43", "87,43"),
        (Fraction(15, 2), "7,5"),
        (Fraction(1, 3), "0,333333"),
        (Fraction(2, 3), "0,666667"),
        (Fraction(-1, 4), "-0,25"),
        (Fraction(10**7, 10**6), "10"),
    ],
)
def test_numbers_are_printed_the_vietnamese_way(value: Fraction | int | str, printed: str) -> None:
    assert vietnamese_number(value) == printed


def test_a_total_of_whole_points_is_printed_without_a_point() -> None:
    whole = Rounding(digits=0, mode="half_even", origin="tự đặt")
    assert [round_exact(Fraction(value), whole) for value in ("86.5", "87.5", "-0.5", "100")] == [
        "86",
        "88",
        "0",
        "100",
    ]


def test_a_tenth_and_two_tenths_print_as_three_tenths_and_nothing_else() -> None:
    assert round_exact(Fraction("0.1") + Fraction("0.2"), HALF_UP) == round_exact(Fraction("0.3"), HALF_UP) == "0.30"


def test_a_day_is_printed_the_vietnamese_way() -> None:
    assert vietnamese_date(date(2026, 2, 8)) == "08/02/2026"
