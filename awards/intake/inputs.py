"""What a workbook is read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from awards.base.spreadsheets import Raw, column_number
from awards.nominations.inputs import AchievementsInput, ConsentInput, DeclarationsInput
from awards.nominees.inputs import FiguresInput, OrganisationInput, ProductInput


class Level(StrEnum):
    """Green, amber, red."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True)
class SourceRow:
    """One filled line of the sheet, its cells by column key; ``places`` is each column's letters."""

    line: int
    cells: Mapping[str, Raw]
    places: Mapping[str, str]
    formulas: frozenset[str] = frozenset()

    def cell_name(self, column: str) -> str:
        """``D7``; a column the sheet does not have is named by its line alone."""
        letters = self.places.get(column)
        return f"{letters}{self.line}" if letters else f"dòng {self.line}"


@dataclass(frozen=True)
class SourceSheet:
    """The rows of a workbook and what of its headings was not understood or not found."""

    rows: tuple[SourceRow, ...]
    ignored: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellNote:
    """One sentence about one cell, by its name (``D7``) and the heading over it."""

    cell: str
    heading: str
    sentence: str

    @property
    def order(self) -> tuple[int, int]:
        """Line first, then column: Z100 before AA100."""
        letters = self.cell.rstrip("0123456789")
        if not letters.isupper():
            return int("".join(filter(str.isdigit, self.cell)) or 0), -1
        return int(self.cell[len(letters) :]), column_number(letters)


@dataclass(frozen=True)
class RowValues:
    """What a row says, ready for the services: a section nothing was typed for is none and stays as it is."""

    organisation: OrganisationInput
    product: ProductInput | None
    figures: FiguresInput
    declarations: DeclarationsInput
    consent: ConsentInput | None
    achievements: AchievementsInput | None


@dataclass(frozen=True)
class CheckedRow:
    """A row after its check; ``values`` is none while there are ``mistakes``. ``replaces``: a draft that is there."""

    line: int
    tax_code: str
    name: str
    mistakes: tuple[CellNote, ...]
    doubts: tuple[CellNote, ...]
    values: RowValues | None
    replaces: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        if self.mistakes:
            return Level.BAD
        return Level.DOUBTFUL if self.doubts else Level.GOOD


@dataclass(frozen=True)
class Known:
    """What the register knows of a tax code: whose it is, and how its nomination of the season stands.

    ``live``: "" none, "draft" one the province may still change, else the sentence why it may not.
    """

    is_own: bool
    live: str = ""
