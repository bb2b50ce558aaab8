"""Where the sheets of one entry differ most, and which ballots lie far from what the model expects."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.advice.ballots import Ballots
from scoring.advice.severity import Severity


@dataclass(frozen=True, kw_only=True)
class Discrepancy:
    """One entry: lowest and highest ballot in points, with the judges who gave them."""

    entry: str
    lowest: float
    highest: float
    spread: float
    lowest_judges: tuple[int, ...]
    highest_judges: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class FarBallot:
    """One ballot: points given, points expected of this judge for this entry, difference in noise sds."""

    entry: str
    judge: int
    score: float
    expected: float
    sds: float


def discrepancies(ballots: Ballots, most: int = 10) -> tuple[Discrepancy, ...]:
    """The entries whose ballots differ, widest spread first; equal spreads by code."""
    given: dict[int, list[tuple[Fraction, int]]] = {}
    scores, unit = ballots.whole
    for (entry, judge, _), score in zip(ballots.rows, scores, strict=True):
        given.setdefault(entry, []).append((Fraction(score, unit), ballots.judges[judge]))
    ranked = sorted((-(max(pairs)[0] - min(pairs)[0]), ballots.entries[entry], entry) for entry, pairs in given.items())
    return tuple(_told(code, given[entry]) for spread, code, entry in ranked[: max(most, 0)] if spread)


def _told(code: str, pairs: list[tuple[Fraction, int]]) -> Discrepancy:
    low, high = min(pairs)[0], max(pairs)[0]
    return Discrepancy(
        entry=code,
        lowest=float(low),
        highest=float(high),
        spread=float(high - low),
        lowest_judges=tuple(sorted({judge for score, judge in pairs if score == low})),
        highest_judges=tuple(sorted({judge for score, judge in pairs if score == high})),
    )


def far_ballots(ballots: Ballots, fit: Severity, beyond: float = 2.0) -> tuple[FarBallot, ...]:
    """The ballots more than `beyond` noise standard deviations from mean + entry + judge, farthest first."""
    adjusted = fit.adjusted
    bias = {one.judge: one.effect for one in fit.judges}
    told = []
    for entry, judge, score in ballots.rows:
        code, number = ballots.entries[entry], ballots.judges[judge]
        expected = adjusted[code] + bias.get(number, 0.0)
        sds = (float(score) - expected) / fit.noise_sd if fit.noise_sd else 0.0
        if abs(sds) > beyond:
            told.append(FarBallot(entry=code, judge=number, score=float(score), expected=expected, sds=sds))
    return tuple(sorted(told, key=lambda one: (-abs(one.sds), one.entry, one.judge)))
