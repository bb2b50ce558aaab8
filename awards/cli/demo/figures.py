"""Invented figures and answers for whatever a rulebook asks: they fit together and follow the standing.

``standing`` runs from 0 (struggling) to 100 (outstanding). Figures we know get a size of their own,
others one by their unit; every condition to take part is met, so that the story can tell who is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from awards.base.numbers import exact_text
from awards.cli.demo.dice import draw, pick
from awards.nominations.answers import Answer
from awards.seasons.figure_fields import counts_whole
from scoring.asked import AskedFigure, asked
from scoring.conditions import ChoiceIn, FlagTrue, Threshold, walk_conditions
from scoring.criteria import Boolean, Lookup, walk
from scoring.figures import FigureDef
from scoring.rulebook import Rulebook, Variant

MILLION = 1_000_000


@dataclass(frozen=True)
class Sized:
    """From ``low`` (struggling) to ``high`` (outstanding); ``scaled``: larger where the sector is."""

    low: int
    high: int
    scaled: bool = False


@dataclass(frozen=True)
class Share:
    """So many percent of another figure of the same year."""

    of: str
    low: int
    high: int


Recipe = Sized | Share
SCALE = {"agri": 1, "non_agri": 4, "credit_fund": 3}
"""How large the sums of a sector are beside those of a farming cooperative."""

KNOWN: Mapping[str, Recipe] = {
    "revenue": Sized(2_000 * MILLION, 16_000 * MILLION, scaled=True),
    "profit_after_tax": Sized(130 * MILLION, 1_300 * MILLION, scaled=True),
    "average_income": Sized(3_600_000, 9_600_000),
    "tax_paid": Sized(30 * MILLION, 320 * MILLION, scaled=True),
    "member_count": Sized(24, 180),
    "worker_count": Sized(9, 60),
    "insured_count": Share("worker_count", 55, 100),
    "operating_months": Sized(40, 260),
    "development_fund": Share("profit_after_tax", 17, 32),
    "reserve_fund": Share("profit_after_tax", 5, 12),
    "manager_count": Sized(5, 11),
    "managers_trained": Share("manager_count", 60, 110),
    "managers_graduated": Share("manager_count", 35, 90),
    "managers_young": Share("manager_count", 15, 55),
    "total_transactions": Sized(2_400 * MILLION, 21_000 * MILLION, scaled=True),
    "member_transactions": Share("total_transactions", 30, 80),
    "meeting_members": Share("member_count", 58, 95),
    "member_services": Sized(2, 8),
    "link_contracts": Sized(1, 9),
    "total_assets": Sized(40_000 * MILLION, 380_000 * MILLION),
    "outstanding_loans": Share("total_assets", 62, 74),
    "bad_debt": Share("outstanding_loans", 2, 0),
    "chain_loans": Share("outstanding_loans", 12, 44),
    "own_capital": Share("total_assets", 7, 11),
    "risk_assets": Share("total_assets", 66, 60),
}


@dataclass
class Invention:
    """One invented nominee under one rulebook: every number is drawn once and kept."""

    rulebook: Rulebook
    sector_group: str
    number: int
    standing: int
    _drawn: dict[tuple[str, int], Fraction] = field(default_factory=dict)

    @property
    def level(self) -> int:
        """How well it does, 22 to 100: provinces put hardly anybody forward who has nothing to show."""
        return 22 + self.standing * 78 // 100

    @property
    def variant(self) -> Variant:
        """Raises LookupError when the rulebook does not serve the sector."""
        variant = self.rulebook.variant_for(self.sector_group)
        if variant is None:
            raise LookupError(self.sector_group)
        return variant

    def series(self) -> Iterator[tuple[FigureDef, int, str]]:
        """Every yearly figure asked for: definition, year offset, exact text."""
        for one in asked(self.variant, self.rulebook):
            for offset in one.offsets:
                yield one.figure, offset, _text(self.amount(one.figure.key, offset))

    def answers(self, *, on_hold: bool = False) -> dict[str, Answer | None]:
        """An answer to every question; ``on_hold``: yes to what lets a nomination wait."""
        own = (one for one in asked(self.variant, self.rulebook) if one.figure.kind != "series")
        return {one.figure.key: self._answer(one, on_hold=on_hold) for one in own}

    def amount(self, key: str, offset: int) -> Fraction:
        """The number of that year; the years before are smaller, the more the better the nominee does."""
        if (key, offset) not in self._drawn:
            self._drawn[key, offset] = self._amount(key, offset)
        return self._drawn[key, offset]

    def _amount(self, key: str, offset: int) -> Fraction:
        figure = next((one for one in self.rulebook.figures if one.key == key), None)
        recipe = KNOWN.get(key) or _recipe(figure)
        noise = Fraction(draw(94, 106, self.number, key), 100)
        if isinstance(recipe, Share):
            whole, percent = self.amount(recipe.of, offset), self._between(recipe.low, recipe.high)
            value = whole * min(percent * noise, Fraction(100)) / 100
        else:
            scale = SCALE.get(self.sector_group, 1) if recipe.scaled else 1
            growth = Fraction(2 + self.level * 12 // 100 + draw(0, 4, self.number, "growth", key), 100)
            value = self._between(recipe.low, recipe.high) * scale * noise * max(1 + growth * offset, Fraction(1, 10))
        return self._fitting(key, figure, value)

    def _between(self, low: int, high: int) -> Fraction:
        return low + (high - low) * Fraction(self.level, 100)

    def _fitting(self, key: str, figure: FigureDef | None, value: Fraction) -> Fraction:
        """Inside the limits of the rulebook, above the thresholds to take part, and whole where it is counted."""
        for rule in walk_conditions(self.variant.eligibility):
            if isinstance(rule, Threshold) and rule.figure == key:
                better = rule.limit * Fraction(draw(104, 130, self.number, key, "threshold"), 100)
                value = max(value, better) if rule.operator in (">=", ">") else min(value, rule.limit * Fraction(9, 10))
        if figure is None:
            return Fraction(round(value))
        low = value if figure.lowest is None else max(value, figure.lowest)
        inside = low if figure.highest is None else min(low, figure.highest)
        if not counts_whole(figure.unit) and figure.unit.startswith("%"):
            return Fraction(round(inside * 10), 10)
        thousands = figure.unit.startswith("đồng") and inside >= MILLION
        return Fraction(round(inside, -3) if thousands else round(inside))

    def _answer(self, one: AskedFigure, *, on_hold: bool) -> Answer:
        figure = one.figure
        if figure.kind == "number":
            return _text(self.amount(figure.key, 0))
        if figure.kind == "flag":
            return on_hold if one.holds else self._yes(figure.key)
        if figure.kind == "set":
            return self._items(figure)
        return self._choice(figure)

    def _yes(self, key: str) -> bool:
        """Always what a condition wants; what gives points, the more often the better the nominee does."""
        rules = walk_conditions(self.variant.eligibility)
        if any(isinstance(rule, FlagTrue) and rule.figure == key for rule in rules):
            return True
        wanted = next(
            (one.when for one in walk(self.variant.criteria) if isinstance(one, Boolean) and one.figure == key), True
        )
        return wanted == (draw(0, 100, self.number, key) < 62 + self.level // 2)

    def _items(self, figure: FigureDef) -> tuple[str, ...]:
        """About a third of the items for the weakest, nearly all for the best."""
        count = round(len(figure.options) * (30 + self.level * 60 / 100) / 100)
        order = sorted(figure.options, key=lambda option: draw(0, 10**6, self.number, figure.key, option.key))
        return tuple(sorted(option.key for option in order[:count]))

    def _choice(self, figure: FigureDef) -> str:
        """Among what the conditions accept; the better the nominee, the more points it brings."""
        options = [option.key for option in figure.options]
        for rule in walk_conditions(self.variant.eligibility):
            if isinstance(rule, ChoiceIn) and rule.figure == figure.key:
                options = [option for option in options if option in rule.options] or options
        for criterion in walk(self.variant.criteria):
            if isinstance(criterion, Lookup) and criterion.figure == figure.key:
                points = {one.option: one.points for one in criterion.points}
                options.sort(key=lambda option: points[option])
                first = min(self.level * len(options) // 101, len(options) - 1)
                options = options[max(0, first - 1) : first + 2]
        return pick(options, self.number, figure.key)


def _recipe(figure: FigureDef | None) -> Recipe:
    """A size for a figure this demonstration has never heard of, by its limits and its unit."""
    if figure is None:
        return Sized(10, 100)
    if figure.not_above:
        return Share(figure.not_above, 40, 90)
    if figure.lowest is not None and figure.highest is not None:
        return Sized(round(figure.lowest), round(figure.highest))
    if figure.unit.startswith("%"):
        return Sized(5, 80)
    return Sized(200 * MILLION, 6_000 * MILLION, scaled=True) if figure.unit.startswith("đồng") else Sized(3, 60)


def _text(value: Fraction) -> str:
    """The stored form of an invented number: whole, or with one decimal."""
    return exact_text(Decimal(round(value * 10)) / 10)
