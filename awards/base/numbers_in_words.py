"""Numbers read aloud in Vietnamese, so that a slip of three zeros is heard: ``hai tỷ tám trăm ba mươi chín triệu``."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_MILLIARD = 10**9


def whole_in_words(value: int) -> str:
    """``2839000000`` as ``hai tỷ tám trăm ba mươi chín triệu``; ``-15`` as ``âm mười lăm``."""
    if value < 0:
        return f"âm {whole_in_words(-value)}"
    return " ".join(_words(value, leading=True)) if value else _DIGITS[0]


def decimal_in_words(text: str) -> str:
    """An exact decimal text: ``12.5`` as ``mười hai phẩy năm``, ``0.05`` as ``không phẩy không năm``."""
    value = Decimal(text)
    whole, dot, fraction = f"{abs(value):f}".partition(".")
    words = whole_in_words(int(whole))
    if dot and fraction.strip("0"):
        words = f"{words} phẩy {' '.join(_DIGITS[int(digit)] for digit in fraction)}"
    return f"âm {words}" if value < 0 else words


def _words(value: int, *, leading: bool) -> list[str]:
    """The words of a number from 1; one that is not ``leading`` says its missing hundreds."""
    milliards, rest = divmod(value, _MILLIARD)
    words = [*_words(milliards, leading=leading), "tỷ"] if milliards else []
    groups = [(rest // 1000**place % 1000, _SCALES[place]) for place in (2, 1, 0)]
    for group, scale in groups:
        if group:
            words += _group(group, leading=leading and not words)
            words += [scale] if scale else []
    return words


def _group(value: int, *, leading: bool) -> list[str]:
    """Three digits; one in the middle of a number names its hundreds and its ``linh`` even when they are zero."""
    hundreds, rest = divmod(value, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or not leading else []
    tens, ones = divmod(rest, 10)
    if tens == 0:
        return [*words, *(["linh"] if words and ones else []), *([_DIGITS[ones]] if ones else [])]
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones:
        words.append(_ones_after_tens(tens, ones))
    return words


def _ones_after_tens(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5:
        return "lăm"
    return _DIGITS[ones]
