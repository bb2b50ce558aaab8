"""REML for points = mean + entry + judge + noise, entries and judges both drawn at random.

The larger of the two sides is eliminated, so that one evaluation costs n m^2 and no n x n matrix is
ever made. With ratios of standard deviations a = sd(first)/sd(noise), b = sd(second)/sd(noise):
D = a^2 n_i + 1 and E = b^2 m_j + 1 (diagonal), B = a b C, S = E - B' D^-1 B and
log|I + L'Z'Z L| = sum log D + log|S|. Criterion as in Bates et al. 2015, J. Stat. Softw. 67(1), eq. 42;
prediction errors from Henderson 1975, Biometrics 31:423.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, pi, sqrt

import numpy as np

from scoring.advice.design import Design, Floats, Indices
from scoring.advice.minimum import Point, best_of_grid, minimum, sharpened

GRID_OF_ONE = (-3.0, -1.5, 0.0, 1.5, 3.0, 5.0)
GRID_OF_TWO = (-2.0, -0.5, 1.0, 3.0)
SMALLEST_LOG, LARGEST_LOG = -9.0, 16.0
FIRST_STEP, ROUGHLY, CLOSELY = 0.4, 0.05, 1e-7  # in logarithms of ratios
HOPEFUL = 1.0  # a face whose rough criterion is further from the best is not looked at again
WORTH_A_COMPONENT = 1e-7  # a component that improves the criterion by less is reported as zero
Face = tuple[bool, bool]  # is the component of the entries free, is that of the judges
FACES: tuple[Face, ...] = ((False, False), (True, False), (False, True), (True, True))


@dataclass(frozen=True, kw_only=True, eq=False)
class Side:
    """What the model says of one factor, per level, on the stretched scale and in units of the noise.

    effect: best linear unbiased prediction; inverse: diagonal of the inverse of Henderson's matrix for the
    standardised effect given the mean; pull: how the standardised effect answers to a unit of the mean.
    """

    ratio: float
    effect: Floats
    inverse: Floats
    pull: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """REML estimates on the stretched scale; `information` is 1' V^-1 1 in units of the noise variance."""

    mean: float
    noise_variance: float
    information: float
    criterion: float
    entries: Side
    judges: Side


@dataclass(frozen=True, kw_only=True, eq=False)
class Eliminated:
    """The equations solved for given ratios; `first` is the larger, eliminated side."""

    diagonal: Floats  # n: D
    factor: Floats  # m x m: lower Cholesky factor of S
    first: Floats  # n x 2: answers to the points and to the constant
    second: Floats  # m x 2
    information: float
    mean: float
    squares: float
    criterion: float


