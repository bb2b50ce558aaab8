"""Tax codes: cleaned as typed, checked by shape and check digit."""

from __future__ import annotations

import pytest

from awards.nominees.tax_code import check_digit_is_right, clean_tax_code, has_shape


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0100109106", "0100109106"),
        ("0100 109 106", "0100109106"),
        ("0100.109.106", "0100109106"),
        ("0100109106001", "0100109106-001"),
        ("0100109106-001", "0100109106-001"),
    ],
)
def test_a_code_is_cleaned_of_what_people_type_between_its_digits(typed: str, code: str) -> None:
    assert (clean_tax_code(typed), has_shape(clean_tax_code(typed))) == (code, True)


@pytest.mark.parametrize("typed", ["", "123", "01001091O6", "010010910", "01001091061"])
def test_other_shapes_are_not_tax_codes(typed: str) -> None:
    assert not has_shape(clean_tax_code(typed))


def test_exactly_one_last_digit_fits_unless_the_sum_asks_for_ten() -> None:
    """Weights 31 29 23 19 17 13 7 5 3: 0·31+1·29+0+0+1·17+0+9·7+1·5+0 = 114, 114 mod 11 = 4, so 6."""
    right = [digit for digit in "0123456789" if check_digit_is_right("010010910" + digit)]
    assert right == ["6"]
