"""From a number to points: bands that cover the line, or points in proportion."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from scoring.errors import RulebookError
from scoring.rounding import vietnamese_number
from scoring.unread import known


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

    @cached_property
    def given(self) -> str:
        """The points as people read them."""
        return vietnamese_number(self.points)


class Bands:
    """Bands that rise and cover the line, ready to be asked for very many values.

    Their ends are whole numbers of one common unit, so that one comparison of whole numbers finds a band exactly.
    """

    def __init__(self, bands: tuple[Band, ...]) -> None:
        ends = [band.upper for band in bands if band.upper is not None]
        self.bands = bands
        self._unit = lcm(1, *(end.denominator for end in ends))
        self._ends = [end.numerator * (self._unit // end.denominator) for end in ends]

    def band(self, value: Fraction) -> Band:
        """The band that holds the value: the first that ends above it.

        The value in units is cut to a whole number, for no end lies between the two.
        """
        above, below = value.as_integer_ratio()
        return self.bands[bisect_right(self._ends, above * self._unit // below)]


def in_proportion(value: Fraction, full_at: Fraction, max_points: Fraction) -> Fraction:
    """All points from `full_at` on, none at 0 or below, in proportion between."""
    return max_points * min(max(value / full_at, Fraction(0)), Fraction(1))


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
