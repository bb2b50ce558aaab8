"""Totals -> ranks, and the step that decided between equals.

Ranks are competition ranks (1, 2, 2, 4). What is compared is the total as printed, that is after
the rulebook's one rounding: two entries with the same printed total are equal and go to the steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.rulebook import CriterionTie, TieBreak


@dataclass(frozen=True, kw_only=True)
class Contender:
    """One entry as the ranking sees it: code, rounded total, points per criterion and group."""

    entry: str
    total: Fraction
    criteria: Mapping[str, Fraction]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A rank, and the label of the step that decided it; None when the total alone did."""

    entry: str
    rank: int
    tie_step: str | None


def rank(contenders: Sequence[Contender], steps: tuple[TieBreak, ...]) -> tuple[Place, ...]:
    """All contenders, best first. Only entries no step can part share a rank."""
    keyed = sorted((_keys(one, steps), one.entry) for one in contenders)
    ranks = competition_ranks([keys for keys, _ in keyed])
    deciders = [_decider(keyed[index - 1][0], keyed[index][0]) for index in range(1, len(keyed))]
    return tuple(
        Place(entry=entry, rank=ranks[index], tie_step=_label(deciders[max(index - 1, 0) : index + 1], steps))
        for index, (_, entry) in enumerate(keyed)
    )


def competition_ranks(keys: Sequence[object]) -> list[int]:
    """Ranks of sorted keys: equals share the best place, the next takes its own: 1, 2, 2, 4."""
    ranks: list[int] = []
    for index, key in enumerate(keys):
        shared = index > 0 and key == keys[index - 1]
        ranks.append(ranks[-1] if shared else index + 1)
    return ranks


def lot(seed: str, entry: str) -> str:
    """The drawn number of an entry: SHA-256 of "seed:entry"; the smallest goes first."""
    return hashlib.sha256(f"{seed}:{entry}".encode()).hexdigest()


def _keys(one: Contender, steps: tuple[TieBreak, ...]) -> tuple[Fraction | str, ...]:
    """What is compared, in order; smaller is better, so points are negated."""
    return (-one.total, *(_step_key(one, step) for step in steps))


def _step_key(one: Contender, step: TieBreak) -> Fraction | str:
    if isinstance(step, CriterionTie):
        return -one.criteria[step.criterion]
    return lot(step.seed, one.entry)


def _decider(better: tuple[Fraction | str, ...], worse: tuple[Fraction | str, ...]) -> int:
    """The first place where two neighbours differ: 0 the total, 1 the first step, and so on."""
    pairs = enumerate(zip(better, worse, strict=True))
    return next((index for index, (left, right) in pairs if left != right), len(better) - 1)


def _label(deciders: Sequence[int], steps: tuple[TieBreak, ...]) -> str | None:
    """The latest step an entry needed against its neighbours above and below."""
    latest = max(deciders, default=0)
    return steps[latest - 1].label if latest else None
