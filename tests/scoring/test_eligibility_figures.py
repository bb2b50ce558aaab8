"""The figure and the limit that stand beside the result of each condition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from scoring.entry import Entry, HeldPaper
from tests.scoring.test_eligibility import a_product, result_of
from tests.scoring.world import EVERY


@pytest.mark.parametrize(
    ("changes", "key", "figure", "limit"),
    [
        ({}, "K1", "5.000", "1.000"),
        ({}, "K2", "5.000 → 5.500", ""),
        ({}, "K3", "01/06/2025", "cấp từ 01/04/2025, còn hiệu lực ngày 31/03/2026"),
        (
            {"papers": {"test_report": HeldPaper(date(2025, 6, 1), date(2026, 1, 1))}},
            "K3",
            "01/01/2026",
            "cấp từ 01/04/2025, còn hiệu lực ngày 31/03/2026",
        ),
        ({"flags": {"lawful": True, "inquiry": False}}, "K4", "có", ""),
        ({"flags": {"lawful": False, "inquiry": False}}, "K4", "không", ""),
        ({"choices": {"form": "group"}}, "K5", "Tổ hợp tác", "Hợp tác xã; Liên hiệp"),
        ({"choices": {}}, "K5", "", "Hợp tác xã; Liên hiệp"),
        ({"flags": {"lawful": True, "inquiry": True}}, "K6", "có", ""),
        ({"flags": {"lawful": True, "inquiry": False}}, "K6", "không", ""),
        (
            {"past_honours": {"nominee": (2,), "product": ()}},
            "K7",
            "2 mùa giải trước",
            "không trong 2 mùa giải gần nhất",
        ),
    ],
)
def test_the_figure_and_the_limit_stand_beside_every_result(
    changes: dict[str, Any], key: str, figure: str, limit: str
) -> None:
    result = result_of(key, a_whole_product(**changes), EVERY)
    assert (result.figure, result.limit) == (figure, limit)


def a_whole_product(**changes: Any) -> Entry:
    """A product that meets every condition of the rulebook with every kind of rule, unless told otherwise."""
    product = a_product(
        series={"revenue": {0: Fraction(5500), -1: Fraction(5000)}, "members": {0: Fraction(60)}},
        choices={"form": "coop"},
        flags={"lawful": True, "inquiry": False, "traceable": True},
        papers={"registration": HeldPaper(), "test_report": HeldPaper(date(2025, 6, 1), date(2026, 6, 1))},
        past_honours={"nominee": (3,), "product": ()},
    )
    return replace(product, **changes)
