"""What a rulebook says about who is chosen: floor, places, caps, targets, tiers, waiting list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from scoring.errors import RulebookError
from scoring.figures import Origin, Sourced, key_mistakes
from scoring.unread import known

Trait = Literal["province", "sector", "product_group", "owner", "variant"]


@dataclass(frozen=True, kw_only=True)
class Cap:
    """At most `count` entries chosen of one province, sector...; without `value`, of each."""

    kind: Literal["cap"] = "cap"
    by: Trait
    value: str = ""
    count: int
    clause: str
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class Target:
    """`count` places kept for one province, sector...; they go to its best entries first."""

    kind: Literal["target"] = "target"
    by: Trait
    value: str
    count: int
    clause: str
    origin: Origin


Limit: TypeAlias = Cap | Target


@dataclass(frozen=True, kw_only=True)
class Tier:
    """A prize or class for printed totals from `lower` on; with `count`, for at most so many of the best."""

    key: str
    label: str
    lower: Fraction
    count: int | None = None
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class DecisionRule:
    """Who is chosen at a level: at most `places` entries whose printed total reaches `floor`.

    `purpose`: to be forwarded to the next level, honoured, or only put into a class (tiers). Places
    kept by a target and not filled go to the ranking, or stay empty (`unfilled`). Tiers are given from
    the best down, to the chosen or to all who are ranked (`tier_scope`). `waiting_list` names so many
    of the next ones, in order.
    """

    purpose: Literal["forward", "honour", "classify"] = "honour"
    floor: Sourced[Fraction] | None = None
    places: Sourced[int] | None = None
    limits: tuple[Limit, ...] = ()
    unfilled: Literal["ranking", "empty"] = "ranking"
    tiers: tuple[Tier, ...] = ()
    tier_scope: Literal["chosen", "ranked"] = "chosen"
    waiting_list: int = 0

    @property
    def is_selective(self) -> bool:
        """Whether the order decides who is in: equals may then not stay equal."""
        return self.places is not None or bool(self.limits) or any(tier.count is not None for tier in self.tiers)

    def mistakes(self, path: str, max_total: Fraction) -> Iterator[RulebookError]:
        if self.floor is not None and known(self.floor.value, max_total) and not 0 <= self.floor.value <= max_total:
            yield RulebookError(f"{path}.floor.value", "Điểm sàn phải nằm trong thang điểm.")
        if self.places is not None and known(self.places.value) and self.places.value < 1:
            yield RulebookError(f"{path}.places.value", "Phải là số nguyên từ 1 trở lên.")
        if known(self.waiting_list) and self.waiting_list < 0:
            yield RulebookError(f"{path}.waiting_list", "Phải là số nguyên từ 0 trở lên.")
        yield from self._limit_mistakes(f"{path}.limits")
        yield from self._tier_mistakes(f"{path}.tiers", max_total)

    def _limit_mistakes(self, path: str) -> Iterator[RulebookError]:
        kept = 0
        seen: set[tuple[str, str, str]] = set()
        for index, limit in enumerate(self.limits):
            if not known(limit.count, limit.by, limit.value):
                continue
            if limit.count < 1:
                yield RulebookError(f"{path}[{index}].count", "Phải là số nguyên từ 1 trở lên.")
            name = (limit.kind, limit.by, limit.value)
            if name in seen:
                yield RulebookError(f"{path}[{index}]", "Giới hạn này đã có ở trên.")
            seen.add(name)
            kept += limit.count if isinstance(limit, Target) else 0
        if len({limit.by for limit in self.limits if isinstance(limit, Target)}) > 1:
            yield RulebookError(path, "Các chỉ tiêu (target) phải chia theo cùng một tiêu thức (by).")
        if kept and self.places is None:
            yield RulebookError(path, "Chỉ tiêu (target) cần có tổng số chỗ (places).")
        elif self.places is not None and known(self.places.value) and kept > self.places.value:
            yield RulebookError(path, f"Các chỉ tiêu cộng lại là {kept}, nhiều hơn tổng số {self.places.value} chỗ.")

    def _tier_mistakes(self, path: str, max_total: Fraction) -> Iterator[RulebookError]:
        yield from key_mistakes((tier.key for tier in self.tiers), path)
        above: Fraction | None = None
        for index, tier in enumerate(self.tiers):
            if tier.count is not None and known(tier.count) and tier.count < 1:
                yield RulebookError(f"{path}[{index}].count", "Phải là số nguyên từ 1 trở lên.")
            if not known(tier.lower, max_total):
                continue
            if not 0 <= tier.lower <= max_total:
                yield RulebookError(f"{path}[{index}].lower", "Cận dưới phải nằm trong thang điểm.")
            counted = tier.count is not None or (index > 0 and self.tiers[index - 1].count is not None)
            if above is not None and (tier.lower > above or (tier.lower == above and not counted)):
                yield RulebookError(f"{path}[{index}].lower", "Các hạng phải ghi từ cao xuống thấp.")
            above = tier.lower
