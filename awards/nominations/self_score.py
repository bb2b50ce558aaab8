"""The province's own assessment: what follows from the figures, and what it would give where judges decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from awards.nominations.dossier import DossierContent, OwnMarkContent
from scoring.computed import ComputedMark, adjustment_marks, computed_marks
from scoring.criteria import Criterion, Expert, judged_in, walk
from scoring.rounding import vietnamese_number
from scoring.rulebook import Rulebook


@dataclass(frozen=True)
class ScoreRow:
    """One criterion; ``depth`` counts the groups above it. ``working`` explains computed points, ``note`` own ones."""

    criterion: Criterion
    depth: int
    points: Fraction | None
    working: str
    note: str

    @property
    def is_own(self) -> bool:
        """Whether the province gives the mark itself."""
        return isinstance(self.criterion, Expert)


@dataclass(frozen=True)
class Bar:
    """What is known of one head of the table, drawn."""

    label: str
    value: str
    max: str
    text: str


@dataclass(frozen=True)
class SelfScore:
    """The table with computed points and own marks side by side; never part of a result."""

    rows: tuple[ScoreRow, ...]
    adjustments: tuple[ComputedMark, ...]
    bars: tuple[Bar, ...]
    most: Fraction

    @property
    def total(self) -> Fraction:
        """What is known so far: computed points and own marks, without bonus and penalty."""
        return sum((row.points for row in self.rows if row.points is not None), Fraction(0))

    @property
    def own(self) -> int:
        """How many criteria the province may mark."""
        return sum(row.is_own for row in self.rows)

    @property
    def given(self) -> int:
        """How many of them it has marked."""
        return sum(row.is_own and row.points is not None for row in self.rows)


def assess(rulebook: Rulebook, content: DossierContent) -> SelfScore:
    """Lay the published table over a dossier."""
    variant = rulebook.variant(content.variant)
    entry = content.entry()
    computed = {mark.criterion: mark for mark in computed_marks(variant, entry, rulebook.figures)}
    own = {mark.criterion: mark for mark in content.self_marks}
    rows = tuple(_rows(variant.criteria, computed, own, 0))
    known = {row.criterion.key: row.points for row in rows if row.points is not None}
    bars = tuple(_bar(criterion, known) for criterion in variant.criteria)
    return SelfScore(rows, adjustment_marks(variant, entry, rulebook.figures), bars, rulebook.max_total.value)


def experts(rulebook: Rulebook, variant: str) -> tuple[Expert, ...]:
    """The criteria judges mark, which the province may mark for itself."""
    return judged_in(rulebook.variant(variant).criteria)


def _rows(
    criteria: Iterable[Criterion],
    computed: Mapping[str, ComputedMark],
    own: Mapping[str, OwnMarkContent],
    depth: int,
) -> Iterator[ScoreRow]:
    for criterion in criteria:
        mark, given = computed.get(criterion.key), own.get(criterion.key)
        points = mark.points if mark is not None else _points(given)
        working = mark.working if mark is not None else ""
        yield ScoreRow(criterion, depth, points, working, given.note if given is not None else "")
        yield from _rows(criterion.children, computed, own, depth + 1)


def _points(given: OwnMarkContent | None) -> Fraction | None:
    return Fraction(Decimal(given.mark)) if given is not None and given.mark else None


def _bar(criterion: Criterion, known: Mapping[str, Fraction]) -> Bar:
    got = sum((known.get(one.key, Fraction(0)) for one in walk((criterion,))), Fraction(0))
    text = f"{vietnamese_number(got)}/{criterion.most}"
    return Bar(f"{criterion.key}. {criterion.label}", str(float(got)), str(float(criterion.max_points)), text)
