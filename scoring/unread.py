"""What stands in for a value that could not be read, so that the rest can still be checked.

Only `reading.py` makes these values, and it never hands out a rulebook that holds one: they exist
so that one unreadable number does not hide the mistakes around it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

UNREAD_TEXT: Final = "\x00"
UNREAD_NUMBER: Final = Fraction(-1, 10**40)
UNREAD_INTEGER: Final = -(10**40)
UNREAD_DAY: Final = date.min


def known(*values: object) -> bool:
    """True when every value was really read."""
    return not any(value in (UNREAD_TEXT, UNREAD_NUMBER, UNREAD_INTEGER) for value in values)
