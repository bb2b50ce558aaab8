"""Totals -> ranks, and the step that decided between equals.

Ranks are shared as the rulebook says (1, 2, 2, 4 or 1, 2, 2, 3). What is compared is the total as
printed, that is after the rulebook's one rounding: two entries with the same printed total are
equal and go to the steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from scoring.ranking_rules import ChairTie, CriterionTie, LotTie, MedianTie, Ranking, TieBreak

Key = tuple[Fraction | int | str, ...]
UNPLACED = 10**9
"""Whom the chair did not name stands behind those named, beyond any place a vote may hold."""


@dataclass(frozen=True, kw_only=True)
class Contender:
    """One entry as the ranking sees it.

    `total` is rounded; `criteria` are the points per criterion and group, `median` that of the
    sheets' totals, `votes` the yes votes on the entry, `chair_place` the chair's order (0: none).
    """

    entry: str
    total: Fraction
    criteria: Mapping[str, Fraction]
    median: Fraction
    votes: int
    chair_place: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """A rank, and the label of the step that decided it; None when the total alone did."""

    entry: str
    rank: int
    tie_step: str | None


def rank(contenders: Sequence[Contender], rule: Ranking) -> tuple[Place, ...]:
    """All contenders, best first. Only entries no step can part share a rank; those stand by code."""
    steps = rule.tie_breaks
    unit = lcm(1, *{one.total.denominator for one in contenders})
    keyed = sorted((_keys(one, steps, unit), one.entry) for one in contenders)
    ranks = shared_ranks([keys for keys, _ in keyed], dense=rule.shared == "dense")
    deciders = [_decider(keyed[index - 1][0], keyed[index][0]) for index in range(1, len(keyed))]
    return tuple(
        Place(entry=entry, rank=ranks[index], tie_step=_label(deciders[max(index - 1, 0) : index + 1], steps))
        for index, (_, entry) in enumerate(keyed)
    )


def shared_ranks(keys: Sequence[object], *, dense: bool = False) -> list[int]:
    """Ranks of sorted keys: equals share the best place; then its own place (1, 2, 2, 4), or dense (1, 2, 2, 3)."""
    ranks: list[int] = []
    for index, key in enumerate(keys):
        shared = index > 0 and key == keys[index - 1]
        following = ranks[-1] + 1 if dense and ranks else index + 1
        ranks.append(ranks[-1] if shared else following)
    return ranks


def lot(seed: str, entry: str) -> str:
    """The drawn number of an entry: SHA-256 of "seed:entry"; the smallest goes first."""
    return hashlib.sha256(f"{seed}:{entry}".encode()).hexdigest()


def _keys(one: Contender, steps: tuple[TieBreak, ...], unit: int) -> Key:
    """What is compared, in order; smaller is better, so points are negated. The total is in units: whole numbers."""
    total = one.total.numerator * (unit // one.total.denominator)
    return (-total, *(_step_key(one, step) for step in steps))


def _step_key(one: Contender, step: TieBreak) -> Fraction | int | str:
    if isinstance(step, CriterionTie):
        return -one.criteria[step.criterion]
    if isinstance(step, MedianTie):
        return -one.median
    if isinstance(step, LotTie):
        return lot(step.seed, one.entry)
    if isinstance(step, ChairTie):
        return one.chair_place or UNPLACED
    return -one.votes


def _decider(better: Key, worse: Key) -> int:
    """The first place where two neighbours differ: 0 the total, 1 the first step... Equals went through all steps."""
    pairs = enumerate(zip(better, worse, strict=True))
    return next((index for index, (left, right) in pairs if left != right), len(better) - 1)


def _label(deciders: Sequence[int], steps: tuple[TieBreak, ...]) -> str | None:
    """The latest step an entry needed against its neighbours above and below."""
    latest = max(deciders, default=0)
    return steps[latest - 1].label if latest else None
