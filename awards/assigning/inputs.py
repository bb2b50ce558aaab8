"""What forms about assigning give back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from awards.assigning.states import Method


@dataclass(frozen=True)
class PlanInput:
    """How a plan is wanted. ``region_cap``: at most so many judges of one region for an entry."""

    method: Method
    seed: str = ""
    per_entry: int | None = None
    rooms: int | None = None
    region_cap: int | None = None

    def as_argument(self) -> dict[str, Any]:
        return {
            "method": self.method.value,
            "seed": self.seed,
            "per_entry": self.per_entry,
            "rooms": self.rooms,
            "region_cap": self.region_cap,
        }

    @classmethod
    def from_argument(cls, argument: dict[str, Any]) -> PlanInput:
        return cls(**(argument | {"method": Method(argument["method"])}))


@dataclass(frozen=True)
class PanelInput:
    """The members (public ids) who mark one entry. ``seen``: the version of the plan that was looked at."""

    members: tuple[str, ...]
    seen: int


@dataclass(frozen=True)
class FieldsInput:
    """The fields (keys of sector or product groups) of each member, by public id."""

    fields: dict[str, tuple[str, ...]]
