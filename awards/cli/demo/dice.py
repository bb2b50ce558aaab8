"""Chance that repeats itself: numbers drawn from SHA-256 of a seed and what they are drawn for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def draw(low: int, high: int, *what: object) -> int:
    """A whole number from ``low`` to ``high``, the same for the same ``what``."""
    text = "|".join(str(part) for part in ("coopstar-trinh-dien", *what))
    return low + int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big") % (high - low + 1)


def pick(things: Sequence[Thing], *what: object) -> Thing:
    return things[draw(0, len(things) - 1, *what)]
