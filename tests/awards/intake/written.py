"""How offices write one and the same value into a cell: every way here must be read as that value."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from random import Random

from awards.base.normalise import fold
from awards.base.numbers import exact_text, format_decimal, format_whole
from awards.intake.columns import Column, Kind

EXCEL_BEGINS = date(1899, 12, 30)
"""Day 0 of Excel's calendar, for every day after February 1900."""


@dataclass(frozen=True)
class Formula:
    """A cell that is computed, with the value Excel kept of it."""

    text: str
    kept: float


@dataclass(frozen=True)
class Unformatted:
    """A day as the bare number Excel keeps: the cell lost the look of a day."""

    day: date


Typed = str | int | float | bool | date | Formula | Unformatted | None


def line(rng: Random, text: str) -> str:
    """One line of text: decomposed, half composed, with spaces, breaks and invisible characters."""
    ways = (
        text,
        text,
        unicodedata.normalize("NFD", text),
        text.replace("ợ", "ơ\u0323"),
        f"  {text.replace(' ', '  ', 1)} ",
        text.replace(" ", "\n", 1),
        text.replace(" ", "\u00a0", 1),
        f"\ufeff{text}\u200b",
    )
    return rng.choice(ways)


def choice(rng: Random, label: str) -> Typed:
    """The words of a drop-down, as chosen or as typed by hand."""
    ways = [label, label, label.lower(), fold(label).upper(), label.partition("(")[0], line(rng, label)]
    return rng.choice([*ways, label == "Có"] if label in ("Có", "Không") else ways)


def several(rng: Random, labels: list[str]) -> str:
    """Items of a set, in any order, one of them perhaps twice."""
    parts = [*labels, *rng.choices(labels, k=rng.randrange(2))] if labels else ["không có mục nào"]
    rng.shuffle(parts)
    return rng.choice(["; ", ";", " ;\n"]).join(parts)


def number(rng: Random, column: Column, value: Decimal) -> Typed:
    """A figure as a number or as text, with dots, words and units."""
    whole = value == value.to_integral_value()
    ways: list[Typed] = [
        float(value),
        float(value),
        format_decimal(exact_text(value)),
        exact_text(value).replace(".", ","),
    ]
    if whole:
        grouped = format_whole(int(value))
        ways += [int(value), grouped.replace(".", " "), grouped.replace(".", "\u00a0")]
    if column.kind is Kind.WHOLE and column.figure is not None and "đồng" in column.figure.unit:
        ways += [f"{format_whole(int(value))} đồng", f"{format_whole(int(value))}đ", *_in_words(value)]
    return rng.choice(ways)


def _in_words(value: Decimal) -> list[str]:
    """``1,5 tỷ`` and ``5.564 triệu``, where no đồng is lost."""
    words = []
    for one, unit in (("tỷ", 10**9), ("tỉ", 10**9), ("triệu", 10**6), ("nghìn", 10**3)):
        part = value / unit
        if value and part == round(part, 3):
            words += [f"{format_decimal(exact_text(part))} {one}", f"{format_decimal(exact_text(part))} {one} đồng"]
    return words


def tax_code(rng: Random, code: str) -> Typed:
    """A tax code as text, or as a number where no zero stands in front."""
    digits = code.replace("-", "")
    ways: list[Typed] = [
        code,
        code,
        digits,
        f"{code[:4]} {code[4:7]} {code[7:]}",
        f"{code[:4]}.{code[4:]}",
        f" {code} ",
    ]
    return rng.choice(ways if digits.startswith("0") else [*ways, int(digits)])


def phone(rng: Random, digits: str) -> Typed:
    """A telephone number; as a number cell it has lost its zero, which is known to belong there."""
    ways: list[Typed] = [
        digits,
        f"{digits[:4]} {digits[4:7]} {digits[7:]}",
        f"{digits[:4]}.{digits[4:]}",
        f"+84 {digits[1:]}",
    ]
    return rng.choice([*ways, int(digits)])


def day(rng: Random, value: date) -> Typed:
    """A day as Excel keeps it, or as text with the day first."""
    ways: list[Typed] = [
        value,
        datetime.combine(value, time(9, 30)),
        f"{value:%d/%m/%Y}",
        f"{value.day}/{value.month}/{value.year}",
    ]
    return rng.choice([*ways, f"{value:%d-%m-%Y}", f"{value:%d.%m.%Y}"])


def serial(value: date) -> int:
    """The number Excel keeps for a day."""
    return (value - EXCEL_BEGINS).days
