"""Sheets -> the exact mean of each criterion and the exact total of each entry.

Source of the method: the mean of the members' sheets (practice of the OCOP councils, `origin`
"model" in the rulebook). Only complete sheets count; marks the rulebook forbids are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from scoring.criteria import Criterion, Expert, Group
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.figures import FigureDef
from scoring.rulebook import Variant
from scoring.sheet import ComputedMark, Sheet, check_marks, computed_marks, judged_criteria

NOTHING = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One entry before ranking: complete sheets, points per criterion and group, exact total."""

    sheets: int
    criteria: Mapping[str, Fraction]
    computed: tuple[ComputedMark, ...]
    total: Fraction


class Scale:
    """The judged criteria of a variant, with marks as whole numbers of one common smallest unit."""

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self.judged = judged_criteria(variant)
        self.unit = lcm(1, *(one.step.denominator for one in self.judged))
        self._rows = [(one.key, *self._whole(one)) for one in self.judged]

    def _whole(self, criterion: Expert) -> tuple[int, int]:
        return int(criterion.step * self.unit), int(criterion.max_points * self.unit)

    def units(self, sheet: Sheet) -> list[int] | None:
        """The marks in units, in the table's order; None for an incomplete sheet. Raises ScoringError."""
        row: list[int] = []
        marks = sheet.marks
        if len(marks) > len(self._rows):
            self._refuse(sheet)
        for key, step, most in self._rows:
            mark = marks.get(key)
            if mark is None:
                self._refuse(sheet)
                return None
            part, rest = divmod(self.unit, mark.denominator)
            value = mark.numerator * part
            if rest or value % step or not 0 <= value <= most:
                self._refuse(sheet)
            row.append(value)
        return row

    def _refuse(self, sheet: Sheet) -> None:
        """Raise for marks that may not stand at all; return when the sheet only lacks some."""
        problems = check_marks(self.variant, sheet.marks, complete=False)
        if problems:
            sentences = " ".join(problem.sentence for problem in problems)
            raise ScoringError(
                f"Phiếu của giám khảo số {sheet.judge} cho hồ sơ {sheet.entry} không hợp lệ: {sentences}"
            )


def tally(scale: Scale, entry: Entry, sheets: Iterable[Sheet], figures: tuple[FigureDef, ...]) -> Tally:
    """The tally of one entry. A figure that is missing gives no points; without sheets the means are 0."""
    rows = [row for row in map(scale.units, sheets) if row is not None]
    computed = computed_marks(scale.variant, entry, figures)
    points = {mark.criterion: mark.points or NOTHING for mark in computed}
    divisor = scale.unit * (len(rows) or 1)
    sums = map(sum, zip(*rows, strict=True)) if rows else (0 for _ in scale.judged)
    for criterion, summed in zip(scale.judged, sums, strict=True):
        points[criterion.key] = Fraction(summed, divisor)
    total = sum((_add_up(root, points) for root in scale.variant.criteria), NOTHING)
    return Tally(sheets=len(rows), criteria=points, computed=computed, total=total)


def _add_up(criterion: Criterion, points: dict[str, Fraction]) -> Fraction:
    """The points of a criterion; a group's are the sum of its children's and are noted too."""
    if isinstance(criterion, Group):
        points[criterion.key] = sum((_add_up(child, points) for child in criterion.children), NOTHING)
    return points[criterion.key]
