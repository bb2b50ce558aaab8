"""What the rules may know of one entry: its figures, answers and papers, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry.

    `series` maps a figure to its values by year offset: 0 is the basis year (the last full year
    before the season's year), -1 the year before it. What is absent is unknown, never zero.
    """

    code: str
    variant: str
    province: str
    series: Mapping[str, Mapping[int, Fraction]]
    choices: Mapping[str, str]
    flags: Mapping[str, bool]
    papers: frozenset[str]

    def value(self, figure: str, year_offset: int) -> Fraction | None:
        """The figure of that year, or None when it is not known."""
        return self.series.get(figure, {}).get(year_offset)
