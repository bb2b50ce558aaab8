"""What forms about organisations give back."""

from __future__ import annotations

from collections.abc import Mapping
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
class FiguresInput:
    """Years and their figures; a figure nobody filled in is ``None``, never zero."""

    years: Mapping[int, Mapping[str, int | None]]
