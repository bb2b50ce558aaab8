"""Strengths from comparisons in pairs: P(i beats j) = exp(s_i) / (exp(s_i) + exp(s_j)).

Sources: Bradley & Terry 1952; existence of the maximum: Ford 1957; bias reduction: Firth 1993.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from scoring.advice.design import Floats
from scoring.advice.statement import NO_BALLOTS, NOT_FOUND, NoAnswer

MOST_STEPS = 1_000
LONGEST_STEP = 2.0
SEPARATED = NoAnswer(
    sentence="Có nhóm hồ sơ chưa từng thua (hoặc chưa từng gặp) nhóm còn lại nên sức mạnh tương đối không xác định."
)


@dataclass(frozen=True, kw_only=True)
class Strengths:
    """Log-abilities (the first is 0) with standard errors, and deviances with their degrees of freedom."""

    abilities: tuple[float, ...]
    standard_errors: tuple[float, ...]
    residual_deviance: float
    residual_degrees: int
    null_deviance: float
    null_degrees: int


def bradley_terry(wins: Sequence[Sequence[int]], *, bias_reduced: bool = False) -> Strengths | NoAnswer:
    """`wins[i][j]`: how often i beat j; the diagonal is not read. `bias_reduced`: finite even when separated."""
    table = np.array(wins, dtype=np.float64)
    if table.size == 0:
        return NO_BALLOTS
    np.fill_diagonal(table, 0)
    met = table + table.T
    if not _linked(met > 0 if bias_reduced else table > 0):
        return SEPARATED
    above, below = np.nonzero(np.triu(met))
    won, games = table[above, below], met[above, below]
    contrast = np.zeros((len(above), len(table)))
    contrast[np.arange(len(above)), above], contrast[np.arange(len(above)), below] = 1, -1
    found = _solve(contrast[:, 1:], won, games, bias_reduced=bias_reduced)
    if found is None:
        return NOT_FOUND
    ability, covariance = found
    expected = games * _logistic(contrast[:, 1:] @ ability)
    return Strengths(
        abilities=(0.0, *ability.tolist()),
        standard_errors=(0.0, *(sqrt(value) for value in np.diag(covariance).tolist())),
        residual_deviance=_deviance(won, games, expected),
        residual_degrees=len(above) - len(table) + 1,
        null_deviance=_deviance(won, games, games / 2),
        null_degrees=len(above),
    )


def _linked(edges: NDArray[np.bool_]) -> bool:
    """Does a directed path lead from everyone to everyone?"""
    reach = edges | np.eye(len(edges), dtype=np.bool_)
    for middle in range(len(edges)):
        reach |= reach[:, middle, None] & reach[None, middle, :]
    return bool(reach.all())


def _solve(contrast: Floats, won: Floats, games: Floats, *, bias_reduced: bool) -> tuple[Floats, Floats] | None:
    """Fisher scoring with a bounded step; the score equation is Firth's when `bias_reduced`."""
    ability = np.zeros(contrast.shape[1])
    for _ in range(MOST_STEPS):
        chance = _logistic(contrast @ ability)
        weight = games * chance * (1 - chance)
        try:
            covariance = np.asarray(np.linalg.inv(contrast.T @ (weight[:, None] * contrast)), dtype=np.float64)
        except np.linalg.LinAlgError:
            return None
        rest = won - games * chance
        if bias_reduced:
            leverage = weight * ((contrast @ covariance) * contrast).sum(axis=1)
            rest = rest + leverage * (0.5 - chance)
        step = covariance @ (contrast.T @ rest)
        longest = float(np.abs(step).max(initial=0))
        ability = ability + step * min(1.0, LONGEST_STEP / longest if longest > 0 else 1.0)
        if longest < 1e-12 * (1 + float(np.abs(ability).max(initial=0))):
            return ability, covariance
    return None


def _logistic(value: Floats) -> Floats:
    return 0.5 * (1 + np.tanh(value / 2))


def _deviance(won: Floats, games: Floats, expected: Floats) -> float:
    return 2 * (_surprise(won, expected) + _surprise(games - won, games - expected))


def _surprise(seen: Floats, expected: Floats) -> float:
    ratio = np.divide(seen, expected, out=np.ones_like(seen), where=(seen > 0) & (expected > 0))
    return float((seen * np.log(ratio)).sum())
