"""Mixing who marks with whom, by swaps that change no load and lower no sum of affinities.

Each round draws pairs of judgements, keeps the swaps that break no rule, and makes the most promising ones at once if
the design is better for it: the power sum of the inverse eigenvalues of the judges' graph, in which the smallest one
(the algebraic connectivity) counts by far the most. Where nothing helps any more, a few swaps are made at random and
the search goes on from there. The design of the largest smallest eigenvalue met is given back.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from awards.assigning.lots import numbers
from awards.assigning.table import Bools, Floats, Table, Whole

DRAWN = 4096
"""Pairs of judgements looked at in a round."""
SINGLES = 8
"""Swaps tried one by one where several at once do not help."""
KICK = 2
POWER = 4
ALMOST_NOTHING = 1e-9


def algebraic_connectivity(chosen: Bools) -> float:
    """The second smallest eigenvalue of the judges' graph; 0 when it is in pieces."""
    return float(np.linalg.eigvalsh(_laplacian(chosen))[1]) if chosen.shape[1] > 1 else 0.0


def improved(table: Table, chosen: Bools, floor: float) -> Bools:
    """The same loads and at least the same sum, no pair below ``floor``, better mixed.

    The same seed makes the same swaps; how many rounds there are depends on the size alone.
    """
    if chosen.shape[1] < 3:  # two judges have one way of being together
        return chosen
    usable = table.allowed & (table.affinity >= floor)
    design = _Design(chosen)
    best, best_tie = chosen, design.tie
    for turn in range(_rounds(int(chosen.sum()))):
        if design.is_balanced:
            break
        swaps = _drawn_swaps(table, usable, design.chosen, turn)
        if not design.better_by(table, swaps):
            design.kick(table, swaps)
        if design.tie > best_tie + ALMOST_NOTHING:
            best, best_tie = design.chosen.copy(), design.tie
    return best


def _rounds(pairs: int) -> int:
    return 40 + 80_000 // (pairs + 500)


