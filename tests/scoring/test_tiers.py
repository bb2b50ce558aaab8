"""Prizes and classes: by points, by number, to the chosen or to all who are ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ballots import Ballots
from scoring.decision import Candidate, decide
from scoring.decision_rules import DecisionRule, Tier
from scoring.entry import Entry
from scoring.figures import Sourced
from tests.scoring.world import SMALL

NO_VOTES = Ballots(approvals={}, departures=(), order={}, order_reason="")


def a_tier(key: str, lower: int, count: int | None = None) -> Tier:
    return Tier(key=key, label=key, lower=Fraction(lower), count=count, origin="model")


STARS = tuple(a_tier(f"star{number}", lower) for number, lower in ((5, 90), (4, 70), (3, 50), (2, 30), (1, 0)))
PRIZES = (a_tier("A", 70, 2), a_tier("B", 70, 5), a_tier("C", 70, 16))


def tiers(tiers: Sequence[Tier], candidates: Sequence[Candidate], **rule: Any) -> list[str | None]:
    level = replace(SMALL.level(), decision=DecisionRule(tiers=tuple(tiers), **rule))
    found = decide(level, candidates, NO_VOTES)
    return [found[one.entry.code].tier for one in candidates]


def ranked(*totals: str | int) -> list[Candidate]:
    """Candidates with these totals, best first; equal totals share a rank."""
    exact = [Fraction(total) for total in totals]
    return [
        Candidate(
            entry=Entry(code=f"{number:03}", variant="agri", province="Huế"), rank=exact.index(total) + 1, total=total
        )
        for number, total in enumerate(exact)
    ]


@pytest.mark.parametrize(
    ("total", "star"),
    [
        ("100", 5),
        ("90", 5),
        ("89.99", 4),
        ("70", 4),
        ("69.99", 3),
        ("50", 3),
        ("49.99", 2),
        ("30", 2),
        ("29.99", 1),
        ("0", 1),
    ],
)
def test_the_stars_of_ocop(total: str, star: int) -> None:
    # Bộ tiêu chí OCOP: 5 sao từ 90, 4 sao từ 70, 3 sao từ 50, 2 sao từ 30, 1 sao dưới 30.
    assert tiers(STARS, ranked(total), tier_scope="ranked") == [f"star{star}"]


def test_quang_nam_gives_two_prizes_a_five_b_and_sixteen_c() -> None:
    # Quảng Nam 2014: 48 hồ sơ; 2 giải A, 5 giải B, 16 giải C; điểm sàn 70.
    candidates = ranked(*(str(Fraction(185 - number, 2)) for number in range(48)))
    found = tiers(PRIZES, candidates, floor=Sourced(value=Fraction(70), origin="model"))
    assert found == ["A"] * 2 + ["B"] * 5 + ["C"] * 16 + [None] * 25


def test_equals_get_a_prize_together_or_not_at_all() -> None:
    assert tiers(PRIZES[:2], ranked(90, 80, 80, 75)) == ["A", "B", "B", "B"]
    assert tiers(PRIZES[:2], ranked(90, 90, 90, 75)) == ["B", "B", "B", "B"]


def test_a_prize_that_needs_more_points_passes_over_the_rest() -> None:
    assert tiers((a_tier("gold", 90, 1), a_tier("silver", 80)), ranked(95, 94, 80, "79.5")) == [
        "gold", "silver", "silver", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "expected"), [("chosen", ["star5", None, None]), ("ranked", ["star5", "star4", "star3"])]
)
def test_classes_are_for_the_chosen_or_for_all_who_are_ranked(scope: str, expected: list[str | None]) -> None:
    places = Sourced(value=1, origin="verified")
    assert tiers(STARS, ranked(90, 80, 50), places=places, tier_scope=scope) == expected


def test_without_tiers_nobody_has_one() -> None:
    assert tiers((), ranked(90)) == [None]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_more_points_never_mean_fewer_stars_and_everybody_has_some(quarters: list[int]) -> None:
    candidates = ranked(*(str(Fraction(quarter, 4)) for quarter in sorted(quarters, reverse=True)))
    found = tiers(STARS, candidates, tier_scope="ranked")
    assert None not in found
    assert found == sorted(found, key=str, reverse=True)
