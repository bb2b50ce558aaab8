"""The criteria of a scoring table: groups, points by band, points by answer, points by judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal, TypeAlias

from scoring.errors import RulebookError
from scoring.figures import Origin, Vocabulary, offset_mistakes
from scoring.rounding import vietnamese_number
from scoring.unread import known


@dataclass(frozen=True, kw_only=True)
class _Common:
    """What every criterion has. `origin` is the origin of the maximum; `guidance` is public text."""

    key: str
    label: str
    max_points: Fraction
    origin: Origin
    guidance: str = ""


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
class Band:
    """Points for a figure from `lower` (included) to `upper` (excluded); absent means no limit."""

    lower: Fraction | None = None
    upper: Fraction | None = None
    points: Fraction

    @cached_property
    def words(self) -> str:
        """The band in Vietnamese: "từ 1.500.000.000 đến dưới 3.000.000.000"."""
        if self.lower is None:
            return "mọi giá trị" if self.upper is None else f"dưới {vietnamese_number(self.upper)}"
        lower = vietnamese_number(self.lower)
        return f"từ {lower} trở lên" if self.upper is None else f"từ {lower} đến dưới {vietnamese_number(self.upper)}"


@dataclass(frozen=True, kw_only=True)
class Banded(_Leaf):
    """Points by the band in which a yearly figure falls (as in Thông tư 09/2017/TT-BNNPTNT)."""

    kind: Literal["banded"] = "banded"
    figure: str
    year_offset: int
    bands: tuple[Band, ...]

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, "series", f"{path}.figure")
        yield from offset_mistakes(self.year_offset, path)
        yield from band_mistakes(self.bands, f"{path}.bands")
        yield from self.top_mistakes((band.points for band in self.bands), f"{path}.bands")

    def band_of(self, value: Fraction) -> Band:
        """The band that holds the value. Bands rise and cover the line, so it is the first that ends above it."""
        return next(band for band in self.bands if band.upper is None or value < band.upper)


@dataclass(frozen=True, kw_only=True)
class OptionPoints:
    """Points for one answer."""

    option: str
    points: Fraction


@dataclass(frozen=True, kw_only=True)
class Lookup(_Leaf):
    """Points by the answer of a choice, for example the highest honour held."""

    kind: Literal["lookup"] = "lookup"
    figure: str
    points: tuple[OptionPoints, ...]

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        yield from vocabulary.figure_mistakes(self.figure, "choice", f"{path}.figure")
        yield from self.option_mistakes(f"{path}.points", vocabulary)
        yield from self.top_mistakes((one.points for one in self.points), f"{path}.points")

    def option_mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        """Every answer stands once in the table, and no other."""
        figure = vocabulary.figures.get(self.figure)
        if figure is None or figure.kind != "choice" or not figure.options:
            return
        given = [one.option for one in self.points]
        wanted = [option.key for option in figure.options]
        if not known(*given, *wanted):
            return
        for index, option in enumerate(given):
            if option not in wanted:
                sentence = f"“{self.figure}” không có phương án “{option}”."
                yield RulebookError(f"{path}[{index}].option", sentence)
            if option in given[:index]:
                yield RulebookError(f"{path}[{index}].option", f"“{option}” đã có điểm ở trên.")
        for option in wanted:
            if option not in given:
                yield RulebookError(path, f"Chưa cho điểm phương án “{option}”.")

    def points_of(self, option: str) -> Fraction | None:
        return next((one.points for one in self.points if one.option == option), None)


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """What a mark from `lower` to `upper` (both included) means; public text."""

    lower: Fraction
    upper: Fraction
    text: str


@dataclass(frozen=True, kw_only=True)
class Expert(_Leaf):
    """Points by a judge's own judgement, in steps from 0 to the maximum."""

    kind: Literal["expert"] = "expert"
    step: Fraction
    anchors: tuple[Anchor, ...] = ()

    def mistakes(self, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
        if known(self.step) and self.step <= 0:
            yield RulebookError(f"{path}.step", "Bước điểm phải lớn hơn 0.")
        elif known(self.step, self.max_points) and self.max_points % self.step:
            yield RulebookError(f"{path}.step", "Điểm tối đa phải chia hết cho bước điểm.")
        reached: Fraction | None = None
        for index, anchor in enumerate(self.anchors):
            yield from self.anchor_mistakes(anchor, reached, f"{path}.anchors[{index}]")
            reached = anchor.upper if known(anchor.upper) else None

    def anchor_mistakes(self, anchor: Anchor, reached: Fraction | None, path: str) -> Iterator[RulebookError]:
        """Anchors rise, do not overlap and stay inside the scale."""
        if not known(anchor.lower, anchor.upper, self.max_points):
            return
        if not 0 <= anchor.lower <= anchor.upper <= self.max_points:
            yield RulebookError(path, "Mức mô tả phải nằm trong thang điểm, từ thấp đến cao.")
        elif reached is not None and anchor.lower <= reached:
            yield RulebookError(f"{path}.lower", "Mức mô tả chồng lên mức đứng trước.")


Criterion: TypeAlias = Group | Banded | Lookup | Expert


def criterion_mistakes(criterion: Criterion, path: str, vocabulary: Vocabulary) -> Iterator[RulebookError]:
    """What is wrong with one criterion and everything under it."""
    if known(criterion.max_points) and criterion.max_points <= 0:
        yield RulebookError(f"{path}.max_points", "Điểm tối đa phải lớn hơn 0.")
    yield from criterion.mistakes(path, vocabulary)


def sum_mistakes(declared: Fraction, parts: tuple[Criterion, ...], path: str) -> Iterator[RulebookError]:
    """The maxima of the parts add up to the declared maximum."""
    if not known(declared, *(part.max_points for part in parts)):
        return
    total = sum((part.max_points for part in parts), Fraction(0))
    if total != declared:
        added, wanted = vietnamese_number(total), vietnamese_number(declared)
        yield RulebookError(path, f"Ghi {wanted} điểm nhưng các phần cộng lại là {added} điểm.")


def band_mistakes(bands: tuple[Band, ...], path: str) -> Iterator[RulebookError]:
    """Bands, in order, cover the whole line without gap or overlap."""
    if not bands:
        yield RulebookError(path, "Phải có ít nhất một khung điểm.")
        return
    last = len(bands) - 1
    if bands[0].lower is not None and known(bands[0].lower):
        yield RulebookError(f"{path}[0].lower", "Khung đầu tiên không được có cận dưới.")
    if bands[last].upper is not None and known(bands[last].upper):
        yield RulebookError(f"{path}[{last}].upper", "Khung cuối cùng không được có cận trên.")
    for index, band in enumerate(bands):
        if band.lower is None or band.upper is None or not known(band.lower, band.upper):
            continue
        if band.lower >= band.upper:
            yield RulebookError(f"{path}[{index}].upper", "Cận trên phải lớn hơn cận dưới.")
    for index in range(1, len(bands)):
        yield from _seam_mistakes(bands[index - 1].upper, bands[index].lower, f"{path}[{index}]")


def _seam_mistakes(upper: Fraction | None, lower: Fraction | None, path: str) -> Iterator[RulebookError]:
    """One band ends exactly where the next begins."""
    if not known(upper, lower):
        return
    if upper is None or lower is None:
        sentence = "Chỉ khung đầu không có cận dưới và chỉ khung cuối không có cận trên."
        yield RulebookError(f"{path}.lower", sentence)
    elif lower != upper:
        word = "Hở một khoảng" if lower > upper else "Chồng lên nhau"
        ends, begins = vietnamese_number(upper), vietnamese_number(lower)
        sentence = f"{word}: khung trước kết thúc ở {ends}, khung này bắt đầu từ {begins}."
        yield RulebookError(f"{path}.lower", sentence)


def walk(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    """Every criterion, each group before its children, in the order of the table."""
    for criterion in criteria:
        yield criterion
        yield from walk(criterion.children)
