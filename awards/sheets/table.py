"""A judge's own marks side by side, and how the totals spread. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from awards.base.collation import sort_key
from awards.sheets.own_sheets import MarkTable, OwnSheet

NOTHING = Fraction(0)
WHOLE = 1000
"""Width of the drawn line in its own units."""


@dataclass(frozen=True)
class Spread:
    """Lowest, middle and highest of the totals of whole sheets; ``dots``: where each stands on the drawn line."""

    least: Fraction
    middle: Fraction
    most: Fraction
    dots: tuple[int, ...]


@dataclass(frozen=True)
class Compared:
    """The table with its rows in the order asked for; ``spread`` None: no sheet is whole yet."""

    table: MarkTable
    rows: tuple[OwnSheet, ...]
    means: tuple[Fraction | None, ...]
    spread: Spread | None


def compare(table: MarkTable, order: str) -> Compared:
    """``order``: "ten", "ma", the key of a criterion, else by total, the highest first."""
    keys = [one.key for one in table.criteria]
    means = tuple(_mean([row.content.marks.get(key) for row in table.rows]) for key in keys)
    return Compared(table, tuple(_sorted(table.rows, order, keys)), means, _spread(table))


def _sorted(rows: tuple[OwnSheet, ...], order: str, keys: list[str]) -> list[OwnSheet]:
    if order == "ten":
        return sorted(rows, key=lambda row: sort_key(row.dossier.title))
    if order == "ma":
        return sorted(rows, key=lambda row: row.dossier.reference)
    if order in keys:
        return sorted(rows, key=lambda row: _first_the_highest(row.content.marks.get(order)))
    return sorted(rows, key=lambda row: _first_the_highest(row.total if row.version is not None else None))


def _first_the_highest(mark: Fraction | None) -> tuple[bool, Fraction]:
    return (mark is None, -(mark or NOTHING))


def _mean(marks: list[Fraction | None]) -> Fraction | None:
    given = [mark for mark in marks if mark is not None]
    return sum(given, NOTHING) / len(given) if given else None


def _spread(table: MarkTable) -> Spread | None:
    totals = sorted(row.total for row in table.rows if row.version is not None and not row.gaps)
    if not totals:
        return None
    half = len(totals) // 2
    middle = totals[half] if len(totals) % 2 else (totals[half - 1] + totals[half]) / 2
    whole = sum((one.max_points for one in table.variant.criteria), NOTHING)
    return Spread(totals[0], middle, totals[-1], tuple(int(total / whole * WHOLE) for total in totals))
