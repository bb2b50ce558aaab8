"""Advice at the size of a season: 405 entries x 30 judges x 3 sheets. Run: python -m bench.advice

The reference in the same run is the same model, fitted by the same search, with the (n + m) x (n + m)
equations solved as they stand instead of by elimination. The ratio says what elimination is worth.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import inf, log, pi
from statistics import median
from time import perf_counter

import numpy as np

from scoring.advice.ballots import Ballots
from scoring.advice.design import Design, design
from scoring.advice.krippendorff import krippendorff_alpha
from scoring.advice.mixed_model import Equations
from scoring.advice.rank_intervals import rank_intervals
from scoring.advice.severity import severity

ENTRIES, JUDGES, SHEETS = 405, 30, 3
LIMIT = 0.050  # seconds for one fit; printed, not enforced: machines differ


class DenseEquations(Equations):
    """The criterion from the whole matrix I + L'Z'ZL."""

    def __init__(self, arrays: Design) -> None:
        super().__init__(arrays)
        self.indicator = np.zeros((len(arrays.y), len(arrays.codes) + len(arrays.judges)))
        self.indicator[np.arange(len(arrays.y)), arrays.entry] = 1
        self.indicator[np.arange(len(arrays.y)), len(arrays.codes) + arrays.judge] = 1
        self.gram = self.indicator.T @ self.indicator
        self.totals = self.indicator.T @ self.columns

    def criterion(self, entry_ratio: float, judge_ratio: float) -> float:
        ratios = np.repeat([entry_ratio, judge_ratio], [len(self.arrays.codes), len(self.arrays.judges)])
        whole = ratios[:, None] * self.gram * ratios + np.eye(len(ratios))
        answers = np.linalg.solve(whole, ratios[:, None] * self.totals)
        rest = self.columns - self.indicator @ (ratios[:, None] * answers)
        table = rest.T @ rest + answers.T @ answers
        squares = float(table[0, 0] - table[0, 1] ** 2 / table[1, 1])
        spare = len(self.columns) - 1
        determinant = float(np.linalg.slogdet(whole)[1])
        return determinant + log(table[1, 1]) + spare * (1 + log(2 * pi * squares / spare)) if squares > 0 else inf


def jury(entries: int, judges: int, sheets: int) -> Ballots:
    """Invented ballots on a quarter grid, the same in every run."""
    chance = np.random.default_rng(2026)
    quality, bias = chance.normal(75, 5, entries), chance.normal(0, 3, judges)
    rows = [
        (entry, judge, round(4 * (quality[entry] + bias[judge] + chance.normal(0, 3))) / 4)
        for entry in range(entries)
        for judge in chance.permutation(judges)[:sheets].tolist()
    ]
    return Ballots(entries=tuple(map(str, range(entries))), judges=tuple(range(judges)), rows=tuple(rows))


def seconds(work: Callable[[], object], times: int) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return median(taken)


def main() -> None:
    told = sys.stdout.write
    ballots = jury(ENTRIES, JUDGES, SHEETS)
    arrays = design(ballots)
    found = Equations(arrays).fit()
    if found is None:
        raise SystemExit("no fit")
    ratios = found.entries.ratio, found.judges.ratio
    # A fresh value each time, so that nothing is remembered from the run before.
    whole = seconds(lambda: severity(Ballots(entries=ballots.entries, judges=ballots.judges, rows=ballots.rows)), 21)
    fast, slow = seconds(lambda: Equations(arrays).fit(), 21), seconds(lambda: DenseEquations(arrays).fit(), 3)
    told(f"{ENTRIES} entries x {JUDGES} judges x {SHEETS} sheets, medians\n")
    told(f"severity, from ballots to result    {1000 * whole:9.1f} ms  (limit {1000 * LIMIT:.0f} ms)\n")
    told(f"REML by elimination                 {1000 * fast:9.1f} ms\n")
    told(f"REML, dense reference               {1000 * slow:9.1f} ms\n")
    told(f"ratio dense / eliminated            {slow / fast:9.1f}\n")
    told(
        f"criterion, difference               {abs(found.criterion - DenseEquations(arrays).criterion(*ratios)):9.1e}\n"
    )
    fit = severity(ballots)
    ranks = seconds(lambda: rank_intervals(ballots, first=100, seed=1, fit=fit), 3)
    told(f"rank intervals, 10,000 draws        {1000 * ranks:9.1f} ms\n")
    full = jury(3000, 60, 60)
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        alpha = seconds(lambda metric=metric: krippendorff_alpha(full, metric), 1)  # type: ignore[misc]
        told(f"alpha {metric:8} 3,000 x 60         {1000 * alpha:9.1f} ms\n")


if __name__ == "__main__":
    main()
