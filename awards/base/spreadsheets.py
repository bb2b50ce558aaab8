"""Tables out of workbooks people hand in: cells with their references, bounded before anything is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from awards.base.dates import format_day
from awards.base.errors import DomainError
from awards.base.normalise import clean_line, clean_text

MEBIBYTE = 1024 * 1024
LARGEST_UNPACKED = 60 * MEBIBYTE

_REFERENCE = re.compile(rb'r="([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb'<c [^>]*?r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f[ >/]')
_SHEET = re.compile(rb"<sheet [^>]*>")
_RELATION = re.compile(rb"<Relationship [^>]*>")

Raw = str | float | bool | date
"""What a cell holds: texts keep their line breaks, numbers are numbers, days are days."""


@dataclass(frozen=True)
class Table:
    """One visible sheet: ``rows[i][j]`` is the cell of line ``i + 1`` and column ``j``; ``formulas`` by reference."""

    name: str
    rows: tuple[tuple[Raw, ...], ...]
    formulas: frozenset[str]


def read_table(
    content: bytes, field: str, *, wanted: str | None = None, most_rows: int, most_columns: int, above: int
) -> Table:
    """The sheet called ``wanted``, else the first visible one; ``above``: lines its title and headings may take.

    Raises :class:`DomainError` for ``field`` when the file is no workbook, is locked, or reaches too far.
    """
    try:
        _refuse_bloated(content, field, most_rows, most_columns, above)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
            ]
            if not names:
                raise DomainError("Tệp Excel không có trang tính nào.", field)
            name = wanted if wanted in names else names[0]
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        formulas = _formulas(content, name)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError) as error:
        raise DomainError("Không mở được tệp Excel này. Hãy lưu lại dạng .xlsx rồi tải lên.", field) from error
    return Table(name, tuple(tuple(_raw(cell) for cell in row) for row in rows), formulas)


def column_letters(index: int) -> str:
    """The letters over a column: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The inverse of :func:`column_letters`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def cell_text(cell: Raw) -> str:
    """One line of text, as a person would have typed it."""
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, date):
        return format_day(cell)
    return clean_line(cell)


def _refuse_bloated(content: bytes, field: str, most_rows: int, most_columns: int, above: int) -> None:
    """A small archive can unpack to gigabytes, and one far cell makes a table of billions."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise DomainError("Tệp Excel quá lớn. Hãy chỉ giữ trang tính có danh sách.", field)
        for part in archive.namelist():
            if not part.startswith("xl/worksheets/"):
                continue
            if _reaches_too_far(archive.read(part), most_rows + above, most_columns):
                sentence = f"Trang tính có ô nằm quá xa: tối đa {most_rows} dòng và {most_columns} cột."
                raise DomainError(sentence, field)


def _reaches_too_far(sheet: bytes, most_rows: int, most_columns: int) -> bool:
    return any(
        int(line) > most_rows or column_number(letters.decode()) >= most_columns
        for letters, line in _REFERENCE.findall(sheet)
    )


def _formulas(content: bytes, name: str) -> frozenset[str]:
    """References of the cells of that sheet that hold a formula: its kept value may be old or missing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = _part_of(archive, name)
        found = _FORMULA.findall(archive.read(part)) if part in archive.namelist() else []
    return frozenset(reference.decode() for reference in found)


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    sheets = [_attributes(tag) for tag in _SHEET.findall(archive.read("xl/workbook.xml"))]
    relations = [_attributes(tag) for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))]
    wanted = next((sheet.get("r:id") for sheet in sheets if sheet.get("name") == name), None)
    target = next((one.get("Target", "") for one in relations if one.get("Id") == wanted), "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _attributes(tag: bytes) -> dict[str, str]:
    found = re.findall(r'([\w:]+)="([^"]*)"', tag.decode("utf-8", "replace"))
    return {key: unescape(text) for key, text in found}


def _raw(cell: object) -> Raw:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else clean_text(str(cell))
