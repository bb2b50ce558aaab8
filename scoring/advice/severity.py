"""Scores as they would be if every judge were equally strict, beside the official ones.

The crossed mixed model of `mixed_model`; Platt & Burges 2012, Ge, Welling & Ghahramani 2013 and
Lawrence 2014 used it for NeurIPS, Kuhlisch et al. 2016 for peer review. In points of the sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from scoring.advice.additive import least_squares, residual_squares, spare_ballots, unanswerable
from scoring.advice.ballots import Ballots
from scoring.advice.design import Design, design
from scoring.advice.mixed_model import Equations, Fit, entry_standard_errors, judge_standard_errors
from scoring.advice.statement import ALL_EQUAL, NO_BALLOTS, NO_NOISE, NO_SPARE_BALLOT, NOT_FOUND, ONE_ENTRY, NoAnswer

NOISE_WORTH_THE_NAME = 1e-6  # standard deviation of the noise beside the range of the ballots
ENTRIES_ALIKE = "Không thấy khác biệt giữa các hồ sơ ngoài sai số của phiếu."
JUDGES_ALIKE = "Không thấy khác biệt về độ nghiêm khắc giữa các giám khảo."


@dataclass(frozen=True, kw_only=True)
class AdjustedScore:
    """One entry: raw mean, predicted effect and mean + effect, each prediction with its standard error."""

    entry: str
    ballots: int
    raw_mean: float
    effect: float
    effect_se: float
    adjusted: float
    adjusted_se: float


@dataclass(frozen=True, kw_only=True)
class JudgeSeverity:
    """One judge: predicted points above (generous) or below (severe) the average judge."""

    judge: int
    ballots: int
    effect: float
    effect_se: float


@dataclass(frozen=True, kw_only=True)
class Severity:
    """The fitted model: mean, the three standard deviations, REML criterion, every entry and judge.

    Entries without a ballot have no score and are listed apart. `notes` say in plain words when a
    standard deviation is zero.
    """

    mean: float
    mean_se: float
    entry_sd: float
    judge_sd: float
    noise_sd: float
    criterion: float
    entries: tuple[AdjustedScore, ...]
    judges: tuple[JudgeSeverity, ...]
    without_ballots: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def adjusted(self) -> Mapping[str, float]:
        return {one.entry: one.adjusted for one in self.entries}


def severity(ballots: Ballots) -> Severity | NoAnswer:
    """Entries and judges told apart by REML, or the reason why these ballots cannot do it."""
    refused = unanswerable(ballots)
    if refused is not None:
        return refused
    if ballots.all_equal:
        return ALL_EQUAL
    arrays = design(ballots)
    spare = spare_ballots(arrays)
    if spare < 1:
        return NO_SPARE_BALLOT
    if residual_squares(arrays, *least_squares(arrays)) < spare * NOISE_WORTH_THE_NAME**2:
        return NO_NOISE
    fit = Equations(arrays).fit()
    return NOT_FOUND if fit is None else _told(ballots, arrays, fit, with_judges=True)


def entries_alone(ballots: Ballots) -> Severity | NoAnswer:
    """The one-way model mean + entry + noise: who gave a ballot is not asked, `judges` stays empty."""
    if not ballots.rows:
        return NO_BALLOTS
    if len({entry for entry, _, _ in ballots.rows}) < 2:
        return ONE_ENTRY
    if ballots.all_equal:
        return ALL_EQUAL
    arrays = design(ballots)
    spare = len(arrays.y) - len(arrays.codes)
    if spare < 1:
        return NO_SPARE_BALLOT
    rest = arrays.y - (np.bincount(arrays.entry, arrays.y) / np.bincount(arrays.entry))[arrays.entry]
    if float(rest @ rest) < spare * NOISE_WORTH_THE_NAME**2:
        return NO_NOISE
    fit = Equations(arrays).fit(with_judges=False)
    return NOT_FOUND if fit is None else _told(ballots, arrays, fit, with_judges=False)


def _told(ballots: Ballots, arrays: Design, fit: Fit, *, with_judges: bool) -> Severity:
    """The fit in points, entries in the order they were given."""
    span, noise = arrays.span, sqrt(fit.noise_variance)
    scored = _scores(ballots, arrays, fit)
    notes = (ENTRIES_ALIKE,) * (fit.entries.ratio == 0) + (JUDGES_ALIKE,) * (with_judges and fit.judges.ratio == 0)
    return Severity(
        mean=arrays.points(fit.mean),
        mean_se=span * noise / sqrt(fit.information),
        entry_sd=span * noise * fit.entries.ratio,
        judge_sd=span * noise * fit.judges.ratio,
        noise_sd=span * noise,
        criterion=fit.criterion + 2 * (len(arrays.y) - 1) * arrays.log_span,
        entries=tuple(scored[code] for code in ballots.entries if code in scored),
        judges=_severities(ballots, arrays, fit) if with_judges else (),
        without_ballots=tuple(code for code in ballots.entries if code not in scored),
        notes=notes,
    )


def _scores(ballots: Ballots, arrays: Design, fit: Fit) -> dict[str, AdjustedScore]:
    effect_se, adjusted_se = entry_standard_errors(fit)
    counts = np.bincount(arrays.entry)
    raw = ballots.raw_means
    return {
        code: AdjustedScore(
            entry=code,
            ballots=int(counts[index]),
            raw_mean=raw[code],
            effect=arrays.span * float(fit.entries.effect[index]),
            effect_se=arrays.span * float(effect_se[index]),
            adjusted=arrays.points(fit.mean + float(fit.entries.effect[index])),
            adjusted_se=arrays.span * float(adjusted_se[index]),
        )
        for index, code in enumerate(arrays.codes)
    }


def _severities(ballots: Ballots, arrays: Design, fit: Fit) -> tuple[JudgeSeverity, ...]:
    errors = judge_standard_errors(fit)
    counts = np.bincount(arrays.judge)
    told = {
        number: JudgeSeverity(
            judge=number,
            ballots=int(counts[index]),
            effect=arrays.span * float(fit.judges.effect[index]),
            effect_se=arrays.span * float(errors[index]),
        )
        for index, number in enumerate(arrays.judges)
    }
    return tuple(told[number] for number in ballots.judges if number in told)