class Equations:
    """The mixed model equations of a design: `criterion` for any ratios (entries, judges), `fit` for the best."""

    def __init__(self, arrays: Design) -> None:
        self.arrays = arrays
        self.turned = len(arrays.judges) > len(arrays.codes)
        self.first: Indices = arrays.judge if self.turned else arrays.entry
        self.second: Indices = arrays.entry if self.turned else arrays.judge
        self.incidence = arrays.incidence.T if self.turned else arrays.incidence
        self.of_first, self.of_second = self.incidence.sum(axis=1), self.incidence.sum(axis=0)
        self.middle = float(arrays.y.mean())
        centred = arrays.y - self.middle
        self.columns = np.stack([centred, np.ones_like(centred)], axis=1)
        self.first_sums = _sums(self.first, centred, self.of_first)
        self.second_sums = _sums(self.second, centred, self.of_second)
        # Levels with the same number of ballots have the same D, so C' D^-1 C is a sum over few numbers.
        self.sizes, size_at = np.unique(self.of_first, return_inverse=True)
        groups = [size_at == at for at in range(len(self.sizes))]
        self.levels = np.array([group.sum() for group in groups], dtype=np.float64)
        self.products = np.stack([(self.incidence[group].T @ self.incidence[group]).ravel() for group in groups])
        self.carried = np.stack([(self.incidence[group].T @ self.first_sums[group]).ravel() for group in groups])

    def criterion(self, entry_ratio: float, judge_ratio: float) -> float:
        """-2 log restricted likelihood on the stretched scale; infinite where it cannot be computed."""
        try:
            return self.solve(entry_ratio, judge_ratio).criterion
        except np.linalg.LinAlgError:
            return inf

    def solve(self, entry_ratio: float, judge_ratio: float) -> Eliminated:
        a, b = (judge_ratio, entry_ratio) if self.turned else (entry_ratio, judge_ratio)
        by_size = a * a * self.sizes + 1
        products = ((1 / by_size) @ self.products).reshape(len(self.of_second), -1)
        sums = ((1 / by_size) @ self.carried).reshape(len(self.of_second), 2)
        reduced = np.diag(b * b * self.of_second + 1) - (a * b) ** 2 * products
        factor = np.linalg.cholesky(reduced)
        moved = b * self.second_sums - (a * a * b) * sums
        second = np.linalg.solve(reduced, moved)
        diagonal = a * a * self.of_first + 1
        first = (a * self.first_sums - (a * b) * (self.incidence @ second)) / diagonal[:, None]
        rest = self.columns - a * first[self.first] - b * second[self.second]
        # Penalised squares keep their digits where y'V^-1 y by subtraction would lose them.
        penalised = rest.T @ rest + first.T @ first + second.T @ second
        information = float(penalised[1, 1])
        mean = float(penalised[0, 1]) / information
        squares = float(penalised[0, 0]) - mean * mean * information
        spare = len(self.columns) - 1
        determinant = float(self.levels @ np.log(by_size)) + 2 * float(np.log(np.diag(factor)).sum())
        return Eliminated(
            diagonal=diagonal,
            factor=factor,
            first=first,
            second=second,
            information=information,
            mean=mean,
            squares=squares,
            criterion=determinant + log(information) + spare * (1 + log(2 * pi * squares / spare))
            if squares > 0
            else inf,
        )

    def fit(self, *, with_judges: bool = True) -> Fit | None:
        """The REML fit; a component the ballots give no sign of has ratio 0. None when nothing converges."""
        faces = FACES if with_judges else FACES[:2]
        rough = [self._lowest(face) for face in faces]
        hopeful = min(value for _, value in rough) + HOPEFUL
        exact = [
            self._lowest(face, near) if value <= hopeful else (near, value)
            for face, (near, value) in zip(faces, rough, strict=True)
        ]
        lowest = min(value for _, value in exact)
        if lowest == inf:
            return None
        chosen = next(index for index, (_, value) in enumerate(exact) if value <= lowest + WORTH_A_COMPONENT)
        return self._told(_ratios(faces[chosen], exact[chosen][0]))

    def _lowest(self, face: Face, near: Point | None = None) -> tuple[Point, float]:
        """Logarithms of the ratios that are free on a face, and the criterion there; roughly, or near a point."""

        def function(at: Point) -> float:
            return self.criterion(*_ratios(face, at))

        free = sum(face)
        if free == 0:
            return (), function(())
        if near is not None:
            return sharpened(function, near, step=ROUGHLY, close=CLOSELY)
        start = best_of_grid(function, GRID_OF_ONE if free == 1 else GRID_OF_TWO, free)
        return minimum(function, start, step=FIRST_STEP, close=ROUGHLY)

    def _told(self, ratios: tuple[float, float]) -> Fit:
        solved = self.solve(*ratios)
        variance = solved.squares / (len(self.columns) - 1)
        inverse_of_second = np.linalg.inv(solved.factor)
        spread = self._weighted(ratios, solved) @ inverse_of_second.T
        first = (solved.first, 1 / solved.diagonal + (spread**2).sum(axis=1))
        second = (solved.second, (inverse_of_second**2).sum(axis=0))
        entries, judges = (second, first) if self.turned else (first, second)
        return Fit(
            mean=self.middle + solved.mean,
            noise_variance=variance,
            information=solved.information,
            criterion=solved.criterion,
            entries=_side(ratios[0], *entries, solved.mean),
            judges=_side(ratios[1], *judges, solved.mean),
        )

    def _weighted(self, ratios: tuple[float, float], solved: Eliminated) -> Floats:
        """n x m: B / D."""
        return ratios[0] * ratios[1] * self.incidence / solved.diagonal[:, None]

    def entry_errors(self, ratios: tuple[float, float], chance: np.random.Generator, draws: int) -> Floats:
        """draws x n: prediction errors of the entry effects, jointly normal, in units of the noise."""
        solved = self.solve(*ratios)
        common = chance.standard_normal(draws) / sqrt(solved.information)
        of_second = np.linalg.solve(solved.factor.T, chance.standard_normal((len(solved.factor), draws)))
        if self.turned:
            return ratios[0] * (of_second.T + np.outer(common, solved.second[:, 1]))
        of_first = chance.standard_normal((draws, len(solved.diagonal))) / np.sqrt(solved.diagonal)
        return ratios[0] * (
            of_first + (self._weighted(ratios, solved) @ of_second).T + np.outer(common, solved.first[:, 1])
        )


def entry_standard_errors(fit: Fit) -> tuple[Floats, Floats]:
    """Of the effect and of mean + effect, both on the stretched scale: roots of prediction error variances."""
    side = fit.entries
    own = side.ratio**2 * side.inverse
    of_effect = own + (side.ratio * side.pull) ** 2 / fit.information
    of_sum = own + (1 - side.ratio * side.pull) ** 2 / fit.information
    return np.sqrt(fit.noise_variance * of_effect), np.sqrt(fit.noise_variance * of_sum)


def judge_standard_errors(fit: Fit) -> Floats:
    side = fit.judges
    variance = side.ratio**2 * (side.inverse + side.pull**2 / fit.information)
    return np.sqrt(fit.noise_variance * variance)


def _sums(level: Indices, points: Floats, counts: Floats) -> Floats:
    return np.stack([np.bincount(level, points), counts], axis=1)


def _ratios(face: Face, logarithms: Point) -> tuple[float, float]:
    """The ratios of entries and judges: 0 where the face says so, else from the next logarithm."""
    left = iter(logarithms)
    entries, judges = (exp(min(max(next(left), SMALLEST_LOG), LARGEST_LOG)) if free else 0.0 for free in face)
    return entries, judges


def _side(ratio: float, answers: Floats, inverse: Floats, mean: float) -> Side:
    effect = ratio * (answers[:, 0] - mean * answers[:, 1])
    return Side(ratio=ratio, effect=effect, inverse=inverse, pull=answers[:, 1])
