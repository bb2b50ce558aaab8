"""Points that follow from the dossier, with their working: no judge types them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.adjustments import Adjustment, Penalty
from scoring.criteria import Banded, Boolean, Checklist, Computed, Growth, Lookup, OptionPoints, Ratio, computed_in
from scoring.entry import Entry
from scoring.figures import FigureDef
from scoring.rounding import Rounding, rounded, vietnamese_number
from scoring.rulebook import Variant
from scoring.scales import Band, band_of, in_proportion

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
    points, working = _computed(criterion, entry, figures)
    return ComputedMark(
        criterion=criterion.key,
        label=criterion.label,
        points=points,
        max_points=criterion.max_points,
        working=working,
    )


def adjustment_marks(variant: Variant, entry: Entry, figures: tuple[FigureDef, ...] = ()) -> tuple[ComputedMark, ...]:
    """Bonus and penalty of an entry, each up to its cap; unknown answers give and take nothing."""
    named = {figure.key: figure for figure in figures}
    return tuple(adjustment_mark(one, entry, named) for one in variant.adjustments)


def _computed(criterion: Computed, entry: Entry, figures: Figures) -> tuple[Fraction | None, str]:
    if isinstance(criterion, Banded):
        return _banded(criterion, entry, figures)
    if isinstance(criterion, Ratio):
        return _ratio(criterion, entry, figures)
    if isinstance(criterion, Growth):
        return _growth(criterion, entry, figures)
    if isinstance(criterion, Lookup):
        return _lookup(criterion, entry, figures)
    if isinstance(criterion, Checklist):
        return _checklist(criterion, entry, figures)
    return _boolean(criterion, entry, figures)


def _banded(criterion: Banded, entry: Entry, figures: Figures) -> tuple[Fraction | None, str]:
    value = entry.value(criterion.figure, criterion.year_offset)
    if value is None:
        return None, NO_FIGURE
    return _in_band(criterion.bands, value, _amount(value, figures.get(criterion.figure)))


def _ratio(criterion: Ratio, entry: Entry, figures: Figures) -> tuple[Fraction | None, str]:
    part, whole = (entry.value(key, criterion.year_offset) for key in (criterion.part, criterion.whole))
    if part is None or whole is None:
        return None, NO_FIGURE
    told = f"{_amount(part, figures.get(criterion.part))} / {_amount(whole, figures.get(criterion.whole))}"
    if whole <= 0:
        return None, f"{told}: số chia phải lớn hơn 0 nên không tính được."
    value = part / whole * (100 if criterion.percent else 1)
    return _scaled(criterion, value, f"{told} = {_measured(criterion, value)}{'%' if criterion.percent else ''}")


def _growth(criterion: Growth, entry: Entry, figures: Figures) -> tuple[Fraction | None, str]:
    now, before = entry.value(criterion.figure, 0), entry.value(criterion.figure, -criterion.years)
    if now is None or before is None:
        return None, NO_FIGURE
    told = f"{vietnamese_number(before)} → {_amount(now, figures.get(criterion.figure))}"
    if before <= 0:
        return None, f"{told}: số gốc phải lớn hơn 0 nên không tính được mức tăng."
    value = (now - before) / before * 100
    shown = _measured(criterion, value)
    grown = f"giảm {shown.removeprefix('-')}" if value < 0 else f"tăng {shown}"
    return _scaled(criterion, value, f"{told}, {grown}%")


def _measured(criterion: Ratio | Growth, value: Fraction) -> str:
    """The measure with two decimals, or with more where two would show it in another band."""
    short = rounded(value, SHOWN)
    same = not criterion.bands or band_of(criterion.bands, short) is band_of(criterion.bands, value)
    return vietnamese_number(short if same else value)


def _scaled(criterion: Ratio | Growth, value: Fraction, told: str) -> tuple[Fraction, str]:
    """Points of a measure by its bands, or in proportion."""
    if criterion.full_at is None:
        return _in_band(criterion.bands, value, told)
    points = in_proportion(value, criterion.full_at, criterion.max_points)
    full = vietnamese_number(criterion.full_at)
    return points, f"{told}, theo tỷ lệ (từ {full} được {criterion.most} điểm): {vietnamese_number(points)} điểm."


def _in_band(bands: tuple[Band, ...], value: Fraction, told: str) -> tuple[Fraction, str]:
    band = band_of(bands, value)
    return band.points, f"{told}, thuộc khung {band.words}: {band.given} điểm."


def _lookup(criterion: Lookup, entry: Entry, figures: Figures) -> tuple[Fraction | None, str]:
    held = entry.held(criterion.figure)
    if held is None:
        return None, NO_ANSWER
    known = [one for one in criterion.points if one.option in held]
    if not known:
        return (NOTHING, "Không có mục nào: 0 điểm.") if not held else (None, NO_ANSWER)
    best = max(known, key=lambda one: one.points)
    label = _option_label(figures.get(criterion.figure), best.option)
    only = " (chỉ tính mức cao nhất)" if len(known) > 1 else ""
    return best.points, f"{label}: {vietnamese_number(best.points)} điểm{only}."


def _checklist(criterion: Checklist, entry: Entry, figures: Figures) -> tuple[Fraction | None, str]:
    held = entry.sets.get(criterion.figure)
    if held is None:
        return None, NO_ANSWER
    summed, told = _sum(criterion.points, held, figures.get(criterion.figure))
    points = min(summed, criterion.max_points)
    return points, f"{told}{_capped(summed, criterion.max_points)}: {vietnamese_number(points)} điểm."


def _boolean(criterion: Boolean, entry: Entry, figures: Figures) -> tuple[Fraction | None, str]:
    answer = entry.flags.get(criterion.figure)
    if answer is None:
        return None, NO_ANSWER
    points = criterion.max_points if answer is criterion.when else NOTHING
    return points, f"{_said(answer, figures.get(criterion.figure))}: {vietnamese_number(points)} điểm."


def adjustment_mark(adjustment: Adjustment, entry: Entry, figures: Figures) -> ComputedMark:
    """One bonus or penalty of an entry."""
    points, told = _adjusted(adjustment, entry, figures.get(adjustment.figure))
    capped = min(points, adjustment.cap)
    signed = -capped if isinstance(adjustment, Penalty) else capped
    word = "trừ" if isinstance(adjustment, Penalty) else "cộng"
    return ComputedMark(
        criterion=adjustment.key,
        label=adjustment.label,
        points=signed,
        max_points=adjustment.cap,
        working=f"{told}{_capped(points, adjustment.cap)}: {word} {vietnamese_number(capped)} điểm.",
    )


def _adjusted(adjustment: Adjustment, entry: Entry, figure: FigureDef | None) -> tuple[Fraction, str]:
    if adjustment.yes_points is not None:
        answer = entry.flags.get(adjustment.figure)
        told = "Chưa có thông tin" if answer is None else _said(answer, figure)
        return (adjustment.yes_points if answer else NOTHING), told
    held = entry.held(adjustment.figure)
    return (NOTHING, "Chưa có thông tin") if held is None else _sum(adjustment.points, held, figure)


def _sum(points: tuple[OptionPoints, ...], held: frozenset[str], figure: FigureDef | None) -> tuple[Fraction, str]:
    """The points of all items held, and the items in words, in the order of the table."""
    counted = [one for one in points if one.option in held]
    told = "; ".join(f"{_option_label(figure, one.option)} {vietnamese_number(one.points)}" for one in counted)
    return sum((one.points for one in counted), NOTHING), told or "Không có mục nào"


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
