"""The smallest value of a smooth function of one or two variables: Nelder & Mead 1965, then Newton."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import inf, isfinite

Point = tuple[float, ...]
Function = Callable[[Point], float]
WIDTHS = (1e-2, 3e-4, 3e-4)  # of the differences from which slope and curvature are taken, step by step
LONGEST_STEP = 0.5

MOST_STEPS = 600


def best_of_grid(function: Function, grid: Sequence[float], variables: int) -> Point:
    """The point of the grid where the function is smallest."""
    return min((function(point), point) for point in product(grid, repeat=variables))[1]


def minimum(function: Function, start: Point, *, step: float, close: float) -> tuple[Point, float]:
    """Where the function is smallest near the start, to within `close` in every variable, and how small."""
    corners = [(function(start), start)]
    for axis in range(len(start)):
        moved = tuple(value + step * (axis == at) for at, value in enumerate(start))
        corners.append((function(moved), moved))
    for _ in range(MOST_STEPS):
        corners.sort()
        if _size(corners) < close:
            break
        _improve(function, corners)
    value, point = min(corners)
    return point, value


def sharpened(function: Function, near: Point, *, step: float, close: float) -> tuple[Point, float]:
    """The minimum by Newton's method from a point near it; where that leads nowhere, by `minimum`."""
    point, start = near, function(near)
    value = start
    for width in WIDTHS:
        move = _newton(function, point, value, width)
        if move is None:
            return minimum(function, near, step=step, close=close)
        point = tuple(at + by for at, by in zip(point, move, strict=True))
        value = function(point)
    return (point, value) if value <= start else minimum(function, near, step=step, close=close)


def _newton(function: Function, point: Point, value: float, width: float) -> Point | None:
    """The step to the bottom of the parabola through differences; None where there is no bottom close by."""
    axes = [tuple(width * (axis == at) for at in range(len(point))) for axis in range(len(point))]

    def at(by: Point, sign: int = 1) -> float:
        return function(tuple(a + sign * b for a, b in zip(point, by, strict=True)))

    above, below = [at(axis) for axis in axes], [at(axis, -1) for axis in axes]
    if not all(map(isfinite, (value, *above, *below))):
        return None
    slope = [(up - down) / (2 * width) for up, down in zip(above, below, strict=True)]
    bend = [(up - 2 * value + down) / width**2 for up, down in zip(above, below, strict=True)]
    if len(point) == 1:
        move: Point = (-slope[0] / bend[0],) if bend[0] > 0 else (inf,)
    else:
        cross = (at((width, width)) - above[0] - above[1] + value) / width**2
        determinant = bend[0] * bend[1] - cross**2
        if not (bend[0] > 0 and determinant > 0):
            return None
        move = (
            (cross * slope[1] - bend[1] * slope[0]) / determinant,
            (cross * slope[0] - bend[0] * slope[1]) / determinant,
        )
    return move if max(map(abs, move)) <= LONGEST_STEP else None


def _size(corners: list[tuple[float, Point]]) -> float:
    best = corners[0][1]
    return max(abs(a - b) for _, point in corners[1:] for a, b in zip(point, best, strict=True))


def _improve(function: Function, corners: list[tuple[float, Point]]) -> None:
    """One step: the worst corner goes across the others, further, half way, or all shrink to the best."""
    worst = corners[-1]
    centre = tuple(sum(axis) / (len(corners) - 1) for axis in zip(*(point for _, point in corners[:-1]), strict=True))

    def at(factor: float) -> tuple[float, Point]:
        point = tuple(c + factor * (w - c) for c, w in zip(centre, worst[1], strict=True))
        return function(point), point

    across = at(-1.0)
    if across[0] < corners[0][0]:
        corners[-1] = min(across, at(-2.0))
    elif across[0] < corners[-2][0]:
        corners[-1] = across
    else:
        half = min(at(-0.5), at(0.5))
        if half[0] < worst[0]:
            corners[-1] = half
            return
        best = corners[0][1]
        corners[1:] = [
            (function(point), point)
            for point in (tuple((a + b) / 2 for a, b in zip(best, point, strict=True)) for _, point in corners[1:])
        ]