class _Design:
    """A design with its graph's Laplacian and eigenvalues, kept up to date swap by swap."""

    def __init__(self, chosen: Bools) -> None:
        self.chosen = chosen.copy()
        self._at_once = max(1, chosen.shape[0] // 12)
        self._laplacian = _laplacian(chosen)
        self._read(self._laplacian)

    def _read(self, laplacian: Floats) -> None:
        self.values, self.vectors = np.linalg.eigh(laplacian)
        self.tie, self._badness = float(self.values[1]), _badness(self.values)

    @property
    def is_balanced(self) -> bool:
        """All eigenvalues but the first are equal: their sum is given, so nothing is better."""
        return self.tie >= float(self.values[1:].mean()) - ALMOST_NOTHING

    def better_by(self, table: Table, swaps: Whole) -> bool:
        """Make as many of the most promising swaps at once as better the design; False when none does."""
        gains = self._gains(swaps)
        order = np.argsort(-gains, kind="stable")[: 4 * self._at_once]
        promising = swaps[order][gains[order] > ALMOST_NOTHING]
        apart = _apart(promising[_keeps_sides(table, self.chosen, promising)], self._at_once)
        count = len(apart)
        while count > 1:
            if self._try(apart[:count]):
                return True
            count //= 2
        return any(self._try(apart[place : place + 1]) for place in range(min(SINGLES, len(apart))))

    def kick(self, table: Table, swaps: Whole) -> None:
        """Make the first few of the drawn swaps, whatever they do to the design."""
        some = swaps[:50]
        made = _apart(some[_keeps_sides(table, self.chosen, some)], KICK)
        if len(made):
            self._laplacian = self._laplacian + self._made(made)
            self._read(self._laplacian)

    def _try(self, swaps: Whole) -> bool:
        changed = self._laplacian + self._made(swaps)
        if _badness(np.linalg.eigvalsh(changed)) < self._badness - ALMOST_NOTHING:
            self._laplacian = changed
            self._read(changed)
            return True
        first, out, second, into = swaps.T
        self._made(np.stack([first, into, second, out], axis=1))
        return False

    def _made(self, swaps: Whole) -> Floats:
        """Make these swaps of entries apart; gives back by how much the Laplacian changed."""
        first, out, second, into = swaps.T
        rows = np.concatenate([first, second])
        before = _laplacian(self.chosen[rows])
        self.chosen[first, out] = self.chosen[second, into] = False
        self.chosen[first, into] = self.chosen[second, out] = True
        change: Floats = _laplacian(self.chosen[rows]) - before
        return change

    def _gains(self, swaps: Whole) -> Floats:
        """How much each swap betters the design, to the first order."""
        values, vectors = np.maximum(self.values[1:], 1e-6), self.vectors[:, 1:]
        weight: Floats = (vectors * (values[0] / values) ** (POWER + 1)) @ vectors.T
        towards = self.chosen.astype(float) @ weight
        sizes = self.chosen.sum(axis=1)
        own = np.diag(weight)

        def grown(entry: Whole, leaves: Whole, comes: Whole) -> Floats:
            shift = towards[entry, comes] - towards[entry, leaves] - weight[leaves, comes]
            together: Floats = (2 * shift + own[leaves] + own[comes]) / sizes[entry]
            return own[comes] - own[leaves] - together

        first, out, second, into = swaps.T
        return grown(first, out, into) + grown(second, into, out)


def _laplacian(chosen: Bools) -> Floats:
    marks = chosen.astype(float)
    shared: Floats = np.diag(marks.sum(axis=0)) - marks.T @ (marks / np.maximum(marks.sum(axis=1, keepdims=True), 1))
    return shared


def _badness(values: NDArray[np.floating[Any]]) -> float:
    values = np.maximum(values[1:], 1e-6)
    return float(((values.mean() / values) ** POWER).sum())


def _drawn_swaps(table: Table, usable: Bools, chosen: Bools, turn: int) -> Whole:
    """Swaps drawn for this round that nothing but a side could forbid: entry, judge out, other entry, its judge out."""
    entry, judge = np.nonzero(chosen)
    count = min(DRAWN, len(entry) ** 2)
    drawn = (numbers(table.seed, f"swaps {turn}", 2 * count) % np.uint64(len(entry))).astype(np.int64)
    first, out = entry[drawn[:count]], judge[drawn[:count]]
    second, into = entry[drawn[count:]], judge[drawn[count:]]
    fits = table.affinity
    change = fits[first, into] + fits[second, out] - fits[first, out] - fits[second, into]
    right = (
        (first < second)
        & usable[first, into]
        & usable[second, out]
        & ~chosen[first, into]
        & ~chosen[second, out]
        & (change >= -ALMOST_NOTHING)
    )
    swaps: Whole = np.stack([first, out, second, into], axis=1)[right]
    return swaps


def _keeps_sides(table: Table, chosen: Bools, swaps: Whole) -> Bools:
    """Whether both entries of a swap keep every side; a soft one is kept where it was."""
    keeps = np.ones(len(swaps), dtype=bool)
    first, out, second, into = swaps.T
    for side in table.sides:
        upper = chosen.shape[1] if side.upper is None else side.upper
        for entry, leaves, comes in ((first, out, into), (second, into, out)):
            inside = (chosen[entry] & side.mask[entry]).sum(axis=1)
            after = inside - side.mask[entry, leaves] + side.mask[entry, comes]
            keeps &= (after <= upper) & (after >= np.minimum(side.lower, inside))
    return keeps


def _apart(swaps: Whole, most: int) -> Whole:
    """The first swaps that touch no entry twice."""
    seen: set[int] = set()
    kept: list[int] = []
    for place, (first, _, second, _) in enumerate(swaps.tolist()):
        if len(kept) == most:
            break
        if first not in seen and second not in seen:
            seen |= {first, second}
            kept.append(place)
    return swaps[kept]
