"""Rooms: entries of like fields together, each room with its own judges, who mark everything in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from awards.assigning.lots import shares
from awards.assigning.optimum import optimum
from awards.assigning.table import Bools, Shortage, Table, Whole

MISSED = 3.0
"""What an entry that a judge of the room must not mark weighs against the affinities of the others."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rooms:
    """The room (from 0) of every entry and of every judge, and who marks what."""

    of_entry: Whole
    of_judge: Whole
    chosen: Bools

    def short(self, minimum: int) -> tuple[Shortage, ...]:
        """Entries that too few judges of their room may mark."""
        marking = self.chosen.sum(axis=1)
        return tuple(Shortage(int(one), int(marking[one])) for one in np.flatnonzero(marking < minimum))


def in_rooms(table: Table, fields: Sequence[str], count: int) -> Rooms:
    """``count`` rooms: entries in the order of their fields (drawn within one) are cut into even parts, then judges
    are spread evenly so that the affinities are largest and conflicts fewest. Raises :class:`NoPlan`."""
    drawn = shares(table.seed, "entries", table.entries)
    order = sorted(range(table.entries), key=lambda one: (fields[one], drawn[one]))
    of_entry = np.zeros(table.entries, dtype=np.int64)
    of_entry[order] = np.arange(table.entries) * count // table.entries
    worth = np.where(table.allowed, table.affinity, -MISSED)
    of_room = np.stack([worth[of_entry == room].sum(axis=0) for room in range(count)], axis=1)
    seated = optimum(
        Table(affinity=of_room, allowed=np.ones(of_room.shape, dtype=bool), per_entry=1, seed=table.seed), fair=False
    )
    of_judge = seated.chosen.argmax(axis=1).astype(np.int64)
    return Rooms(of_entry=of_entry, of_judge=of_judge, chosen=table.allowed & (of_entry[:, None] == of_judge[None, :]))
