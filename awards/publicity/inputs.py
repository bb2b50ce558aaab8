"""What forms about publication give back."""

from __future__ import annotations

from dataclasses import dataclass

from awards.seasons.states import ConfirmationKind


@dataclass(frozen=True)
class ConfirmationInput:
    """Against which document a rulebook was compared, or that it is only a sample."""

    kind: ConfirmationKind
    document: str
