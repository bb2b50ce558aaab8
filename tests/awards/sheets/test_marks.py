"""Marks as they are kept and read again."""

from __future__ import annotations

from fractions import Fraction

import pytest

from awards.sheets.marks import read_all_marks, read_marks, write_marks

GIVEN: list[dict[str, Fraction | None]] = [
    {"A1": Fraction(11, 2), "B-2": None, "c_3": Fraction(0)},
    {},
    {"c_3": None},
    {"A1": Fraction(7), "B-2": Fraction(11, 2), "c_3": Fraction(1, 3)},
]


def test_what_was_written_is_read_again() -> None:
    assert [read_marks(write_marks(marks)) for marks in GIVEN] == GIVEN
    assert list(read_all_marks([write_marks(marks) for marks in GIVEN])) == GIVEN


def test_equal_marks_are_one_object() -> None:
    first, _, _, last = read_all_marks([write_marks(marks) for marks in GIVEN])
    assert first["A1"] is last["B-2"]


@pytest.mark.parametrize("text", ['{"A1":', '{"A,1":"3"}', '{"A1":"x"}', '{"A1":"1""B":"2"}'])
def test_a_text_that_nobody_wrote_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|Invalid|Unterminated"):
        read_marks(text)
