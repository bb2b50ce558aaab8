"""The limits a rulebook sets for a figure at typing, as sentences for whoever types it."""

from __future__ import annotations

from fractions import Fraction

from scoring.figures import FigureDef
from scoring.rounding import vietnamese_number


def limit_mistake(figure: FigureDef, value: Fraction) -> str | None:
    """Why the number lies outside `lowest` and `highest` (both included), or None."""
    low, high = figure.lowest, figure.highest
    below, above = low is not None and value < low, high is not None and value > high
    if not below and not above:
        return None
    limits = [vietnamese_number(limit) for limit in (low, high) if limit is not None]
    if len(limits) == 2:
        return f"{figure.label} phải từ {limits[0]} đến {limits[1]} {figure.unit}."
    word = "nhỏ" if below else "lớn"
    return f"{figure.label} không được {word} hơn {limits[0]} {figure.unit}."


def above_mistake(figure: FigureDef, value: Fraction, other: FigureDef, ceiling: Fraction) -> str | None:
    """Why the number exceeds the figure it may not be above, or None."""
    if value <= ceiling:
        return None
    told, most = vietnamese_number(value), vietnamese_number(ceiling)
    return f"{figure.label} ({told}) không được lớn hơn “{other.label}” ({most})."
