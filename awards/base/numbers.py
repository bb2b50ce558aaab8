"""Numbers as Vietnamese people write them: ``1.234.567,89``."""

from __future__ import annotations

import re
from decimal import Decimal

_GROUPED = re.compile(r"^\d{1,3}(?:[.\s]\d{3})+$")
_PLAIN = re.compile(r"^\d+$")
_MULTIPLES = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
_PER = r"(?:\s*/\s*[^\W\d_]+){0,3}"  # "đồng/người/tháng": what it is counted for changes no figure
_UNIT = re.compile(rf"\s*(tỷ|tỉ|triệu|nghìn|ngàn)?\s*(?:(?:đồng|đ|₫|vnđ|vnd){_PER})?\s*$", re.IGNORECASE)


class NotANumber(ValueError):
    """The text is not a number; ``sentence`` says how to write it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse_decimal(text: str) -> Decimal:
    """``1.234.567,89``, ``1234567,89``, ``1 234 567``, ``1,5 tỷ`` and ``84,612 tỷ đồng/năm`` become exact numbers.

    ``1.234`` reads as 1234 (the dot groups thousands). Raises :class:`NotANumber`, also for ``1.5``,
    whose meaning cannot be known.
    """
    body, multiple = _split_unit(text.replace("\u00a0", " ").replace("\u202f", " ").strip())
    negative = body.startswith("-")
    whole, comma, fraction = body.removeprefix("-").strip().partition(",")
    if comma and not (_PLAIN.match(fraction) and fraction.isascii()):
        raise NotANumber("Nhập số theo dạng 1.234.567,89.")
    digits = _whole_digits(whole.strip())
    value = Decimal(f"{digits}.{fraction}" if comma else digits) * multiple
    return -value if negative else value


def _split_unit(text: str) -> tuple[str, int]:
    match = _UNIT.search(text)
    if match is None:
        return text, 1
    return text[: match.start()].strip(), _MULTIPLES.get((match.group(1) or "").lower(), 1)


def _whole_digits(whole: str) -> str:
    if not whole.isascii() or not whole:
        raise NotANumber("Nhập bằng chữ số, ví dụ 1.500.000.000.")
    if _PLAIN.match(whole):
        return whole
    if _GROUPED.match(whole):
        return re.sub(r"[.\s]", "", whole)
    if re.fullmatch(r"\d+\.\d+", whole):
        raise NotANumber("Dấu chấm dùng để ngăn cách hàng nghìn; phần lẻ viết sau dấu phẩy, ví dụ 1,5.")
    raise NotANumber("Nhập bằng chữ số, ví dụ 1.500.000.000.")


def parse_whole(text: str) -> int:
    """A whole number; raises :class:`NotANumber`."""
    value = parse_decimal(text)
    if value != value.to_integral_value():
        raise NotANumber("Nhập số nguyên, không có phần lẻ.")
    return int(value)


def format_whole(value: int) -> str:
    """``1234567`` as ``1.234.567``."""
    return f"{value:,}".replace(",", ".")


def format_decimal(text: str) -> str:
    """An exact decimal text such as ``-1234.50`` as ``-1.234,50``."""
    whole, dot, fraction = text.removeprefix("-").partition(".")
    return ("-" if text.startswith("-") else "") + format_whole(int(whole)) + ("," + fraction if dot else "")


def exact_text(value: Decimal | int) -> str:
    """The one way an exact number is stored: plain digits, a point, no zeros at the end (``1500``, ``-2.5``)."""
    text = f"{Decimal(value):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def format_money(value: int) -> str:
    """Whole đồng with the unit in words."""
    return f"{format_whole(value)} đồng"
