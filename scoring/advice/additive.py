"""Additive fixed effects: points = quality of the entry + bias of the judge, by least squares.

Source: Fisher's two-way analysis for incomplete tables; Kuhlisch et al. 2016, Metrika 79:37.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from scoring.advice.ballots import Ballots
from scoring.advice.connectivity import refusal
from scoring.advice.design import Design, Floats, design
from scoring.advice.statement import NO_BALLOTS, ONE_ENTRY, ONE_JUDGE, NoAnswer


@dataclass(frozen=True, kw_only=True)
class AdditiveFit:
    """In points. quality: by entry code; bias: by judge number, the sum of all is 0, positive is generous.

    noise_sd: standard deviation of one ballot around the fit; None when no ballot is left over to tell.
    """

    quality: Mapping[str, float]
    bias: Mapping[int, float]
    noise_sd: float | None


def additive_fit(ballots: Ballots) -> AdditiveFit | NoAnswer:
    """The fit, or why there is none. Noise is not needed: exact ballots give exact effects."""
    refused = unanswerable(ballots)
    if refused is not None:
        return refused
    arrays = design(ballots)
    quality, bias = least_squares(arrays)
    spare = spare_ballots(arrays)
    noise = arrays.span * sqrt(residual_squares(arrays, quality, bias) / spare) if spare > 0 else None
    return AdditiveFit(
        quality={code: arrays.points(float(value)) for code, value in zip(arrays.codes, quality, strict=True)},
        bias={number: arrays.span * float(value) for number, value in zip(arrays.judges, bias, strict=True)},
        noise_sd=noise,
    )


def unanswerable(ballots: Ballots) -> NoAnswer | None:
    """Why severity cannot be told from quality in these ballots; None when it can."""
    if not ballots.rows:
        return NO_BALLOTS
    if len({entry for entry, _, _ in ballots.rows}) < 2:
        return ONE_ENTRY
    if len({judge for _, judge, _ in ballots.rows}) < 2:
        return ONE_JUDGE
    return refusal(ballots)


def spare_ballots(arrays: Design) -> int:
    """Ballots beyond those a connected graph needs: the degrees of freedom of the noise."""
    return len(arrays.y) - len(arrays.codes) - len(arrays.judges) + 1


def least_squares(arrays: Design) -> tuple[Floats, Floats]:
    """Quality (n) and bias (m, sum 0) on the stretched scale of a connected design; entries are eliminated."""
    incidence = arrays.incidence
    of_entry, of_judge = incidence.sum(axis=1), incidence.sum(axis=0)
    weighted = incidence / of_entry[:, None]
    entry_sums = np.bincount(arrays.entry, arrays.y)
    judge_sums = np.bincount(arrays.judge, arrays.y)
    reduced = np.diag(of_judge) - incidence.T @ weighted
    # The reduced matrix knows nothing of a common shift; adding ones makes the shift 0.
    bias = np.linalg.solve(reduced + 1.0, judge_sums - weighted.T @ entry_sums)
    bias -= bias.mean()
    return entry_sums / of_entry - weighted @ bias, bias


def residual_squares(arrays: Design, quality: Floats, bias: Floats) -> float:
    rest = arrays.y - quality[arrays.entry] - bias[arrays.judge]
    return float(rest @ rest)
