"""What a person decided about two organisations with like names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class FigureMoved:
    """A figure that the kept organisation lacked."""

    figure: str
    unit: str
    year: int
    value: str


@dataclass(frozen=True)
class FigureLeft:
    """A figure both had: the kept organisation's stands, the other one is only told of here."""

    figure: str
    unit: str
    year: int
    kept: str
    merged: str


@dataclass(frozen=True)
class MergeRecord:
    """What a merge moved, by name, and what it left where it was."""

    nominations: tuple[str, ...]
    products: tuple[str, ...]
    certificates: tuple[str, ...]
    honours: tuple[str, ...]
    figures_moved: tuple[FigureMoved, ...]
    figures_left: tuple[FigureLeft, ...]

    def canonical(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> MergeRecord:
        body: Mapping[str, Any] = json.loads(text)
        names = ("nominations", "products", "certificates", "honours")
        return cls(
            **{name: tuple(body[name]) for name in names},
            figures_moved=tuple(FigureMoved(**one) for one in body["figures_moved"]),
            figures_left=tuple(FigureLeft(**one) for one in body["figures_left"]),
        )


@dataclass(frozen=True)
class VerdictInput:
    """``kept``: public id of the organisation that stays, ``None`` when the two are two."""

    kept: str | None
    reason: str
