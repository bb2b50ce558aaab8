"""Figures: what an entry knows, and the limits a form refuses at typing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.entry import Entry
from scoring.limits import above_mistake, limit_mistake
from tests.scoring.world import EVERY, an_entry

FIGURES = {figure.key: figure for figure in EVERY.figures}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("7", None),
        ("100000", None),
        ("6.5", "Thành viên phải từ 7 đến 100.000 người."),
        ("100001", "Thành viên phải từ 7 đến 100.000 người."),
    ],
)
def test_a_number_keeps_between_its_two_limits(value: str, sentence: str | None) -> None:
    assert limit_mistake(FIGURES["members"], Fraction(value)) == sentence


def test_a_number_may_have_one_limit_or_none() -> None:
    revenue = FIGURES["revenue"]
    at_most = replace(revenue, lowest=None, highest=Fraction("99.5"))
    assert limit_mistake(revenue, Fraction(-1)) == "Doanh thu không được nhỏ hơn 0 triệu đồng."
    assert limit_mistake(revenue, Fraction(0)) is None
    assert limit_mistake(at_most, Fraction(100)) == "Doanh thu không được lớn hơn 99,5 triệu đồng."
    assert limit_mistake(at_most, Fraction("99.5")) is None
    assert limit_mistake(FIGURES["profit"], Fraction(-(10**12))) is None


def test_a_part_is_not_above_its_whole() -> None:
    part, whole = FIGURES["customers"], FIGURES["members"]
    assert above_mistake(part, Fraction(60), whole, Fraction(60)) is None
    assert above_mistake(part, Fraction(1060), whole, Fraction(60)) == (
        "Thành viên sử dụng dịch vụ (1.060) không được lớn hơn “Thành viên” (60)."
    )


def test_a_figure_nobody_told_is_unknown_and_not_nought() -> None:
    entry = an_entry(revenue={0: 0})
    assert [entry.value("revenue", 0), entry.value("revenue", -1), entry.value("profit", 0)] == [0, None, None]


def test_the_traits_of_an_entry() -> None:
    entry = Entry(code="CS-1", variant="agri", province="Cà Mau", traits={"sector": "agri", "owner": "HTX Một"})
    names = ("province", "variant", "sector", "owner", "product_group")
    assert [entry.trait(name) for name in names] == ["Cà Mau", "agri", "agri", "HTX Một", ""]


def test_only_a_series_and_a_number_are_numbers() -> None:
    assert [figure.key for figure in EVERY.figures if figure.is_number] == ["revenue", "profit", "members", "customers"]
