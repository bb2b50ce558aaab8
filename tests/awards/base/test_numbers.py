"""Numbers as people write them in Vietnam: the dot groups, the comma is the decimal mark."""

from __future__ import annotations

from decimal import Decimal

import pytest

from awards.base.numbers import (
    NotANumber,
    exact_text,
    format_decimal,
    format_money,
    format_whole,
    parse_decimal,
    parse_whole,
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1234567,89", "1234567.89"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1.234", "1234"),
        ("1,5 tỷ", "1500000000"),
        ("1,5 tỉ đồng", "1500000000"),
        ("5.564 triệu", "5564000000"),
        ("203,4 triệu đồng", "203400000"),
        ("70.000 đồng", "70000"),
        ("1.234.567 ₫", "1234567"),
        ("2,5 triệu", "2500000"),
        ("2,839 tỷ đồng/HTX", "2839000000"),
        ("95.273,695 tỷ đồng", "95273695000000"),
        ("84,612 tỷ đồng/năm", "84612000000"),
        ("2,5 triệu đồng/người/tháng", "2500000"),
        ("1,5 TỶ", "1500000000"),
        ("12 nghìn", "12000"),
        ("-1.500", "-1500"),
        ("0", "0"),
        ("0,25", "0.25"),
    ],
)
def test_a_number_is_read_exactly(typed: str, value: str) -> None:
    assert parse_decimal(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "",
        "1.5 tỷ",
        "1.5",
        "1,2,3",
        "1.23.456",
        "12.34",
        "1e5",
        "٣",
        "--1",
        "1-2",
        "tỷ",
        ",5",
        "5,",
        "1,234.5",
        "1 tỷ 200 triệu",
        "5%",
    ],
)
def test_what_is_no_number_or_may_mean_two_is_refused(typed: str) -> None:
    with pytest.raises(NotANumber):
        parse_decimal(typed)


def test_a_whole_number_has_no_fraction() -> None:
    assert parse_whole("2.839.000.000") == 2_839_000_000
    with pytest.raises(NotANumber) as refusal:
        parse_whole("1,5")
    assert refusal.value.sentence == "Nhập số nguyên, không có phần lẻ."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal(1500), "1500"),
        (Decimal("1E+9"), "1000000000"),
        (Decimal("1.50"), "1.5"),
        (Decimal("-0.250"), "-0.25"),
        (Decimal("-0"), "0"),
        (Decimal(100), "100"),
        (7, "7"),
    ],
)
def test_an_exact_number_is_stored_as_one_text(value: Decimal | int, text: str) -> None:
    assert exact_text(value) == text
    assert parse_decimal(format_decimal(text)) == value


def test_a_number_is_shown_as_it_is_typed() -> None:
    shown = [format_whole(1_234_567), format_decimal("1234567.89"), format_decimal("5"), format_money(1_234_567)]
    assert shown == ["1.234.567", "1.234.567,89", "5", "1.234.567 đồng"]
