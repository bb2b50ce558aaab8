"""The crossed mixed model written out in full: slow, and nothing in common with the eliminated form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.advice.ballots import Ballots


@dataclass(frozen=True)
class Dense:
    """REML criterion at given standard deviations, and what Henderson's equations say there, per entry and judge."""

    criterion: float
    mean: float
    mean_se: float
    entry_effects: list[float]
    judge_effects: list[float]
    entry_effect_ses: list[float]
    judge_effect_ses: list[float]
    adjusted_ses: list[float]


def dense_model(ballots: Ballots, entry_sd: float, judge_sd: float, noise_sd: float) -> Dense:
    """All with N x N and (1 + n + m) x (1 + n + m) matrices; both standard deviations must be positive."""
    count, n, m = len(ballots.rows), len(ballots.entries), len(ballots.judges)
    of_entry, of_judge = np.zeros((count, n)), np.zeros((count, m))
    for line, (entry, judge, _) in enumerate(ballots.rows):
        of_entry[line, entry] = of_judge[line, judge] = 1
    y, ones = np.array([float(score) for _, _, score in ballots.rows]), np.ones(count)
    covariance = entry_sd**2 * of_entry @ of_entry.T + judge_sd**2 * of_judge @ of_judge.T + noise_sd**2 * np.eye(count)
    inverse = np.linalg.inv(covariance)
    information = ones @ inverse @ ones
    mean = ones @ inverse @ y / information
    rest = y - mean
    criterion = (
        np.linalg.slogdet(covariance)[1] + np.log(information) + rest @ inverse @ rest + (count - 1) * np.log(2 * np.pi)
    )
    design = np.column_stack([ones, of_entry, of_judge])
    penalty = np.diag([0.0] + [entry_sd**-2] * n + [judge_sd**-2] * m)
    henderson = np.linalg.inv(design.T @ design / noise_sd**2 + penalty)
    effects = henderson @ design.T @ y / noise_sd**2
    errors = np.sqrt(np.diag(henderson))
    sums = [np.sqrt(henderson[0, 0] + henderson[at, at] + 2 * henderson[0, at]) for at in range(1, n + 1)]
    return Dense(
        criterion=float(criterion),
        mean=float(mean),
        mean_se=float(errors[0]),
        entry_effects=effects[1 : n + 1].tolist(),
        judge_effects=effects[n + 1 :].tolist(),
        entry_effect_ses=errors[1 : n + 1].tolist(),
        judge_effect_ses=errors[n + 1 :].tolist(),
        adjusted_ses=[float(value) for value in sums],
    )
