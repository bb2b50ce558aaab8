"""The F distribution, from the regularised incomplete beta function."""

from __future__ import annotations

from math import exp, lgamma, log, log1p

TINY = 1e-300
MOST_TERMS = 10_000
WIDEST = 600.0  # logarithms beyond this are outside the range of floating numbers


def incomplete_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b) for a, b > 0 and 0 <= x <= 1 (continued fraction, Didonato & Morris 1992; Lentz's evaluation)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """1 / (1 + d1 / (1 + d2 / (1 + ...))) with the coefficients of the incomplete beta function."""
    c = 1.0
    d = _away_from_zero(1 - (a + b) * x / (a + 1))
    result = 1 / d
    d = 1 / d
    for m in range(1, MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for coefficient in (even, odd):
            d = 1 / _away_from_zero(1 + coefficient * d)
            c = _away_from_zero(1 + coefficient / c)
            result *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return result


def _away_from_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY


def f_quantile(probability: float, above: float, below: float) -> float | None:
    """The value an F variable with (above, below) degrees of freedom stays under with this probability.

    By bisection on its logarithm; None when it lies outside the range of floating numbers.
    """
    low, high = -1.0, 1.0
    while high < WIDEST and _f_probability(high, above, below) < probability:
        high *= 2
    while low > -WIDEST and _f_probability(low, above, below) > probability:
        low *= 2
    if high >= WIDEST or low <= -WIDEST:
        return None
    for _ in range(70):
        middle = (low + high) / 2
        if _f_probability(middle, above, below) < probability:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2) * below / above


def _f_probability(logarithm: float, above: float, below: float) -> float:
    """P(F < f) where f = exp(logarithm) below / above, that is x / (1 - x) = exp(logarithm)."""
    if logarithm > 0:
        return 1 - incomplete_beta(below / 2, above / 2, 1 / (1 + exp(logarithm)))
    return incomplete_beta(above / 2, below / 2, 1 / (1 + exp(-logarithm)))
