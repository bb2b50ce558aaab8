"""Amounts of money said in words, so that whoever typed three zeros too many reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from awards.base.numbers_in_words import decimal_in_words
from awards.nominees.asked import FigureRow

Cell: TypeAlias = tuple[str, str, int]
"""Figure, unit and year."""

_MONEY = frozenset({"đồng", "vnđ", "vnd"})


def money_in_words(rows: Iterable[FigureRow], known: Mapping[Cell, str]) -> dict[Cell, str]:
    """``hai tỷ tám trăm ba mươi chín triệu đồng``, for the known figures that are money."""
    words = {}
    for row in rows:
        unit = row.figure.unit.partition("/")[0].strip()
        if not unit or unit.split()[-1].casefold() not in _MONEY:
            continue
        spoken = " ".join([*unit.split()[:-1], "đồng"])
        for year in row.years:
            key = (row.figure.key, row.figure.unit, year)
            if key in known:
                words[key] = f"{decimal_in_words(known[key])} {spoken}"
    return words
