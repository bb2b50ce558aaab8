"""The criteria of a scoring table: groups of any depth, points computed from figures, points by judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal, TypeAlias

from scoring.errors import RulebookError
from scoring.figures import EARLIEST_OFFSET, Origin, Vocabulary
from scoring.rounding import vietnamese_number
from scoring.scales import Band, Bands, band_mistakes
from scoring.unread import known


@dataclass(frozen=True, kw_only=True)
class _Common:
    """What every criterion has.

    `origin` is the origin of the maximum; `guidance` is public text. Below `minimum` points, after
    aggregation, the entry is out whatever its total (điểm liệt).
    """

    key: str
    label: str
    max_points: Fraction
    origin: Origin
    guidance: str = ""
    minimum: Fraction | None = None

    @cached_property
    def most(self) -> str:
        """The maximum as people read it."""
        return vietnamese_number(self.max_points)


@dataclass(frozen=True, kw_only=True)
class _Leaf(_Common):
    """A criterion that gives points itself. `scale_origin`: origin of its bands, points or step."""

    scale_origin: Origin
    children: ClassVar[tuple[Criterion, ...]] = ()

    def top_mistakes(self, points: Iterable[Fraction], path: str) -> Iterator[RulebookError]:
        """The best reachable points are the declared maximum, and none is negative."""
        reachable = tuple(points)
        if not reachable or not known(self.max_points, *reachable):
            return
        if min(reachable) < 0:
            yield RulebookError(path, "Điểm không được âm.")
        if max(reachable) != self.max_points:
            best, declared = vietnamese_number(max(reachable)), vietnamese_number(self.max_points)
            yield RulebookError(path, f"Điểm cao nhất là {best}, khác điểm tối đa {declared}.")


@dataclass(frozen=True, kw_only=True)
class Group(_Common):
    """A criterion made of others; its maximum is the sum of theirs."""

    kind: Literal["group"] = "group"
    children: tuple[Criterion, ...]

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        if not self.children:
            yield RulebookError(f"{path}.children", "Nhóm tiêu chí phải có ít nhất một tiêu chí.")
            return
        yield from sum_mistakes(self.max_points, self.children, f"{path}.max_points")
        for index, child in enumerate(self.children):
            yield from criterion_mistakes(child, f"{path}.children[{index}]", vocabulary)


@dataclass(frozen=True, kw_only=True)
class Banded(_Leaf):
    """Points by the band in which a figure falls (as in Thông tư 09/2017/TT-BNNPTNT)."""

    kind: Literal["banded"] = "banded"
    figure: str
    year_offset: int = 0
    bands: tuple[Band, ...]

    @cached_property
    def scale(self) -> Bands:
        """The bands, ready to be asked."""
        return Bands(self.bands)

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.number_mistakes(self.figure, self.year_offset, path)
        yield from band_mistakes(self.bands, f"{path}.bands")
        yield from self.top_mistakes((band.points for band in self.bands), f"{path}.bands")


@dataclass(frozen=True, kw_only=True)
class _Measured(_Leaf):
    """Points for a computed measure: by bands, or in proportion up to all points at `full_at`."""

    bands: tuple[Band, ...] = ()
    full_at: Fraction | None = None

    @cached_property
    def scale(self) -> Bands:
        """The bands, ready to be asked."""
        return Bands(self.bands)

    def scale_mistakes(self, path: str) -> Iterator[RulebookError]:
        if self.full_at is None:
            yield from band_mistakes(self.bands, f"{path}.bands")
            yield from self.top_mistakes((band.points for band in self.bands), f"{path}.bands")
        elif self.bands:
            yield RulebookError(f"{path}.full_at", "Chỉ được dùng một trong hai: khung điểm (bands) hoặc full_at.")
        elif known(self.full_at) and self.full_at <= 0:
            yield RulebookError(f"{path}.full_at", "Mức đạt điểm tối đa phải lớn hơn 0.")


@dataclass(frozen=True, kw_only=True)
class Ratio(_Measured):
    """Points for `part` over `whole` of one year: in percent, or with `percent = false` as the plain quotient."""

    kind: Literal["ratio"] = "ratio"
    part: str
    whole: str
    year_offset: int = 0
    percent: bool = True

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.number_mistakes(self.part, self.year_offset, path, "part")
        yield from vocabulary.number_mistakes(self.whole, self.year_offset, path, "whole")
        yield from self.scale_mistakes(path)


@dataclass(frozen=True, kw_only=True)
class Growth(_Measured):
    """Points for the growth of a yearly figure against `years` years before, in percent of that year."""

    kind: Literal["growth"] = "growth"
    figure: str
    years: int = 1

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, ("series",), f"{path}.figure")
        if known(self.years) and not 1 <= self.years <= -EARLIEST_OFFSET:
            yield RulebookError(f"{path}.years", f"Số năm phải từ 1 đến {-EARLIEST_OFFSET}.")
        yield from self.scale_mistakes(path)


@dataclass(frozen=True, kw_only=True)
class OptionPoints:
    """Points for one answer."""

    option: str
    points: Fraction


@dataclass(frozen=True, kw_only=True)
class Lookup(_Leaf):
    """Points by an answer; of several answers only the highest counts (for example the honours held)."""

    kind: Literal["lookup"] = "lookup"
    figure: str
    points: tuple[OptionPoints, ...]

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, ("choice", "set"), f"{path}.figure")
        yield from points_mistakes(self.figure, self.points, f"{path}.points", vocabulary)
        yield from self.top_mistakes((one.points for one in self.points), f"{path}.points")


@dataclass(frozen=True, kw_only=True)
class Checklist(_Leaf):
    """Points for every item held, up to the maximum."""

    kind: Literal["checklist"] = "checklist"
    figure: str
    points: tuple[OptionPoints, ...]

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, ("set",), f"{path}.figure")
        yield from points_mistakes(self.figure, self.points, f"{path}.points", vocabulary)
        given = tuple(one.points for one in self.points)
        if not given or not known(self.max_points, *given):
            return
        if min(given) < 0:
            yield RulebookError(f"{path}.points", "Điểm không được âm.")
        if sum(given) < self.max_points:
            best, declared = vietnamese_number(Fraction(sum(given))), vietnamese_number(self.max_points)
            yield RulebookError(f"{path}.points", f"Các mục cộng lại chỉ được {best}, chưa tới điểm tối đa {declared}.")


@dataclass(frozen=True, kw_only=True)
class Boolean(_Leaf):
    """All points when the yes/no figure is `when`, none otherwise."""

    kind: Literal["boolean"] = "boolean"
    figure: str
    when: bool = True

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, ("flag",), f"{path}.figure")


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """What a mark from `lower` to `upper` (both included) means; public text."""

    lower: Fraction
    upper: Fraction
    text: str


@dataclass(frozen=True, kw_only=True)
class Expert(_Leaf):
    """Points by a judge's own judgement, in steps from 0 to the maximum.

    A mark at or below `justify_below`, or at or above `justify_above`, needs a written reason.
    """

    kind: Literal["expert"] = "expert"
    step: Fraction
    anchors: tuple[Anchor, ...] = ()
    justify_below: Fraction | None = None
    justify_above: Fraction | None = None

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        if known(self.step) and self.step <= 0:
            yield RulebookError(f"{path}.step", "Bước điểm phải lớn hơn 0.")
        elif known(self.step, self.max_points) and self.max_points % self.step:
            yield RulebookError(f"{path}.step", "Điểm tối đa phải chia hết cho bước điểm.")
        reached: Fraction | None = None
        for index, anchor in enumerate(self.anchors):
            yield from self.anchor_mistakes(anchor, reached, f"{path}.anchors[{index}]")
            reached = anchor.upper if known(anchor.upper) else None
        yield from self.justify_mistakes(path)

    def justify_mistakes(self, path: str) -> Iterator[RulebookError]:
        """Both limits stand on the scale, and some mark between them needs no reason."""
        for name, limit in (("justify_below", self.justify_below), ("justify_above", self.justify_above)):
            if limit is not None and known(limit, self.max_points) and not 0 <= limit <= self.max_points:
                yield RulebookError(f"{path}.{name}", "Mức phải nêu lý do phải nằm trong thang điểm.")
        low, high = self.justify_below, self.justify_above
        if low is not None and high is not None and known(low, high) and low >= high:
            yield RulebookError(f"{path}.justify_above", "Phải lớn hơn justify_below.")

    def anchor_mistakes(self, anchor: Anchor, reached: Fraction | None, path: str) -> Iterator[RulebookError]:
        """Anchors rise, do not overlap and stay inside the scale."""
        if not known(anchor.lower, anchor.upper, self.max_points):
            return
        if not 0 <= anchor.lower <= anchor.upper <= self.max_points:
            yield RulebookError(path, "Mức mô tả phải nằm trong thang điểm, từ thấp đến cao.")
        elif reached is not None and anchor.lower <= reached:
            yield RulebookError(f"{path}.lower", "Mức mô tả chồng lên mức đứng trước.")


Computed: TypeAlias = Banded | Ratio | Growth | Lookup | Checklist | Boolean
Criterion: TypeAlias = Group | Banded | Ratio | Growth | Lookup | Checklist | Boolean | Expert


def criterion_mistakes(criterion: Criterion, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
    """What is wrong with one criterion and everything under it."""
    if known(criterion.max_points) and criterion.max_points <= 0:
        yield RulebookError(f"{path}.max_points", "Điểm tối đa phải lớn hơn 0.")
    least = criterion.minimum
    if least is not None and known(least, criterion.max_points) and not 0 < least <= criterion.max_points:
        yield RulebookError(f"{path}.minimum", "Điểm liệt phải lớn hơn 0 và không quá điểm tối đa.")
    yield from criterion.mistakes(path, vocabulary)


def points_mistakes(
    figure: str, points: tuple[OptionPoints, ...], path: str, vocabulary: Vocabulary
) -> Iterator[RulebookError]:
    """Every answer of the figure stands once in the table of points, and no other."""
    given = tuple(one.option for one in points)
    yield from vocabulary.option_mistakes(figure, given, path, ".option")
    known_figure = vocabulary.figures.get(figure)
    for option in known_figure.options if known_figure and known(*given) else ():
        if known(option.key) and option.key not in given:
            yield RulebookError(path, f"Chưa cho điểm phương án “{option.key}”.")


def sum_mistakes(declared: Fraction, parts: tuple[Criterion, ...], path: str) -> Iterator[RulebookError]:
    """The maxima of the parts add up to the declared maximum."""
    if not known(declared, *(part.max_points for part in parts)):
        return
    total = sum((part.max_points for part in parts), Fraction(0))
    if total != declared:
        added, wanted = vietnamese_number(total), vietnamese_number(declared)
        yield RulebookError(path, f"Ghi {wanted} điểm nhưng các phần cộng lại là {added} điểm.")


def walk(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    """Every criterion, each group before its children, in the order of the table."""
    for criterion in criteria:
        yield criterion
        yield from walk(criterion.children)


def judged_in(criteria: Iterable[Criterion]) -> tuple[Expert, ...]:
    """The criteria a judge marks, in the order of the table."""
    return tuple(one for one in walk(criteria) if isinstance(one, Expert))


def computed_in(criteria: Iterable[Criterion]) -> tuple[Computed, ...]:
    """The criteria that follow from the dossier, in the order of the table."""
    return tuple(one for one in walk(criteria) if not isinstance(one, Group | Expert))
