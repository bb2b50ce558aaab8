"""What the form of a release gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReleaseInput:
    """``seen``: digest of what was on the screen. A ``reason`` sends to those reminded before once more."""

    seen: str
    reason: str = ""
