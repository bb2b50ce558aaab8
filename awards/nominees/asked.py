"""What the running seasons ask of an organisation, year by year."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scoring.asked import asked
from scoring.figures import FigureDef
from scoring.rulebook import Rulebook


@dataclass(frozen=True)
class FigureRow:
    """One figure in one unit, and the years it is asked for, the newest first."""

    figure: FigureDef
    years: tuple[int, ...]
    name: str
    """What its fields are called, before the year."""

    def cell(self, year: int) -> str:
        return f"{self.name}_{year}"


def asked_of(group: str, seasons: Iterable[tuple[int, Rulebook]]) -> tuple[FigureRow, ...]:
    """The union over the seasons (basis year and rulebook) of the yearly figures of that sector or product group.

    Where two seasons ask for the same figure in the same unit, the first one words it; the limits of
    each are looked at again before forwarding.
    """
    rows: dict[tuple[str, str], FigureRow] = {}
    keys: set[str] = set()
    for basis_year, rulebook in seasons:
        variant = rulebook.variant_for(group)
        for one in asked(variant, rulebook) if variant is not None else ():
            figure = one.figure
            if figure.kind != "series":
                continue
            years = {basis_year + offset for offset in one.offsets}
            known = rows.get((figure.key, figure.unit))
            if known is None:
                name = f"figure_{figure.key}" + (_mark(figure.unit) if figure.key in keys else "")
                known = FigureRow(figure, (), name)
            rows[figure.key, figure.unit] = replace(known, years=tuple(sorted(years | {*known.years}, reverse=True)))
            keys.add(figure.key)
    return tuple(rows.values())


def years_of(rows: Iterable[FigureRow]) -> tuple[int, ...]:
    """All years asked for, the newest first."""
    return tuple(sorted({year for row in rows for year in row.years}, reverse=True))


def _mark(unit: str) -> str:
    """Sets a figure that is asked for in a second unit apart."""
    return "_" + hashlib.sha256(unit.encode()).hexdigest()[:6]
