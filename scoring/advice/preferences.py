"""Orders of several voters made into one: Borda, Copeland, Schulze, Kemeny.

Sources: Borda 1781; Copeland 1951; Schulze 2011, Soc. Choice Welf. 36:267 (winning votes); Kemeny 1959,
Young 1988. One set of votes may have several "right" orders, so a rulebook must fix the method beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from scoring.advice.statement import NoAnswer

Counts = NDArray[np.int64]
MOST_FOR_KEMENY = 8
NO_VOTES = NoAnswer(sentence="Chưa có thứ tự nào nên chưa tổng hợp được.")
TOO_MANY = NoAnswer(
    sentence=f"Phương pháp Kemeny ở đây thử mọi thứ tự nên chỉ dùng cho tối đa {MOST_FOR_KEMENY} hồ sơ."
)
NOT_ALL_RANKED = NoAnswer(sentence="Phương pháp Borda cần mọi người xếp đủ mọi hồ sơ.")


@dataclass(frozen=True, kw_only=True)
class Vote:
    """So many voters with this order, best first; entries not named are compared with nothing."""

    voters: int
    order: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Kemeny:
    """Fewest disagreements (voters times pairs) and every order that has as few."""

    disagreements: int
    orders: tuple[tuple[str, ...], ...]


def candidates(votes: Sequence[Vote]) -> tuple[str, ...]:
    """Everything named in a vote, sorted."""
    return tuple(sorted({code for vote in votes for code in vote.order}))


def pairwise(votes: Sequence[Vote]) -> dict[tuple[str, str], int]:
    """How many voters put the first of a pair above the second."""
    codes = candidates(votes)
    counts = _counts(votes, codes)
    return {(a, b): int(counts[i, j]) for i, a in enumerate(codes) for j, b in enumerate(codes) if i != j}


def borda(votes: Sequence[Vote]) -> Mapping[str, int] | NoAnswer:
    """n - 1 points for a first place, 0 for a last, times the voters."""
    codes = candidates(votes)
    if not codes:
        return NO_VOTES
    if any(sorted(vote.order) != list(codes) for vote in votes):
        return NOT_ALL_RANKED
    points = dict.fromkeys(codes, 0)
    for vote in votes:
        for place, code in enumerate(vote.order, start=1):
            points[code] += vote.voters * (len(codes) - place)
    return points


def copeland(votes: Sequence[Vote]) -> Mapping[str, int] | NoAnswer:
    """Majorities won less majorities lost."""
    codes = candidates(votes)
    if not codes:
        return NO_VOTES
    counts = _counts(votes, codes)
    balance = np.sign(counts - counts.T).sum(axis=1)
    return {code: int(won) for code, won in zip(codes, balance, strict=True)}


def strongest_paths(votes: Sequence[Vote]) -> dict[tuple[str, str], int]:
    """Schulze's path strengths: the weakest link of the best chain of majorities, by winning votes."""
    codes = candidates(votes)
    strength = _strengths(_counts(votes, codes))
    return {(a, b): int(strength[i, j]) for i, a in enumerate(codes) for j, b in enumerate(codes) if i != j}


def schulze(votes: Sequence[Vote]) -> tuple[tuple[str, ...], ...] | NoAnswer:
    """Levels, best first; entries of one level cannot be parted by the method."""
    codes = candidates(votes)
    if not codes:
        return NO_VOTES
    strength = _strengths(_counts(votes, codes))
    beats = strength > strength.T
    levels: list[tuple[str, ...]] = []
    left = list(range(len(codes)))
    while left:
        best = [at for at in left if not beats[left, at].any()]
        levels.append(tuple(codes[at] for at in best))
        left = [at for at in left if at not in best]
    return tuple(levels)


def kemeny(votes: Sequence[Vote]) -> Kemeny | NoAnswer:
    """The orders that contradict the fewest voters, by trying them all."""
    codes = candidates(votes)
    if not codes:
        return NO_VOTES
    if len(codes) > MOST_FOR_KEMENY:
        return TOO_MANY
    counts = _counts(votes, codes)
    orders = np.array(list(permutations(range(len(codes)))))
    against = np.zeros(len(orders), dtype=np.int64)
    for above in range(len(codes)):
        for below in range(above + 1, len(codes)):
            against += counts[orders[:, below], orders[:, above]]
    fewest = int(against.min())
    best = tuple(tuple(codes[at] for at in order) for order in orders[against == fewest].tolist())
    return Kemeny(disagreements=fewest, orders=best)


def disagreements(votes: Sequence[Vote], order: Sequence[str]) -> int:
    """Voters times pairs that an order contradicts: what Kemeny's method makes small."""
    counts = pairwise(votes)
    return sum(counts.get((below, above), 0) for at, above in enumerate(order) for below in order[at + 1 :])


def _counts(votes: Sequence[Vote], codes: tuple[str, ...]) -> Counts:
    at = {code: index for index, code in enumerate(codes)}
    counts = np.zeros((len(codes), len(codes)), dtype=np.int64)
    for vote in votes:
        places = [at[code] for code in vote.order]
        for index, above in enumerate(places):
            counts[above, places[index + 1 :]] += vote.voters
    return counts


def _strengths(counts: Counts) -> Counts:
    strength = np.where(counts > counts.T, counts, 0)
    for middle in range(len(strength)):
        through = np.minimum(strength[:, middle, None], strength[None, middle, :])
        strength = np.maximum(strength, through)
    return strength
