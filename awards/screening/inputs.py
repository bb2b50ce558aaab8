"""What the forms of the desk give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ReturnInput:
    """A dossier sent back: the reason of each named part. ``seen`` is the revision the screener read."""

    items: Mapping[str, str]
    seen: str | None = None


@dataclass(frozen=True)
class ReasonInput:
    """A hold or its release, with the reason."""

    reason: str
    seen: str | None = None


@dataclass(frozen=True)
class RefusalInput:
    """A dossier that may not compete: why, and by which clause."""

    reason: str
    clause: str
    seen: str | None = None
