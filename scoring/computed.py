"""Points that follow from the dossier, with their working: no judge types them.

The points alone are what a count needs; the working is told to whoever reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.adjustments import Adjustment, Penalty
from scoring.criteria import Banded, Checklist, Computed, Growth, Lookup, OptionPoints, Ratio, computed_in
from scoring.entry import Entry
from scoring.figures import FigureDef
from scoring.rounding import Rounding, rounded, vietnamese_number
from scoring.rulebook import Variant
from scoring.scales import Bands, in_proportion

NO_FIGURE = "Chưa có số liệu nên chưa có điểm."
NO_ANSWER = "Chưa có thông tin nên chưa có điểm."
NOTHING = Fraction(0)
SHOWN = Rounding(digits=2, mode="half_up", origin="tự đặt")
"""How the working shows a quotient; points follow from the exact one."""
Figures = Mapping[str, FigureDef]


@dataclass(frozen=True, kw_only=True)
class ComputedMark:
    """Points that follow from the dossier; None when the figure is missing. Bonus positive, penalty negative."""

    criterion: str
    label: str
    points: Fraction | None
    max_points: Fraction
    working: str


def computed_marks(variant: Variant, entry: Entry, figures: tuple[FigureDef, ...] = ()) -> tuple[ComputedMark, ...]:
    """The marks of all computed criteria, in table order. With `figures` the working names units and answers."""
    named = {figure.key: figure for figure in figures}
    return tuple(computed_mark(one, entry, named) for one in computed_in(variant.criteria))


def computed_mark(criterion: Computed, entry: Entry, figures: Figures) -> ComputedMark:
    """The mark of one computed criterion."""
    points = computed_points(criterion, entry)
    return ComputedMark(
        criterion=criterion.key,
        label=criterion.label,
        points=points,
        max_points=criterion.max_points,
        working=_working(criterion, entry, points, figures),
    )


def computed_points(criterion: Computed, entry: Entry) -> Fraction | None:
    """The points of one computed criterion; None when they cannot be known."""
    if isinstance(criterion, Banded):
        value = entry.value(criterion.figure, criterion.year_offset)
        return None if value is None else criterion.scale.band(value).points
    if isinstance(criterion, Ratio | Growth):
        value = _measure(criterion, entry)
        return None if value is None else _points_for(criterion, value)
    if isinstance(criterion, Lookup):
        best = _best(criterion, entry)
        return best.points if best is not None else None if entry.held(criterion.figure) != frozenset() else NOTHING
    if isinstance(criterion, Checklist):
        held = entry.sets.get(criterion.figure)
        return None if held is None else min(_added(criterion.points, held), criterion.max_points)
    answer = entry.flags.get(criterion.figure)
    return None if answer is None else criterion.max_points if answer is criterion.when else NOTHING


def adjustment_marks(variant: Variant, entry: Entry, figures: tuple[FigureDef, ...] = ()) -> tuple[ComputedMark, ...]:
    """Bonus and penalty of an entry, each up to its cap; unknown answers give and take nothing."""
    named = {figure.key: figure for figure in figures}
    return tuple(adjustment_mark(one, entry, named) for one in variant.adjustments)


def _working(criterion: Computed, entry: Entry, points: Fraction | None, figures: Figures) -> str:
    """How the points were found, in words."""
    if isinstance(criterion, Banded):
        return _banded(criterion, entry, figures)
    if isinstance(criterion, Ratio):
        return _ratio(criterion, entry, figures)
    if isinstance(criterion, Growth):
        return _growth(criterion, entry, figures)
    if isinstance(criterion, Lookup):
        return _lookup(criterion, entry, points, figures)
    if points is None:
        return NO_ANSWER
    if isinstance(criterion, Checklist):
        return _checklist(criterion, entry.sets[criterion.figure], points, figures)
    said = _said(entry.flags[criterion.figure], figures.get(criterion.figure))
    return f"{said}: {vietnamese_number(points)} điểm."


def _banded(criterion: Banded, entry: Entry, figures: Figures) -> str:
    value = entry.value(criterion.figure, criterion.year_offset)
    if value is None:
        return NO_FIGURE
    return _in_band(criterion.scale, value, _amount(value, figures.get(criterion.figure)))


def _measure(criterion: Ratio | Growth, entry: Entry) -> Fraction | None:
    """The exact quotient, or the growth in percent; None where a figure is missing or the divisor is not above 0."""
    if isinstance(criterion, Ratio):
        part, whole = (entry.value(key, criterion.year_offset) for key in (criterion.part, criterion.whole))
        if part is None or whole is None or whole <= 0:
            return None
        return part / whole * (100 if criterion.percent else 1)
    now, before = entry.value(criterion.figure, 0), entry.value(criterion.figure, -criterion.years)
    if now is None or before is None or before <= 0:
        return None
    return (now - before) / before * 100


def _points_for(criterion: Ratio | Growth, value: Fraction) -> Fraction:
    """Points of a measure by its bands, or in proportion."""
    if criterion.full_at is None:
        return criterion.scale.band(value).points
    return in_proportion(value, criterion.full_at, criterion.max_points)


def _ratio(criterion: Ratio, entry: Entry, figures: Figures) -> str:
    part, whole = (entry.value(key, criterion.year_offset) for key in (criterion.part, criterion.whole))
    if part is None or whole is None:
        return NO_FIGURE
    told = f"{_amount(part, figures.get(criterion.part))} / {_amount(whole, figures.get(criterion.whole))}"
    value = _measure(criterion, entry)
    if value is None:
        return f"{told}: số chia phải lớn hơn 0 nên không tính được."
    return _scaled(criterion, value, f"{told} = {_measured(criterion, value)}{'%' if criterion.percent else ''}")


def _growth(criterion: Growth, entry: Entry, figures: Figures) -> str:
    now, before = entry.value(criterion.figure, 0), entry.value(criterion.figure, -criterion.years)
    if now is None or before is None:
        return NO_FIGURE
    told = f"{vietnamese_number(before)} → {_amount(now, figures.get(criterion.figure))}"
    value = _measure(criterion, entry)
    if value is None:
        return f"{told}: số gốc phải lớn hơn 0 nên không tính được mức tăng."
    shown = _measured(criterion, value)
    grown = f"giảm {shown.removeprefix('-')}" if value < 0 else f"tăng {shown}"
    return _scaled(criterion, value, f"{told}, {grown}%")


def _measured(criterion: Ratio | Growth, value: Fraction) -> str:
    """The measure with two decimals, or with more where two would show it in another band."""
    short = rounded(value, SHOWN)
    same = not criterion.bands or criterion.scale.band(short) is criterion.scale.band(value)
    return vietnamese_number(short if same else value)


def _scaled(criterion: Ratio | Growth, value: Fraction, told: str) -> str:
    if criterion.full_at is None:
        return _in_band(criterion.scale, value, told)
    full, points = vietnamese_number(criterion.full_at), vietnamese_number(_points_for(criterion, value))
    return f"{told}, theo tỷ lệ (từ {full} được {criterion.most} điểm): {points} điểm."


def _in_band(scale: Bands, value: Fraction, told: str) -> str:
    band = scale.band(value)
    return f"{told}, thuộc khung {band.words}: {band.given} điểm."


def _best(criterion: Lookup, entry: Entry) -> OptionPoints | None:
    """Of the answers the rulebook knows the one with most points."""
    held = entry.held(criterion.figure) or frozenset()
    return max((one for one in criterion.points if one.option in held), key=lambda one: one.points, default=None)


def _lookup(criterion: Lookup, entry: Entry, points: Fraction | None, figures: Figures) -> str:
    if points is None:
        return NO_ANSWER
    best = _best(criterion, entry)
    if best is None:
        return "Không có mục nào: 0 điểm."
    held = entry.held(criterion.figure) or frozenset()
    label = _option_label(figures.get(criterion.figure), best.option)
    only = " (chỉ tính mức cao nhất)" if sum(one.option in held for one in criterion.points) > 1 else ""
    return f"{label}: {vietnamese_number(points)} điểm{only}."


def _checklist(criterion: Checklist, held: frozenset[str], points: Fraction, figures: Figures) -> str:
    told = _items(criterion.points, held, figures.get(criterion.figure))
    capped = _capped(_added(criterion.points, held), criterion.max_points)
    return f"{told}{capped}: {vietnamese_number(points)} điểm."


def adjustment_mark(adjustment: Adjustment, entry: Entry, figures: Figures) -> ComputedMark:
    """One bonus or penalty of an entry."""
    points = adjustment_points(adjustment, entry)
    word = "trừ" if isinstance(adjustment, Penalty) else "cộng"
    told = _told(adjustment, entry, figures.get(adjustment.figure))
    capped = _capped(_uncapped(adjustment, entry), adjustment.cap)
    return ComputedMark(
        criterion=adjustment.key,
        label=adjustment.label,
        points=points,
        max_points=adjustment.cap,
        working=f"{told}{capped}: {word} {vietnamese_number(abs(points))} điểm.",
    )


def adjustment_points(adjustment: Adjustment, entry: Entry) -> Fraction:
    """The points of one bonus or (negative) penalty, up to its cap; unknown answers give and take nothing."""
    capped = min(_uncapped(adjustment, entry), adjustment.cap)
    return -capped if isinstance(adjustment, Penalty) else capped


def _uncapped(adjustment: Adjustment, entry: Entry) -> Fraction:
    if adjustment.yes_points is not None:
        return adjustment.yes_points if entry.flags.get(adjustment.figure) else NOTHING
    held = entry.held(adjustment.figure)
    return NOTHING if held is None else _added(adjustment.points, held)


def _told(adjustment: Adjustment, entry: Entry, figure: FigureDef | None) -> str:
    if adjustment.yes_points is not None:
        answer = entry.flags.get(adjustment.figure)
        return "Chưa có thông tin" if answer is None else _said(answer, figure)
    held = entry.held(adjustment.figure)
    return "Chưa có thông tin" if held is None else _items(adjustment.points, held, figure)


def _added(points: tuple[OptionPoints, ...], held: frozenset[str]) -> Fraction:
    """The points of all items held."""
    return sum((one.points for one in points if one.option in held), NOTHING)


def _items(points: tuple[OptionPoints, ...], held: frozenset[str], figure: FigureDef | None) -> str:
    """The items held with their points, in the order of the table."""
    told = [
        f"{_option_label(figure, one.option)} {vietnamese_number(one.points)}" for one in points if one.option in held
    ]
    return "; ".join(told) or "Không có mục nào"


def _capped(points: Fraction, cap: Fraction) -> str:
    if points <= cap:
        return ""
    return f"; cộng lại {vietnamese_number(points)}, mức trần {vietnamese_number(cap)}"


def _option_label(figure: FigureDef | None, key: str) -> str:
    options = figure.options if figure else ()
    return next((option.label for option in options if option.key == key), key)


def _said(answer: bool, figure: FigureDef | None) -> str:
    """The answer with its question: "“Nợ thuế quá hạn” – không"."""
    if figure is None:
        return "Có" if answer else "Không"
    return f"“{figure.label}” – {'có' if answer else 'không'}"


def _amount(value: Fraction, figure: FigureDef | None) -> str:
    return f"{vietnamese_number(value)} {figure.unit}" if figure else vietnamese_number(value)
