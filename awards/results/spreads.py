"""How far apart the sheets of a counted entry are, read from what the count kept of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from awards.results.kept import sheets_in

STANDING_USES = frozenset({"counted", "dropped", "shared"})
"""Uses of a complete sheet that was not marked anew."""


@dataclass(frozen=True)
class SheetSpread:
    """The judged totals of an entry's standing sheets."""

    lowest: Fraction
    highest: Fraction
    mean: Fraction

    @property
    def width(self) -> Fraction:
        return self.highest - self.lowest


def spread_of(kept: str) -> SheetSpread | None:
    """Of what was ``kept`` of an entry; None without a complete sheet."""
    totals = [one.total for one in sheets_in(kept) if one.total is not None and one.use in STANDING_USES]
    if not totals:
        return None
    return SheetSpread(min(totals), max(totals), sum(totals, Fraction(0)) / len(totals))
