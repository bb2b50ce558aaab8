"""The ballots as arrays, in one order whatever the order they came in."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from scoring.advice.ballots import Ballots

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, eq=False)
class Design:
    """N ballots of n entries and m judges that have any; points moved and stretched to 0 ... 1.

    entry, judge (N): indices; y (N): (points - low) / span. Rows are sorted, so sums of floats
    and seeded draws do not depend on the order of the input.
    """

    codes: tuple[str, ...]
    judges: tuple[int, ...]
    entry: Indices
    judge: Indices
    y: Floats
    low: float
    span: float
    log_span: float

    @property
    def incidence(self) -> Floats:
        """n x m: how many ballots a judge gave an entry."""
        n, m = len(self.codes), len(self.judges)
        return np.bincount(self.entry * m + self.judge, minlength=n * m).reshape(n, m).astype(np.float64)

    def points(self, value: float) -> float:
        """A stretched value back in points."""
        return self.low + self.span * value


def design(ballots: Ballots) -> Design:
    """The sorted arrays of the ballots; entries and judges without a ballot are left out."""
    scores, unit = ballots.whole
    low, high = min(scores, default=0), max(scores, default=0)
    span = (high - low) or 1
    codes = sorted({ballots.entries[entry] for entry, _, _ in ballots.rows})
    judges = sorted({ballots.judges[judge] for _, judge, _ in ballots.rows})
    entry_at = {code: index for index, code in enumerate(codes)}
    judge_at = {number: index for index, number in enumerate(judges)}
    rows = sorted(
        (entry_at[ballots.entries[entry]], judge_at[ballots.judges[judge]], score - low)
        for (entry, judge, _), score in zip(ballots.rows, scores, strict=True)
    )
    return Design(
        codes=tuple(codes),
        judges=tuple(judges),
        entry=np.array([row[0] for row in rows], dtype=np.intp),
        judge=np.array([row[1] for row in rows], dtype=np.intp),
        y=np.array([row[2] / span for row in rows], dtype=np.float64),
        low=low / unit,
        span=span / unit,
        log_span=log(span) - log(unit),
    )
