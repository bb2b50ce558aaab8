"""A sheet laid out by the rulebook: every criterion in order, what was computed and what the judge gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from awards.councils.models import Assignment
from awards.nominations.dossier import DossierContent
from awards.screening.checklist import Checked, checked
from awards.seasons.rulebooks import rulebook_of
from awards.sheets.marks import Marks
from scoring.computed import ComputedMark, adjustment_marks, computed_marks
from scoring.criteria import Criterion, Expert, judged_in
from scoring.rulebook import Variant
from scoring.sheet import MarkProblem, check_marks


@dataclass(frozen=True)
class Row:
    """One criterion; ``depth`` counts the groups above it. ``working`` explains computed points."""

    criterion: Criterion
    depth: int
    points: Fraction | None
    working: str

    @property
    def is_judged(self) -> bool:
        return isinstance(self.criterion, Expert)


@dataclass(frozen=True)
class Paper:
    """The dossier and the marks of one sheet, side by side."""

    reading: Checked
    variant: Variant
    rows: tuple[Row, ...]
    adjustments: tuple[ComputedMark, ...]
    gaps: tuple[MarkProblem, ...]

    @property
    def judged(self) -> int:
        """How many criteria a judge marks."""
        return len(judged_in(self.variant.criteria))

    @property
    def given(self) -> int:
        """How many of them have a mark."""
        return sum(row.is_judged and row.points is not None for row in self.rows)

    @property
    def total(self) -> Fraction:
        """What is known so far of the table: computed points and the marks given, without bonus and penalty."""
        return sum((row.points for row in self.rows if row.points is not None), Fraction(0))


def lay_out(assignment: Assignment, marks: Marks) -> Paper:
    """The paper of an assignment, with ``marks`` where the judge gave them."""
    reading = checked(assignment.nomination.season, assignment.revision)
    variant = reading.rulebook.variant(reading.content.variant)
    entry, figures = reading.content.entry(), reading.rulebook.figures
    computed = computed_marks(variant, entry, figures)
    by_key = {mark.criterion: mark for mark in computed}
    rows = tuple(_rows(variant.criteria, by_key, marks, 0))
    gaps = check_marks(variant, marks, complete=True)
    return Paper(reading, variant, rows, adjustment_marks(variant, entry, figures), gaps)


def variant_of(assignment: Assignment) -> Variant:
    """The scoring table of the dossier that is judged."""
    rulebook = rulebook_of(assignment.nomination.season)
    return rulebook.variant(DossierContent.read(assignment.revision.content).variant)


def _rows(criteria: Iterable[Criterion], computed: dict[str, ComputedMark], marks: Marks, depth: int) -> Iterator[Row]:
    for criterion in criteria:
        mark = computed.get(criterion.key)
        points = mark.points if mark is not None else marks.get(criterion.key)
        yield Row(criterion, depth, points, mark.working if mark is not None else "")
        yield from _rows(criterion.children, computed, marks, depth + 1)
