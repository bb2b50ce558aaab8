"""What a rulebook asks of the nominees of one variant: figures with their years, and papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, TypeAlias, TypeVar

from scoring.conditions import (
    AnyOf,
    ChoiceIn,
    EligibilityRule,
    FlagTrue,
    Hold,
    Increasing,
    PaperPresent,
    Threshold,
    walk_conditions,
)
from scoring.criteria import Banded, Boolean, Checklist, Criterion, Growth, Lookup, Ratio, walk
from scoring.figures import FigureDef, PaperDef
from scoring.rulebook import Rulebook, Variant

Purpose = Literal["condition", "points", "adjustment"]
Use: TypeAlias = tuple[str, tuple[int, ...]]
"""A figure's key and the years looked at (0 where it is not asked per year)."""

THIS_YEAR = (0,)


@dataclass(frozen=True, kw_only=True)
class AskedFigure:
    """One figure to be collected.

    `offsets` are the years it is needed for, the newest first; empty unless it is a series. `purpose`
    is the first of: a condition to take part, points of the table, bonus or penalty. `holds`: an answer
    of yes does not exclude the entry but lets it wait. `alternative`: only conditions that another one
    can stand in for look at it, so an entry may do without.
    """

    figure: FigureDef
    offsets: tuple[int, ...]
    purpose: Purpose
    holds: bool = False
    alternative: bool = False


Thing = TypeVar("Thing")


class _Itself(Generic[Thing]):
    """A thing as a key, by identity: rulebooks never change, and comparing two would read all of both."""

    __slots__ = ("it",)

    def __init__(self, it: Thing) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.it is other.it

    def __hash__(self) -> int:
        return id(self.it)


def asked(variant: Variant, rulebook: Rulebook) -> tuple[AskedFigure, ...]:
    """Every figure the variant's conditions, criteria and adjustments look at, in the order of the rulebook."""
    return _asked(_Itself(variant), _Itself(rulebook))


def asked_papers(variant: Variant, rulebook: Rulebook) -> tuple[PaperDef, ...]:
    """The papers of this variant: all but those that only the conditions of other variants speak of."""
    return _asked_papers(_Itself(variant), _Itself(rulebook))


@lru_cache(maxsize=128)
def _asked(for_variant: _Itself[Variant], under: _Itself[Rulebook]) -> tuple[AskedFigure, ...]:
    variant, rulebook = for_variant.it, under.it
    uses: dict[Purpose, tuple[Use, ...]] = {
        "condition": tuple(use for rule in walk_conditions(variant.eligibility) for use in _condition_uses(rule)),
        "points": tuple(use for criterion in walk(variant.criteria) for use in _criterion_uses(criterion)),
        "adjustment": tuple((adjustment.figure, THIS_YEAR) for adjustment in variant.adjustments),
    }
    needed = set(_needed(variant.eligibility)) | {key for key, _ in (*uses["points"], *uses["adjustment"])}
    held = {rule.figure for rule in walk_conditions(variant.eligibility) if isinstance(rule, Hold)}
    found = []
    for figure in rulebook.figures:
        purposes = [purpose for purpose, made in uses.items() if figure.key in dict(made)]
        if purposes:
            made = (use for purpose in purposes for use in uses[purpose])
            years = {offset for key, offsets in made if key == figure.key for offset in offsets}
            found.append(
                AskedFigure(
                    figure=figure,
                    offsets=tuple(sorted(years, reverse=True)) if figure.kind == "series" else (),
                    purpose=purposes[0],
                    holds=figure.key in held,
                    alternative=figure.key not in needed,
                )
            )
    return tuple(found)


@lru_cache(maxsize=128)
def _asked_papers(for_variant: _Itself[Variant], under: _Itself[Rulebook]) -> tuple[PaperDef, ...]:
    variant, rulebook = for_variant.it, under.it
    spoken_of = {one.key: set(_papers(one.eligibility)) for one in rulebook.variants}
    elsewhere = {paper for key, papers in spoken_of.items() if key != variant.key for paper in papers}
    foreign = elsewhere - spoken_of[variant.key]
    return tuple(paper for paper in rulebook.papers if paper.required or paper.key not in foreign)


def _needed(rules: Iterable[EligibilityRule]) -> Iterator[str]:
    """The figures of the conditions that nothing can stand in for."""
    for rule in rules:
        if not isinstance(rule, AnyOf):
            yield from (key for key, _ in _condition_uses(rule))
            yield from _needed(rule.conditions)


def _condition_uses(rule: EligibilityRule) -> Iterator[Use]:
    if isinstance(rule, Threshold):
        yield rule.figure, (rule.year_offset,)
    elif isinstance(rule, Increasing):
        yield rule.figure, tuple(-back for back in range(rule.years))
    elif isinstance(rule, FlagTrue | ChoiceIn | Hold):
        yield rule.figure, THIS_YEAR


def _criterion_uses(criterion: Criterion) -> Iterator[Use]:
    if isinstance(criterion, Banded):
        yield criterion.figure, (criterion.year_offset,)
    elif isinstance(criterion, Ratio):
        yield criterion.part, (criterion.year_offset,)
        yield criterion.whole, (criterion.year_offset,)
    elif isinstance(criterion, Growth):
        yield criterion.figure, (0, -criterion.years)
    elif isinstance(criterion, Lookup | Checklist | Boolean):
        yield criterion.figure, THIS_YEAR


def _papers(rules: Iterable[EligibilityRule]) -> Iterator[str]:
    return (rule.paper for rule in walk_conditions(rules) if isinstance(rule, PaperPresent))
