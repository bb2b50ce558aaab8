"""What a draw is made from, as plain values: who may mark, what is to be marked, and who must not mark what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from awards.councils.assignment import Recusal, is_short
from scoring.levels import Aggregation

MATCH, OPEN_TO_ALL, OTHER = 2, 1, 0
"""Affinity: an expert of the entry's field, a member who named no field, an expert of other fields."""


@dataclass(frozen=True)
class Marker:
    """A member who marks; ``region`` of the province it works for ("" at the centre), ``fields`` it knows."""

    id: int
    number: int
    group: str = ""
    region: str = ""
    fields: tuple[str, ...] = ()

    def affinity(self, field: str) -> int:
        if not self.fields:
            return OPEN_TO_ALL
        return MATCH if field in self.fields else OTHER


@dataclass(frozen=True)
class EntryToMark:
    """An entry and the group of its sector or product."""

    id: int
    reference: str
    field: str


@dataclass(frozen=True)
class Problem:
    """``out``: member and entry of every pair that must not be, with the reason."""

    markers: tuple[Marker, ...]
    entries: tuple[EntryToMark, ...]
    out: Mapping[tuple[int, int], Recusal]
    aggregation: Aggregation

    @property
    def minimum(self) -> int:
        """The fewest judges of an entry whose sheets the rulebook counts."""
        groups = self.aggregation.member_groups
        return sum(group.minimum_sheets for group in groups) if groups else self.aggregation.minimum_sheets

    def digest(self) -> str:
        """Of everything a draw depends on, besides the seed and what is wished for."""
        told = [
            [asdict(one) for one in self.markers],
            [asdict(one) for one in self.entries],
            sorted(pair for pair in self.out),
            [[group.key, group.minimum_sheets] for group in self.aggregation.member_groups],
            self.aggregation.minimum_sheets,
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def objections(self, entry: EntryToMark, members: Iterable[int], region_cap: int | None) -> list[str]:
        """Why these members (ids) cannot be the ones who mark an entry; none when they can."""
        chosen = [one for one in self.markers if one.id in set(members)]
        found = [
            f"Số {one.number}: {self.out[one.id, entry.id].reason}" for one in chosen if (one.id, entry.id) in self.out
        ]
        if is_short(_count(one.group for one in chosen), self.aggregation):
            found.append(f"Thể lệ cần ít nhất {self.minimum} phiếu cho mỗi hồ sơ, ở đây còn {len(chosen)} người chấm.")
        for region, count in _count(one.region for one in chosen if one.region).items():
            if region_cap is not None and count > region_cap:
                found.append(f"{count} người của vùng {region}, phương án này cho tối đa {region_cap}.")
        return found


def _count(keys: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts


def panels_of(pairs: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    """Entry to its judges, from pairs of both."""
    panels: dict[int, list[int]] = {}
    for entry, judge in pairs:
        panels.setdefault(entry, []).append(judge)
    return panels
