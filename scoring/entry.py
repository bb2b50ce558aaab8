"""What the rules may know of one entry: its figures, answers and papers, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class HeldPaper:
    """A paper in the dossier. Without `issued` its day is not known; without `expires` it has no last day."""

    issued: date | None = None
    expires: date | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry. What is absent is unknown, never zero and never "no".

    `series` maps a figure to its values by year offset: 0 is the basis year (the last full year
    before the season's year), -1 the year before it; a figure that is one number stands at 0.
    `sets` holds the answers of figures of kind "set" (an empty one: none of them). `traits` are
    sector, product_group and owner, for the limits of the decision. `past_honours`: how many seasons
    ago the "nominee" or the "product" was honoured (1: the last season), absent when not looked up.
    `waivers`: the reason by which a condition (by key) was set aside.
    """

    code: str
    variant: str
    province: str
    series: Mapping[str, Mapping[int, Fraction]] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    papers: Mapping[str, HeldPaper] = field(default_factory=dict)
    traits: Mapping[str, str] = field(default_factory=dict)
    past_honours: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    waivers: Mapping[str, str] = field(default_factory=dict)

    def value(self, figure: str, year_offset: int) -> Fraction | None:
        """The figure of that year, or None when it is not known."""
        values = self.series.get(figure)
        return None if values is None else values.get(year_offset)

    def held(self, figure: str) -> frozenset[str] | None:
        """The answers given to a choice (one) or a set (any number); None when nothing was answered."""
        if figure in self.sets:
            return self.sets[figure]
        answer = self.choices.get(figure)
        return None if answer is None else frozenset((answer,))

    def trait(self, name: str) -> str:
        """What a limit of the decision looks at; "" when it is not known."""
        if name in ("province", "variant"):
            return self.province if name == "province" else self.variant
        return self.traits.get(name, "")
