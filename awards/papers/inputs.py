"""What forms about papers give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PaperInput:
    """Which paper a file is, and its days where the rulebook wants them."""

    paper: str
    issued_on: date | None = None
    expires_on: date | None = None
