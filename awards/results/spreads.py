"""How far apart the sheets of a counted entry are, read from the count's own working. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction

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


def spread_of(working: str) -> SheetSpread | None:
    """Of a result entry's ``working``; None without a complete sheet."""
    steps = json.loads(working)["council"]
    given = [step["values"] for step in steps if step["kind"] == "sheet"]
    totals = [Fraction(one["total"]) for one in given if one["total"] is not None and one["use"] in STANDING_USES]
    if not totals:
        return None
    return SheetSpread(min(totals), max(totals), sum(totals, Fraction(0)) / len(totals))
