"""Vietnamese tax codes: ten digits of which the last is a check digit, and three more for a branch."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"[0-9]{10}(-[0-9]{3})?")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def clean_tax_code(text: str) -> str:
    """Digits as typed, without spaces and dots; a branch is written ``0123456789-001``."""
    digits = re.sub(r"[\s.\-]", "", text)
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits


def has_shape(code: str) -> bool:
    return _SHAPE.fullmatch(code) is not None


def check_digit_is_right(code: str) -> bool:
    """The tenth digit is 10 minus the weighted sum modulo 11 (weights 31 29 23 19 17 13 7 5 3)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False))
    return 10 - total % 11 == int(code[9])
