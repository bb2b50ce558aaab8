"""What a count rests on."""

from __future__ import annotations

from enum import StrEnum


class ResultStage(StrEnum):
    """The sheets of a closed round, or the same sheets and the votes of the council's meeting."""

    SHEETS = "sheets"
    MEETING = "meeting"
