"""A rulebook may go as far as sense goes: the last accepted value on each side of a check."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from scoring.decision_rules import Cap, DecisionRule, Tier
from scoring.errors import RulebookInvalid
from scoring.figures import Sourced
from scoring.reading import read_rulebook
from tests.scoring.world import EVERY_TEXT, SMALL, changed, with_level

EDGES = {
    "one edition": ("edition = 2", "edition = 1"),
    "no digits": ("digits = 2", "digits = 0"),
    "all digits": ("digits = 2", "digits = 6"),
    "a quota of one": ("recuse_own", 'quota_per_province = { value = 1, origin = "tự đặt" }\nrecuse_own'),
    "a spread of a quarter": ("spread = { limit = 10", "spread = { limit = 0.25"),
    "a quorum of all": ('fraction = "3/4"', "fraction = 1"),
    "unanimity": ('threshold = "2/3"', "threshold = 1"),
    "one of n": ("most = 3", "most = 1"),
    "a floor of nothing": ("floor = { value = 50", "floor = { value = 0"),
    "a floor of everything": ("floor = { value = 50", "floor = { value = 100"),
    "targets for all places": ("places = { value = 5", "places = { value = 4"),
    "nobody waits": ("waiting_list = 2", "waiting_list = 0"),
    "a cap of one": ('by = "owner", count = 3', 'by = "owner", count = 1'),
    "a prize for full marks": ("lower = 90", "lower = 100"),
    "a class for everybody": ('label = "Đồng", lower = 70', 'label = "Đồng", lower = 0'),
    "this year": ("year_offset = -1", "year_offset = 0"),
    "nine years ago": ("year_offset = -1", "year_offset = -9"),
    "ten years of rising": ("years = 2, years_origin", "years = 10, years_origin"),
    "growth of one year": ("years = 2\nfull_at", "years = 1\nfull_at"),
    "growth of nine years": ("years = 2\nfull_at", "years = 9\nfull_at"),
    "the last season only": ("seasons = 2", "seasons = 1"),
    "a minimum of all points": ("minimum = 10", "minimum = 30"),
    "equal limits": ("lowest = 7, highest = 100000", "lowest = 7, highest = 7"),
    "a step as wide as the scale": ("step = 0.25", "step = 20"),
    "words for one mark": ("{ lower = 15, upper = 30, text", "{ lower = 30, upper = 30, text"),
    "a penalty of nothing": ("yes_points = 6", "yes_points = 0"),
}


@pytest.mark.parametrize("name", EDGES)
def test_the_last_value_that_makes_sense_is_accepted(name: str) -> None:
    assert read_rulebook(changed(EVERY_TEXT, EDGES[name])).key == "du-loai"


def test_one_sheet_is_enough_where_the_rules_ask_for_one() -> None:
    one = changed(EVERY_TEXT, ("minimum_sheets = 2", "minimum_sheets = 1"))
    assert read_rulebook(one).levels[0].aggregation.minimum_sheets == 1
    three = changed(
        one, ('method = "mean", minimum_sheets = 1', 'method = "trimmed_mean", trim = 1, minimum_sheets = 3')
    )
    assert read_rulebook(three).levels[0].aggregation.trim == 1


A_CAP = Cap(by="owner", count=1, clause="Điều 12", origin="tự đặt")
GOLD = Tier(key="gold", label="Vàng", lower=Fraction(0), count=1, origin="tự đặt")
SILVER = replace(GOLD, key="silver", count=None)


@pytest.mark.parametrize(
    ("rule", "selective"),
    [
        ({"places": Sourced(value=1, origin="verified")}, True),
        ({"limits": (A_CAP,)}, True),
        ({"tiers": (GOLD, SILVER)}, True),
        ({"tiers": (SILVER,)}, False),
        ({"floor": Sourced(value=Fraction(40), origin="model")}, False),
        ({}, False),
    ],
)
def test_equals_must_be_parted_wherever_the_order_decides_who_is_in(rule: dict[str, Any], selective: bool) -> None:
    drawn = with_level(SMALL, decision=DecisionRule(**rule))
    assert drawn.level().decision.is_selective == selective
    undrawn = replace(drawn.ranking, tie_breaks=())
    if selective:
        with pytest.raises(RulebookInvalid) as refused:
            replace(drawn, ranking=undrawn)
        assert [error.path for error in refused.value.errors] == ["ranking.tie_breaks"]
    else:
        assert replace(drawn, ranking=undrawn).ranking == undrawn
