"""The only place where an exact number becomes a printed one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from scoring.figures import Origin

MOST_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Rounding:
    """Digits after the point, and what to do with a half: away from zero, or to the even digit."""

    digits: int
    mode: Literal["half_up", "half_even"]
    origin: Origin


def rounded(value: Fraction, rounding: Rounding) -> Fraction:
    """The value rounded once, still exact. `half_up` rounds a half away from zero."""
    return Fraction(_units(value, rounding.digits, rounding.mode), 10**rounding.digits)


def round_exact(value: Fraction, rounding: Rounding) -> str:
    """The value as printed in results: all digits, a point, no grouping, e.g. "87.40"."""
    return _point(_units(value, rounding.digits, rounding.mode), rounding.digits)


def vietnamese_number(value: Fraction | int | str) -> str:
    """ "1.234,50": a text keeps its digits; a fraction prints exactly, or to six digits at most."""
    if not isinstance(value, str) and value.denominator == 1:
        return f"{value.numerator:,}".replace(",", ".")
    text = value if isinstance(value, str) else _shortest(value)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, part = digits.partition(".")
    grouped = whole if len(whole) < 4 else f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def vietnamese_date(day: date) -> str:
    """ "28/02/2026"."""
    return f"{day:%d/%m/%Y}"


def _units(value: Fraction | int, digits: int, mode: str) -> int:
    """The value in units of the last digit, rounded to a whole number of them."""
    scaled: int = value.numerator * 10**digits
    divisor = value.denominator
    whole, rest = divmod(abs(scaled), divisor)
    twice = 2 * rest
    if twice > divisor or (twice == divisor and (mode == "half_up" or whole % 2)):
        whole += 1
    return -whole if scaled < 0 else whole


def _point(units: int, digits: int) -> str:
    sign = "-" if units < 0 else ""
    text = str(abs(units)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def _shortest(value: Fraction | int) -> str:
    text = _point(_units(value, MOST_DIGITS, "half_up"), MOST_DIGITS)
    return text.rstrip("0").rstrip(".")
