"""What forms about results give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RecognitionInput:
    """A province's decision and the nominations (public ids) it names."""

    number: str
    decided_on: date
    nominations: tuple[str, ...]
