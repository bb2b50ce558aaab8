"""Vietnamese phone numbers as people type them, kept as national digits and shown in groups."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\s.\-()/]")
_MOBILE = re.compile(r"0[35789][0-9]{8}")
_LANDLINE = re.compile(r"02[0-9]{9}")
_SERVICE = re.compile(r"1[89]00[0-9]{4,6}")


class NotAPhone(ValueError):
    """The text is no phone number; ``sentence`` says how to write it."""

    sentence = "Số điện thoại gồm 10 chữ số (di động) hoặc 11 chữ số (cố định), ví dụ 0912 345 678."

    def __init__(self) -> None:
        super().__init__(self.sentence)


def parse_phone(text: str) -> str:
    """National digits of ``+84 912 345 678``, ``0084912345678``, ``84.912.345.678`` or ``0912-345-678``.

    Mobile numbers have ten digits, landlines eleven (from ``02``), service numbers begin with 1800 or 1900.
    Raises :class:`NotAPhone`.
    """
    digits = _BETWEEN.sub("", text)
    for prefix in ("+84", "0084", "84"):
        if digits.startswith(prefix):
            digits = "0" + digits.removeprefix(prefix).removeprefix("0")
            break
    if not any(shape.fullmatch(digits) for shape in (_MOBILE, _LANDLINE, _SERVICE)):
        raise NotAPhone
    return digits


def format_phone(digits: str) -> str:
    """``0912345678`` as ``0912 345 678``, ``02438431234`` as ``024 3843 1234``; anything else as it is."""
    if _MOBILE.fullmatch(digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    if _LANDLINE.fullmatch(digits):
        area = 3 if digits[:3] in ("024", "028") else 4
        return f"{digits[:area]} {digits[area:-4]} {digits[-4:]}"
    if _SERVICE.fullmatch(digits):
        return f"{digits[:4]} {digits[4:]}"
    return digits
