"""Places from scores: the largest first, equals share a place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

Value = int | float | Fraction | Decimal


def competition_places(scores: Mapping[str, Value]) -> dict[str, int]:
    """1, 2, 2, 4: a place is one more than the number of better entries."""
    ordered = sorted(scores.values(), reverse=True)
    first_at: dict[Value, int] = {}
    for place, value in enumerate(ordered, start=1):
        first_at.setdefault(value, place)
    return {code: first_at[value] for code, value in scores.items()}


def dense_places(scores: Mapping[str, Value]) -> dict[str, int]:
    """1, 2, 2, 3: a place is one more than the number of better scores."""
    place_of = {value: place for place, value in enumerate(sorted(set(scores.values()), reverse=True), start=1)}
    return {code: place_of[value] for code, value in scores.items()}


def within_first(scores: Mapping[str, Value], first: int) -> frozenset[str]:
    """The entries whose competition place is at most `first`; a tie across the line takes all of it in."""
    return frozenset(code for code, place in competition_places(scores).items() if place <= first)
