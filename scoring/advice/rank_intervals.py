"""How sure are the places? Seeded draws from the joint normal distribution of the prediction errors.

A Bayesian reading of the mixed model: true effect = BLUP + error, errors with the covariance of
Henderson's equations. Warning of Goldstein & Spiegelhalter 1996, JRSS A 159:385: places of close
entries are far less certain than their scores suggest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.advice.ballots import Ballots
from scoring.advice.design import design
from scoring.advice.mixed_model import Equations
from scoring.advice.places import competition_places
from scoring.advice.severity import ENTRIES_ALIKE, Severity, severity
from scoring.advice.statement import NoAnswer

DRAWS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class RankInterval:
    """One entry: place by adjusted score, places low ... high at the level asked, P(within the first k)."""

    entry: str
    place: int
    low: int
    high: int
    in_first: float


@dataclass(frozen=True, kw_only=True)
class RankIntervals:
    """All entries with a ballot, best first. `undecided`: the places from ... to whose intervals cross the line."""

    first: int
    level: float
    draws: int
    seed: int
    entries: tuple[RankInterval, ...]
    undecided: tuple[int, int] | None


def rank_intervals(
    ballots: Ballots,
    *,
    first: int,
    seed: int,
    draws: int = 10_000,
    level: float = 0.95,
    fit: Severity | NoAnswer | None = None,
) -> RankIntervals | NoAnswer:
    """Intervals of places and P(place <= first). The same seed gives the same answer in any order of the ballots.

    `fit`: what `severity` said of the same ballots, when it is already known.
    """
    fitted = severity(ballots) if fit is None else fit
    if isinstance(fitted, NoAnswer):
        return fitted
    if fitted.entry_sd == 0:
        return NoAnswer(sentence=ENTRIES_ALIKE)
    if draws < 1 or not 0 < level < 1:
        return NoAnswer(sentence="Cần ít nhất một lượt mô phỏng và mức tin cậy giữa 0 và 1.")
    codes, counts = _counted_places(ballots, fitted, draws, seed)
    reached = np.cumsum(counts, axis=1)
    tail = (1 - level) / 2 * draws
    low = (reached <= tail).sum(axis=1) + 1
    high = np.minimum((reached < draws - tail).sum(axis=1) + 1, len(codes))
    within = reached[:, min(max(first, 1), len(codes)) - 1] / draws if first > 0 else np.zeros(len(codes))
    places = competition_places(fitted.adjusted)
    told = [
        RankInterval(entry=code, place=places[code], low=int(low[at]), high=int(high[at]), in_first=float(within[at]))
        for at, code in enumerate(codes)
    ]
    crossing = [one.place for one in told if one.low <= first < one.high]
    return RankIntervals(
        first=first,
        level=level,
        draws=draws,
        seed=seed,
        entries=tuple(sorted(told, key=lambda one: (one.place, one.entry))),
        undecided=(min(crossing), max(crossing)) if crossing else None,
    )


def _counted_places(
    ballots: Ballots, fit: Severity, draws: int, seed: int
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Codes in sorted order, and n x n: how many draws put the entry of the row in the place of the column."""
    arrays = design(ballots)
    n = len(arrays.codes)
    effects = {one.entry: one.effect / fit.noise_sd for one in fit.entries}
    predicted = np.array([effects[code] for code in arrays.codes])
    ratios = (fit.entry_sd / fit.noise_sd, fit.judge_sd / fit.noise_sd)
    equations, chance = Equations(arrays), np.random.default_rng(seed)
    counts = np.zeros(n * n, dtype=np.int64)
    for start in range(0, draws, DRAWS_AT_ONCE):
        size = min(DRAWS_AT_ONCE, draws - start)
        drawn = predicted + equations.entry_errors(ratios, chance, size)
        order = np.argsort(-drawn, axis=1, kind="stable")
        counts += np.bincount((order * n + np.arange(n)).ravel(), minlength=n * n)
    return arrays.codes, counts.reshape(n, n)
