"""A template filled in as a person would, cell by cell, and read back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from awards.exports.nomination_workbook import FIRST_LINE, HEADING_LINE, Template, template_workbook
from awards.intake.checking import Against, check_rows
from awards.intake.columns import Column, columns_of
from awards.intake.examples import examples_of
from awards.intake.inputs import CheckedRow, Known
from awards.intake.reading import read_sheet
from awards.intake.wording import SHEET_NAME
from awards.nominees.tax_code import check_digit_is_right
from awards.nominees.wording import KINDS
from scoring.reading import read_rulebook

RULES = read_rulebook((Path(__file__).resolve().parents[2] / "sample_rulebook.toml").read_text(encoding="utf-8"))
BASIS = 2025
TODAY = date(2026, 2, 4)
COLUMNS = columns_of(RULES, BASIS, products=False, kinds=KINDS)
FIRST = FIRST_LINE + 3
"""The first line under the two examples, as Excel counts."""


def sample_code(number: int) -> str:
    body = f"{900_000_000 + number:09d}"
    return next(code for digit in "0123456789" if not check_digit_is_right(code := body + digit))


def good_row(number: int = 1, columns: Sequence[Column] = COLUMNS, **changes: object) -> dict[str, object]:
    """Cells that pass every check, by column key."""
    cells: dict[str, object] = {
        "tax_code": sample_code(number),
        "name": f"Hợp tác xã Mẫu số {number}",
        "kind": "Hợp tác xã",
        "sector": "Nông nghiệp",
        "commune": "Xã Mẫu",
        "founded_year": "2012",
        "consent_on": "01/02/2026",
        "consent_by": "Nguyễn Văn Mẫu",
        "achievements": "Liên kết tiêu thụ nông sản.",
    }
    for column in columns:
        if column.figure is None or "agri" not in column.variants:
            continue
        if column.options:
            cells[column.key] = next(iter(column.options))
        else:
            cells[column.key] = {"member_count": 120, "worker_count": 40, "insured_count": 25}.get(
                column.figure.key, 12_000_000_000 - (BASIS - (column.year or BASIS)) * 1_000_000_000
            )
    return cells | changes


def into_template(rows: Sequence[Mapping[str, object]], columns: Sequence[Column] = COLUMNS) -> bytes:
    """The real template with these rows typed into it."""
    template = Template("Mùa giải mẫu", columns, examples_of(columns, RULES), False, TODAY)
    return typed_into(template_workbook(template), rows, columns)


def typed_into(template: bytes, rows: Sequence[Mapping[str, object]], columns: Sequence[Column] = COLUMNS) -> bytes:
    """A template somebody has downloaded with these rows typed into it."""
    book = load_workbook(io.BytesIO(template))
    return _typed(book, book[SHEET_NAME], rows, columns)


def workbook(rows: Sequence[Mapping[str, object]], columns: Sequence[Column] = COLUMNS) -> bytes:
    """A bare workbook with the template's headings in the template's cells: quick to write and to open."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET_NAME
    for place, column in enumerate(columns, start=2):
        sheet.cell(HEADING_LINE + 1, place).value = column.heading
    return _typed(book, sheet, rows, columns)


def _typed(book: Workbook, sheet: Worksheet, rows: Sequence[Mapping[str, object]], columns: Sequence[Column]) -> bytes:
    places = {column.key: place for place, column in enumerate(columns, start=2)}
    for offset, row in enumerate(rows):
        for key, value in row.items():
            sheet.cell(FIRST + offset, places[key]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def checked(
    rows: Sequence[Mapping[str, object]], known: Callable[[str, str], Known | None] = lambda code, product: None
) -> tuple[CheckedRow, ...]:
    """The rows written into a workbook, read back and checked."""
    sheet = read_sheet(workbook(rows), COLUMNS)
    return check_rows(sheet.rows, Against(RULES, COLUMNS, False, True, TODAY, known))


def cell_of(key: str, line: int = FIRST) -> str:
    """The name of the cell under a column's heading."""
    place = next(place for place, column in enumerate(COLUMNS, start=2) if column.key == key)
    letters, rest = "", place
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{line}"
