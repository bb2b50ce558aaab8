"""What forms about nominations give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NominationInput:
    """The part of a nomination that is typed; ``None`` means not filled in yet."""

    consent_on: date | None
    consent_by: str | None
    law_compliance: bool | None
    open_inquiry: bool | None
    highest_honour: str | None
    achievements: str
