"""A score sheet: one judge's marks for one entry, and the marks no judge gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.criteria import Banded, Expert, Lookup, walk
from scoring.entry import Entry
from scoring.figures import FigureDef
from scoring.rounding import vietnamese_number
from scoring.rulebook import Variant


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The marks of one judge (by number) for one entry (by code); None is a mark not yet given."""

    entry: str
    judge: int
    marks: Mapping[str, Fraction | None]


@dataclass(frozen=True)
class MarkProblem:
    """What is wrong with one mark: the criterion's key and a sentence for the judge."""

    criterion: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ComputedMark:
    """Points that follow from the dossier; None when the figure is missing."""

    criterion: str
    label: str
    points: Fraction | None
    max_points: Fraction
    working: str


def judged_criteria(variant: Variant) -> tuple[Expert, ...]:
    """The criteria a judge marks, in the order of the table."""
    return tuple(one for one in walk(variant.criteria) if isinstance(one, Expert))


def check_marks(variant: Variant, marks: Mapping[str, Fraction | None], *, complete: bool) -> tuple[MarkProblem, ...]:
    """Every mark that may not stand; `complete` also asks for the marks not yet given."""
    judged = judged_criteria(variant)
    known = {criterion.key for criterion in judged}
    problems = [
        MarkProblem(key, f"“{key}” không phải là tiêu chí do giám khảo chấm.") for key in marks if key not in known
    ]
    for criterion in judged:
        problems.extend(_mark_problems(criterion, marks.get(criterion.key), complete))
    return tuple(problems)


def _mark_problems(criterion: Expert, mark: Fraction | None, complete: bool) -> Iterator[MarkProblem]:
    top = vietnamese_number(criterion.max_points)
    if mark is None:
        if complete:
            sentence = f"Chưa chấm tiêu chí “{criterion.label}” (từ 0 đến {top} điểm)."
            yield MarkProblem(criterion.key, sentence)
    elif mark < 0:
        yield MarkProblem(criterion.key, f"“{criterion.label}”: điểm không được nhỏ hơn 0.")
    elif mark > criterion.max_points:
        sentence = f"“{criterion.label}”: điểm không được lớn hơn {top}."
        yield MarkProblem(criterion.key, sentence)
    elif mark % criterion.step:
        step = vietnamese_number(criterion.step)
        sentence = f"“{criterion.label}”: điểm phải theo bước {step} (ví dụ {step}; {top})."
        yield MarkProblem(criterion.key, sentence)


def computed_marks(variant: Variant, entry: Entry, figures: tuple[FigureDef, ...] = ()) -> tuple[ComputedMark, ...]:
    """The marks of banded and lookup criteria. With `figures` the working names units and answers."""
    named = {figure.key: figure for figure in figures}
    marks: list[ComputedMark] = []
    for one in walk(variant.criteria):
        if isinstance(one, Banded):
            marks.append(_banded_mark(one, entry, named.get(one.figure)))
        elif isinstance(one, Lookup):
            marks.append(_lookup_mark(one, entry, named.get(one.figure)))
    return tuple(marks)


def _banded_mark(criterion: Banded, entry: Entry, figure: FigureDef | None) -> ComputedMark:
    value = entry.value(criterion.figure, criterion.year_offset)
    if value is None:
        return _mark(criterion, None, "Chưa có số liệu nên chưa có điểm.")
    band = criterion.band_of(value)
    unit = f" {figure.unit}" if figure else ""
    working = f"{vietnamese_number(value)}{unit}, thuộc khung {band.words}: {vietnamese_number(band.points)} điểm."
    return _mark(criterion, band.points, working)


def _lookup_mark(criterion: Lookup, entry: Entry, figure: FigureDef | None) -> ComputedMark:
    answer = entry.choices.get(criterion.figure)
    points = None if answer is None else criterion.points_of(answer)
    if answer is None or points is None:
        return _mark(criterion, None, "Chưa có thông tin nên chưa có điểm.")
    options = figure.options if figure else ()
    label = next((option.label for option in options if option.key == answer), answer)
    return _mark(criterion, points, f"{label}: {vietnamese_number(points)} điểm.")


def _mark(criterion: Banded | Lookup, points: Fraction | None, working: str) -> ComputedMark:
    return ComputedMark(
        criterion=criterion.key,
        label=criterion.label,
        points=points,
        max_points=criterion.max_points,
        working=working,
    )
