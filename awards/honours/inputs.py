"""What an imported list of honours is read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from awards.base.errors import DomainError


@dataclass(frozen=True)
class SourceRow:
    """One row as it stands in the file: texts by the names of ``wording.COLUMNS``; ``line`` counts from 1."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RowError:
    """What is wrong with one cell (or, without ``column``, with the whole row)."""

    line: int
    column: str
    sentence: str


class ImportRefused(DomainError):
    """Nothing of the list was stored; ``errors`` names every row and cell."""

    def __init__(self, errors: tuple[RowError, ...]) -> None:
        lines = len({error.line for error in errors})
        super().__init__(f"Danh sách có {len(errors)} lỗi ở {lines} dòng. Chưa lưu dòng nào.", "table")
        self.errors = errors


@dataclass(frozen=True)
class LinkInput:
    """Whose an honour is. Without ``organisation`` it is of none of ``looked_at`` (public ids).

    ``product`` is the public id of the honoured product, where it is in the register.
    """

    organisation: str | None
    reason: str
    product: str | None = None
    looked_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class HonourInput:
    """One honour, checked. ``province_id`` is the unit that bore the name on the day of the honour."""

    award: str
    year: int
    nominee_type: str
    name: str
    product_of: str
    tax_code: str | None
    sector: str
    province_id: int
    province_name: str
    decision_number: str | None
    decided_on: date | None
    source: str
    confidence: str
