"""What a screener can find."""

from __future__ import annotations

from enum import StrEnum


class Finding(StrEnum):
    ACCEPTED = "accepted"
    RETURNED = "returned"
    ON_HOLD = "on_hold"
    RELEASED = "released"
    INELIGIBLE = "ineligible"
