"""What forms about decisions give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DecisionInput:
    """A decision as it stands on the signed paper; ``signing_capacity`` may have lines: whose behalf, which post."""

    number: str
    signed_on: date
    signer: str
    signing_capacity: str
