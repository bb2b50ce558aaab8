"""What forms about organisations give back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OrganisationInput:
    """An organisation as on its registration certificate."""

    tax_code: str
    name: str
    kind: str
    sector: str
    address: str
    founded_year: int | None


@dataclass(frozen=True)
class FigureValue:
    """One figure of one year in its unit; ``value`` is exact text, or ``None`` when nobody knows it: never zero."""

    figure: str
    unit: str
    year: int
    value: str | None


@dataclass(frozen=True)
class FiguresInput:
    """What was typed; figures and years that do not stand here stay as they are."""

    values: tuple[FigureValue, ...]
