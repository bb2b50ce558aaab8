"""What the forms about sending give back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReplacementInput:
    """Which nomination takes the place (its public id), and why."""

    successor: str
    reason: str
