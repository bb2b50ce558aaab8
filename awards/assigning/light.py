"""How firmly a plan ties the judges together: can their strictness be compared through entries they share?

The judges' graph has for every entry marked by n of them an edge of weight 1/n between each two; its Laplacian has
the eigenvalues of the information about their strictness (scoring/advice). In the best of all designs all but the
first are equal, as in the Fano plane; ``evenness`` is the second smallest as a part of that best, from 0 to 1.
Plain Python, for the page that shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

FIRM = 0.5
"""From here on the light is green."""
STEPS = 60


class Light(StrEnum):
    FIRM = "firm"
    WEAK = "weak"
    APART = "apart"


@dataclass(frozen=True)
class Ties:
    """``parts``: the judges (ids) of each group that shares no entry with another, the largest first."""

    parts: tuple[tuple[int, ...], ...]
    evenness: float

    @property
    def light(self) -> Light:
        if len(self.parts) > 1:
            return Light.APART
        return Light.FIRM if self.evenness >= FIRM else Light.WEAK


def ties(panels: Mapping[int, Sequence[int]]) -> Ties:
    """The ties of a plan: entry to its judges (ids). Judges without an entry are in no part."""
    parts = _parts(panels)
    if len(parts) != 1:
        return Ties(parts, 0.0)
    judges = parts[0]
    spare = sum(len(panel) - 1 for panel in panels.values() if panel)
    if len(judges) == 1:
        return Ties(parts, 1.0)
    second = _second_smallest(_laplacian(judges, panels))
    return Ties(parts, min(1.0, second * (len(judges) - 1) / spare))


def _parts(panels: Mapping[int, Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    root: dict[int, int] = {}

    def find(judge: int) -> int:
        while root.setdefault(judge, judge) != judge:
            root[judge] = root[root[judge]]
            judge = root[judge]
        return judge

    for panel in panels.values():
        for judge in panel:
            root[find(judge)] = find(panel[0])
    groups: dict[int, list[int]] = {}
    for judge in sorted(root):
        groups.setdefault(find(judge), []).append(judge)
    return tuple(tuple(group) for group in sorted(groups.values(), key=lambda group: (-len(group), group)))


def _laplacian(judges: Sequence[int], panels: Mapping[int, Sequence[int]]) -> list[list[float]]:
    place = {judge: index for index, judge in enumerate(judges)}
    shared = [[0.0] * len(judges) for _ in judges]
    for panel in panels.values():
        seats = [place[judge] for judge in panel]
        for one in seats:
            row = shared[one]
            row[one] += 1.0
            for other in seats:
                row[other] -= 1.0 / len(seats)
    return shared


def _second_smallest(laplacian: list[list[float]]) -> float:
    """By inverse iteration; the constant direction, whose eigenvalue is 0, is lifted above all others first."""
    size = len(laplacian)
    lift = max(laplacian[index][index] for index in range(size)) * 2 / size
    lower = _cholesky([[value + lift for value in row] for row in laplacian])
    vector = [float((index * 7919 + 13) % 101) - 50.0 for index in range(size)]
    value = 0.0
    for _ in range(STEPS):
        length = sqrt(sum(one * one for one in vector))
        vector = _solved(lower, [one / length for one in vector])
        value = 1.0 / sqrt(sum(one * one for one in vector))
    return value


def _cholesky(matrix: list[list[float]]) -> list[list[float]]:
    lower = [[0.0] * len(matrix) for _ in matrix]
    for row in range(len(matrix)):
        for column in range(row + 1):
            rest = matrix[row][column] - sum(
                one * other for one, other in zip(lower[row][:column], lower[column][:column], strict=True)
            )
            lower[row][column] = sqrt(max(rest, 1e-12)) if row == column else rest / lower[column][column]
    return lower


def _solved(lower: list[list[float]], right: list[float]) -> list[float]:
    size = len(right)
    forward = [0.0] * size
    for row in range(size):
        known = sum(lower[row][column] * forward[column] for column in range(row))
        forward[row] = (right[row] - known) / lower[row][row]
    back = [0.0] * size
    for row in reversed(range(size)):
        known = sum(lower[column][row] * back[column] for column in range(row + 1, size))
        back[row] = (forward[row] - known) / lower[row][row]
    return back
