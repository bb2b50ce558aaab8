"""Phone numbers as people type them."""

from __future__ import annotations

import pytest

from awards.base.phones import NotAPhone, format_phone, parse_phone


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("0912345678", "0912345678", "0912 345 678"),
        ("0912 345 678", "0912345678", "0912 345 678"),
        ("0912.345.678", "0912345678", "0912 345 678"),
        ("0912-345-678", "0912345678", "0912 345 678"),
        ("+84912345678", "0912345678", "0912 345 678"),
        ("+84 (0) 912 345 678", "0912345678", "0912 345 678"),
        ("0084 912 345 678", "0912345678", "0912 345 678"),
        ("84.912.345.678", "0912345678", "0912 345 678"),
        ("\u00a00353\u202f123 456", "0353123456", "0353 123 456"),
        ("024 3843 1234", "02438431234", "024 3843 1234"),
        ("(028) 38431234", "02838431234", "028 3843 1234"),
        ("0208 3843 123", "02083843123", "0208 384 3123"),
        ("1900 1234", "19001234", "1900 1234"),
        ("1800-123456", "1800123456", "1800 123456"),
    ],
)
def test_a_number_is_kept_as_national_digits_and_shown_in_groups(typed: str, kept: str, shown: str) -> None:
    assert (parse_phone(typed), format_phone(parse_phone(typed))) == (kept, shown)


@pytest.mark.parametrize(
    "typed",
    [
        "", "0", "091234567", "09123456789", "0112345678", "0612 345 678", "912345678", "+85512345678", "abc",
        "0912 345 67x", "٠٩١٢٣٤٥٦٧٨", "０９１２３４５６７８", "0912345678;drop", "'0912345678", "{{7*7}}",
        "0912345678\x00",
        "02438431", "190012", "1" * 100,
    ],
)  # fmt: skip
def test_anything_else_is_no_phone_number(typed: str) -> None:
    with pytest.raises(NotAPhone):
        parse_phone(typed)


def test_what_is_no_number_is_shown_as_it_stands() -> None:
    assert (format_phone(""), format_phone("113")) == ("", "113")
