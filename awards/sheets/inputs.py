"""What the form of a sheet gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class SheetInput:
    """Marks by criterion (None: not marked, which is not zero), typed on top of ``base_version``.

    ``idempotency_key`` names the one act of saving: the same key never makes a second version.
    """

    marks: Mapping[str, Fraction | None]
    remark: str
    base_version: int
    idempotency_key: str
