"""Intraclass correlations of a complete table, six kinds with intervals.

Source: Shrout & Fleiss 1979, Psychol. Bull. 86:420; McGraw & Wong 1996, Psychol. Methods 1:30.
Mean squares are exact; only quotients and quantiles are floating numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from scoring.advice.ballots import Ballots, CompleteTable, complete_table
from scoring.advice.distributions import f_quantile
from scoring.advice.statement import ALL_EQUAL, NoAnswer

NO_VALUE = "Mẫu số bằng không hoặc âm nên hệ số này không xác định trên các phiếu này."
NO_INTERVAL = "Không đủ sai số giữa các phiếu để tính khoảng tin cậy."
Interval = tuple[float, float] | None


@dataclass(frozen=True, kw_only=True)
class MeanSquares:
    """Between entries (BMS), within entries (WMS), between judges (JMS), residual (EMS); n entries, k judges."""

    n: int
    k: int
    between: Fraction
    within: Fraction
    judges: Fraction
    residual: Fraction


@dataclass(frozen=True, kw_only=True)
class Icc:
    """One coefficient with its interval and its F test; `sentence` says why a number is missing, else ""."""

    kind: str
    value: float | None
    interval: Interval
    f: float | None
    degrees: tuple[int, int]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class IccTable:
    """The six kinds in the order (1,1) (2,1) (3,1) (1,k) (2,k) (3,k); intervals at `level`."""

    level: float
    squares: MeanSquares
    kinds: tuple[Icc, ...]


def mean_squares(table: CompleteTable) -> MeanSquares:
    """The two-way analysis of variance, exact, in points squared."""
    n, k = len(table.lines), len(table.lines[0])
    total = sum(map(sum, table.lines))
    of_all = sum(score * score for line in table.lines for score in line)
    correction = Fraction(total * total, n * k)
    of_entries = Fraction(sum(sum(line) ** 2 for line in table.lines), k)
    of_judges = Fraction(sum(sum(column) ** 2 for column in zip(*table.lines, strict=True)), n) - correction
    within = of_all - of_entries
    square = table.unit**2
    return MeanSquares(
        n=n,
        k=k,
        between=(of_entries - correction) / ((n - 1) * square),
        within=within / (n * (k - 1) * square),
        judges=of_judges / ((k - 1) * square),
        residual=(within - of_judges) / ((n - 1) * (k - 1) * square),
    )


def icc(ballots: Ballots, level: float = 0.95) -> IccTable | NoAnswer:
    """All six coefficients of a complete table, or why there are none."""
    table = complete_table(ballots)
    if isinstance(table, NoAnswer):
        return table
    if ballots.all_equal:
        return ALL_EQUAL
    squares = mean_squares(table)
    upper = 1 - (1 - level) / 2
    one_way, mixed = _one_way(squares, upper), _consistency(squares, upper)
    kinds = (one_way[0], _agreement(squares, upper)[0], mixed[0], one_way[1], _agreement(squares, upper)[1], mixed[1])
    return IccTable(level=level, squares=squares, kinds=kinds)


def _one_way(at: MeanSquares, upper: float) -> tuple[Icc, Icc]:
    """ICC(1,1) and ICC(1,k): judges not matched to columns."""
    return _by_ratio(at, at.within, at.n * (at.k - 1), upper, "ICC(1,1)", "ICC(1,k)")


def _consistency(at: MeanSquares, upper: float) -> tuple[Icc, Icc]:
    """ICC(3,1) and ICC(3,k): differences of level between judges do not count."""
    return _by_ratio(at, at.residual, (at.n - 1) * (at.k - 1), upper, "ICC(3,1)", "ICC(3,k)")


def _by_ratio(at: MeanSquares, noise: Fraction, below: int, upper: float, one: str, many: str) -> tuple[Icc, Icc]:
    """Both kinds that depend on F = BMS / noise alone, and whose limits come from limits of F."""
    above = at.n - 1
    f = float(at.between / noise) if noise else None
    wide, narrow = f_quantile(upper, above, below), f_quantile(upper, below, above)
    limits = (f / wide, f * narrow) if f is not None and wide is not None and narrow is not None else None
    single = _quotient(at.between - noise, at.between + (at.k - 1) * noise)
    mean = _quotient(at.between - noise, at.between)
    of_single = _limits(limits, lambda ratio: (ratio - 1) / (ratio + at.k - 1))
    of_mean = _limits(limits, lambda ratio: 1 - 1 / ratio if ratio > 0 else None)
    return _icc(one, single, of_single, f, (above, below)), _icc(many, mean, of_mean, f, (above, below))


def _agreement(at: MeanSquares, upper: float) -> tuple[Icc, Icc]:
    """ICC(2,1) and ICC(2,k): judges drawn at random, their differences of level count as disagreement."""
    n, k = at.n, at.k
    level = k * (at.judges - at.residual) / n
    single = _quotient(at.between - at.residual, at.between + (k - 1) * at.residual + level)
    mean = _quotient(at.between - at.residual, at.between + level / k)
    of_single = None if single is None else _agreement_limits(at, upper, single)
    of_mean = _limits(of_single, lambda limit: limit * k / (1 + limit * (k - 1)) if 1 + limit * (k - 1) > 0 else None)
    f = float(at.between / at.residual) if at.residual else None
    degrees = (n - 1, (n - 1) * (k - 1))
    return _icc("ICC(2,1)", single, of_single, f, degrees), _icc("ICC(2,k)", mean, of_mean, f, degrees)


def _agreement_limits(at: MeanSquares, upper: float, rho: float) -> Interval:
    """Shrout & Fleiss 1979, p. 424: Satterthwaite's degrees of freedom for the mixture of mean squares."""
    n, k = at.n, at.k
    if not at.residual:
        return None
    # Divided by EMS everything is a pure number, whatever the unit of the points.
    b, j = float(at.between / at.residual), float(at.judges / at.residual)
    of_judges, rest = k * rho * j, n * (1 + (k - 1) * rho) - k * rho
    below = (n - 1) * of_judges**2 + rest**2
    freedom = (k - 1) * (n - 1) * (of_judges + rest) ** 2 / below if below else 0.0
    if freedom < 0.1:
        return None
    high, low = f_quantile(upper, n - 1, freedom), f_quantile(upper, freedom, n - 1)
    if high is None or low is None:
        return None
    mixture = k * j + k * n - k - n
    under = high * mixture + n * b, mixture + n * low * b
    if min(under) <= 0:
        return None
    return n * (b - high) / under[0], n * (low * b - 1) / under[1]


def _quotient(above: Fraction, below: Fraction) -> float | None:
    return float(above / below) if below > 0 else None


def _limits(limits: Interval, turned: Callable[[float], float | None]) -> Interval:
    if limits is None:
        return None
    low, high = turned(limits[0]), turned(limits[1])
    return None if low is None or high is None else (low, high)


def _icc(kind: str, value: float | None, interval: Interval, f: float | None, degrees: tuple[int, int]) -> Icc:
    kept = None if value is None else interval
    sentence = NO_VALUE if value is None else NO_INTERVAL if kept is None else ""
    return Icc(kind=kind, value=value, interval=kept, f=f, degrees=degrees, sentence=sentence)
