"""A sheet laid out by the rulebook: every criterion in order, what was computed and what the judge gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from awards.councils.models import Assignment
from awards.nominations.dossier import DossierContent
from awards.nominations.reading import DossierReading
from awards.seasons.rulebooks import rulebook_of
from awards.sheets.blind import code_of, is_blind, masked, neutral_name
from awards.sheets.changes import Content
from awards.sheets.queries import JudgedFile
from scoring.computed import ComputedMark, adjustment_marks, computed_marks
from scoring.criteria import Criterion, Expert, judged_in
from scoring.rounding import vietnamese_number
from scoring.rulebook import Variant
from scoring.sheet import MarkProblem, check_marks, check_reasons

MOST_CHOICES = 11
"""Marks set out as buttons side by side; more are typed."""


@dataclass(frozen=True)
class Row:
    """One criterion; ``depth`` counts the groups above it. ``working`` explains computed points, ``reason`` a mark."""

    criterion: Criterion
    depth: int
    points: Fraction | None
    working: str
    reason: str = ""

    @property
    def is_judged(self) -> bool:
        return isinstance(self.criterion, Expert)


@dataclass(frozen=True)
class Paper:
    """The dossier and the marks of one sheet, side by side. ``is_blind``: the nominee is hidden behind a code."""

    reading: DossierReading
    variant: Variant
    rows: tuple[Row, ...]
    adjustments: tuple[ComputedMark, ...]
    content: Content
    is_blind: bool = False

    @cached_property
    def gaps(self) -> tuple[MarkProblem, ...]:
        """The marks and reasons that are missing before the sheet may be cast."""
        marks, reasons = self.content.marks, self.content.reasons
        return (*check_marks(self.variant, marks, complete=True), *check_reasons(self.variant, marks, reasons))

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


def lay_out(assignment: Assignment, content: Content, *, for_judge: bool = False) -> Paper:
    """The paper of an assignment, with what the judge gave; ``for_judge`` hides the nominee where judging is blind.

    What is computed follows from the dossier as it is, hidden or not.
    """
    rulebook = rulebook_of(assignment.nomination.season)
    code = code_of(assignment.nomination) if for_judge and is_blind(assignment) else None
    return paper_of(DossierReading(DossierContent.read(assignment.revision.content), rulebook), content, code)


def paper_of(reading: DossierReading, content: Content, code: str | None) -> Paper:
    """The paper of a dossier; ``code`` stands for the nominee where judging is blind."""
    variant = reading.rulebook.variant(reading.content.variant)
    entry, figures = reading.content.entry(), reading.rulebook.figures
    computed = computed_marks(variant, entry, figures)
    by_key = {mark.criterion: mark for mark in computed}
    rows = tuple(_rows(variant.criteria, by_key, content, 0))
    adjustments = adjustment_marks(variant, entry, figures)
    if code is not None:
        reading = replace(reading, content=masked(reading.content, code))
    return Paper(reading, variant, rows, adjustments, content, code is not None)


def file_name_for_judge(judged: JudgedFile) -> str:
    """The name a judge gets a file under: its own, or a neutral one where judging is blind."""
    if not is_blind(judged.assignment):
        return judged.file.name
    content = DossierContent.read(judged.assignment.revision.content)
    return neutral_name(content, judged.file.public_id) or judged.file.public_id


def choices_of(criterion: Expert) -> tuple[str, ...]:
    """Every mark there is, as it is written, from nothing up; none where there are too many to choose."""
    steps = criterion.max_points / criterion.step
    if steps.denominator != 1 or steps >= MOST_CHOICES:
        return ()
    return tuple(vietnamese_number(criterion.step * number) for number in range(int(steps) + 1))


def variant_of(assignment: Assignment) -> Variant:
    """The scoring table of the dossier that is judged."""
    rulebook = rulebook_of(assignment.nomination.season)
    return rulebook.variant(DossierContent.read(assignment.revision.content).variant)


def _rows(
    criteria: Iterable[Criterion], computed: dict[str, ComputedMark], content: Content, depth: int
) -> Iterator[Row]:
    for criterion in criteria:
        mark = computed.get(criterion.key)
        points = mark.points if mark is not None else content.marks.get(criterion.key)
        working = mark.working if mark is not None else ""
        yield Row(criterion, depth, points, working, content.reasons.get(criterion.key, ""))
        yield from _rows(criterion.children, computed, content, depth + 1)
