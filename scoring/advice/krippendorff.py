"""Krippendorff's alpha: agreement on any scale, with missing ballots.

Source: Krippendorff 2004, Content Analysis, chapter 11. No table of values by values is made: nominal
disagreement needs only counts, interval and ordinal disagreement are twice a sum of squares, and ratio
disagreement is 1 - 4cd / (c + d)^2 with 1 / x^2 written as a sum of exponentials when values are many.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Literal

import numpy as np

from scoring.advice.ballots import Ballots
from scoring.advice.design import Floats, Indices
from scoring.advice.statement import ALL_EQUAL, NO_BALLOTS, NoAnswer

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
NO_PAIRS = NoAnswer(sentence="Không hồ sơ nào có từ hai phiếu trở lên nên không có gì để so sánh.")
NEGATIVE = NoAnswer(sentence="Thang tỷ lệ không dùng được với điểm âm.")
FEW_VALUES = 1_000
NODE_STEP = 0.25


@dataclass(frozen=True, kw_only=True)
class Alpha:
    """alpha = 1 - observed / expected disagreement; `ballots` of entries that have at least two."""

    metric: Metric
    value: float
    entries: int
    ballots: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairable:
    """N pairable ballots: entry index without gaps (N), index of the value (N), the sorted values, whole (V)."""

    entry: Indices
    value: Indices
    values: tuple[int, ...]

    @property
    def sizes(self) -> Floats:
        return np.bincount(self.entry).astype(np.float64)

    @property
    def counts(self) -> Floats:
        return np.bincount(self.value).astype(np.float64)


def krippendorff_alpha(ballots: Ballots, metric: Metric) -> Alpha | NoAnswer:
    """Agreement of the judges about the entries, on the scale named."""
    if not ballots.rows:
        return NO_BALLOTS
    pairable = _pairable(ballots)
    if pairable is None:
        return NO_PAIRS
    if len(pairable.values) < 2:
        return ALL_EQUAL
    if metric == "ratio" and pairable.values[0] < 0:
        return NEGATIVE
    within, overall = _disagreement(pairable, metric)
    sizes = pairable.sizes
    observed = float((within / (sizes - 1)).sum())
    expected = overall / (len(pairable.entry) - 1)
    if expected <= 0:  # values that differ by less than a floating number can hold
        return ALL_EQUAL
    return Alpha(metric=metric, value=1 - observed / expected, entries=len(sizes), ballots=len(pairable.entry))


def _pairable(ballots: Ballots) -> Pairable | None:
    sizes = [0] * len(ballots.entries)
    for entry, _, _ in ballots.rows:
        sizes[entry] += 1
    kept = sorted(
        (entry, score) for (entry, _, _), score in zip(ballots.rows, ballots.whole[0], strict=True) if sizes[entry] > 1
    )
    if not kept:
        return None
    values = sorted({score for _, score in kept})
    value_at = {score: index for index, score in enumerate(values)}
    entry_at = {entry: index for index, entry in enumerate(dict.fromkeys(entry for entry, _ in kept))}
    return Pairable(
        entry=np.array([entry_at[entry] for entry, _ in kept], dtype=np.intp),
        value=np.array([value_at[score] for _, score in kept], dtype=np.intp),
        values=tuple(values),
    )


def _disagreement(pairable: Pairable, metric: Metric) -> tuple[Floats, float]:
    """Sums of squared differences over ordered pairs: within each entry (U), and among all ballots."""
    if metric == "nominal":
        return _nominal(pairable)
    if metric == "ordinal":
        counts = pairable.counts
        return _squares(pairable, np.cumsum(counts) - counts / 2)
    if metric == "interval":
        low, span = pairable.values[0], pairable.values[-1] - pairable.values[0]
        return _squares(pairable, np.array([(value - low) / span for value in pairable.values]))
    scaled = np.array([value / pairable.values[-1] for value in pairable.values])
    # A value too small for a floating number counts as the zero it is printed as.
    return _ratio_of_few(pairable, scaled) if len(scaled) <= FEW_VALUES else _ratio_of_many(pairable, scaled)


def _nominal(pairable: Pairable) -> tuple[Floats, float]:
    width = len(pairable.values)
    cells, counts = np.unique(pairable.entry * width + pairable.value, return_counts=True)
    same = np.bincount(cells // width, counts.astype(np.float64) ** 2)
    total = float(len(pairable.entry))
    return pairable.sizes**2 - same, total**2 - float((pairable.counts**2).sum())


def _squares(pairable: Pairable, scale: Floats) -> tuple[Floats, float]:
    """Pairs of numbers differ, in sum of squares, by twice their number times their squares around the mean."""
    numbers = (scale / scale.max())[pairable.value]
    sizes = pairable.sizes
    means = np.bincount(pairable.entry, numbers) / sizes
    around = np.bincount(pairable.entry, (numbers - means[pairable.entry]) ** 2)
    total = float(((numbers - numbers.mean()) ** 2).sum())
    return 2 * sizes * around, 2 * len(numbers) * total


def _ratio_of_few(pairable: Pairable, scaled: Floats) -> tuple[Floats, float]:
    """Every pair of distinct values, directly."""
    sums = scaled[:, None] + scaled[None, :]
    apart = scaled[:, None] - scaled[None, :]
    table = (apart / np.where(sums > 0, sums, 1)) ** 2
    counts = pairable.counts
    starts = np.flatnonzero(np.diff(pairable.entry, prepend=-1))
    within = np.array([table[np.ix_(one, one)].sum() for one in np.split(pairable.value, starts[1:])])
    return within, float(counts @ table @ counts)


def _ratio_of_many(pairable: Pairable, scaled: Floats) -> tuple[Floats, float]:
    """1 / x^2 = integral of exp(2s - x e^s) ds, by the trapezoidal rule, exact to rounding on this grid.

    Each node then adds the square of a sum of c exp(-c e^s) over the ballots, instead of a sum over pairs.
    """
    smallest = float(scaled[scaled > 0].min())
    nodes = np.arange(log(1e-9), log(25 / smallest), NODE_STEP)
    within, overall = np.zeros(len(pairable.sizes)), 0.0
    counts = pairable.counts
    for node in nodes:
        rate = np.exp(node)
        part = scaled * rate * np.exp(-np.minimum(scaled * rate, 700))
        within += np.bincount(pairable.entry, part[pairable.value]) ** 2
        overall += float(counts @ part) ** 2
    positive = np.bincount(pairable.entry, (scaled > 0).astype(np.float64)[pairable.value])
    zeros = pairable.sizes - positive
    none = float(counts[scaled == 0].sum())
    # Two zeros do not differ, though 4cd / (c + d)^2 is 0 / 0 there.
    within = pairable.sizes**2 - zeros**2 - 4 * NODE_STEP * within
    overall = len(pairable.entry) ** 2 - none**2 - 4 * NODE_STEP * overall
    return np.maximum(within, 0), overall
