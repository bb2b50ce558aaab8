"""The question of an assignment as plain arrays: entries down, judges across."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Side:
    """A rule beside the number of judges: of those in ``mask``, an entry has from ``lower`` to ``upper``.

    ``soft``: wished for and not demanded; a missing one counts as much as ``WISH`` units of affinity.
    """

    mask: Bools
    lower: int = 0
    upper: int | None = None
    soft: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Who may mark what, and how well it fits; ``per_entry`` judges for each entry, loads as even as can be."""

    affinity: Floats
    allowed: Bools
    per_entry: int
    sides: tuple[Side, ...] = ()
    seed: str = ""

    @property
    def entries(self) -> int:
        return int(self.allowed.shape[0])

    @property
    def judges(self) -> int:
        return int(self.allowed.shape[1])


@dataclass(frozen=True)
class Shortage:
    """An entry (row) that ``possible`` judges can mark, fewer than are wanted."""

    entry: int
    possible: int


class NoPlan(Exception):
    """No assignment keeps every rule. Without shortages nothing is known but that there is none."""

    def __init__(self, shortages: tuple[Shortage, ...]) -> None:
        super().__init__(f"{len(shortages)} entries short")
        self.shortages = shortages
