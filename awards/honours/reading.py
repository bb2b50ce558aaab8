"""A list of honours out of a CSV or XLSX file: rows of texts under known columns. Reads no table, stores nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from awards.base.errors import DomainError
from awards.base.legacy_fonts import looks_garbled
from awards.base.normalise import clean_line, fold
from awards.base.spreadsheets import cell_text, read_table
from awards.honours.inputs import ImportRefused, RowError, SourceRow
from awards.honours.wording import COLUMNS, HEADINGS, IGNORED_HEADINGS, REQUIRED

FIELD = "table"
MEBIBYTE = 1024 * 1024
LARGEST_FILE = 5 * MEBIBYTE
MOST_ROWS = 5000
MOST_COLUMNS = 100
TITLE_ROWS = 20
"""How far down the row of headings may stand."""

_KNOWN = {fold(heading).replace(",", ""): column for column, heading in COLUMNS.items()} | HEADINGS

Row = tuple[int, list[str]]
"""Line number, from 1, and the texts of its cells."""


def read_rows(name: str, content: bytes) -> tuple[SourceRow, ...]:
    """The rows of the file. Raises :class:`DomainError` for ``table`` when it is no list of honours."""
    if not content:
        raise DomainError("Tệp không có nội dung.", FIELD)
    if len(content) > LARGEST_FILE:
        raise DomainError("Tệp phải nhỏ hơn 5 MB.", FIELD)
    kind = PurePath(name.lower()).suffix
    if kind == ".xlsx":
        return _rows_under_headings(_xlsx(content))
    if kind == ".csv":
        return _rows_under_headings(_csv(content))
    raise DomainError("Tệp phải là Excel (.xlsx) hoặc CSV (.csv).", FIELD)


def _csv(content: bytes) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError("Tệp CSV phải lưu theo bảng mã UTF-8 (“CSV UTF-8” trong Excel).", FIELD) from error
    first_line = text.partition("\n")[0]
    separator = max(";,\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return [(reader.line_num, [clean_line(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        raise DomainError(f"Không đọc được dòng {reader.line_num} của tệp CSV.", FIELD) from error


def _xlsx(content: bytes) -> list[Row]:
    table = read_table(content, FIELD, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS, above=TITLE_ROWS)
    return [(line, [cell_text(cell) for cell in row]) for line, row in enumerate(table.rows, start=1)]


def _rows_under_headings(rows: Sequence[Row]) -> tuple[SourceRow, ...]:
    filled = [row for row in rows if any(row[1])]
    start, columns = _headings(filled)
    body = filled[start + 1 :]
    if not body:
        raise DomainError("Dưới hàng tiêu đề chưa có dòng nào.", FIELD)
    if len(body) > MOST_ROWS:
        raise DomainError(f"Danh sách có {len(body)} dòng, tối đa {MOST_ROWS} dòng mỗi lần nhập.", FIELD)
    source_rows = tuple(SourceRow(line, _by_column(columns, cells)) for line, cells in body)
    _refuse_old_fonts(source_rows)
    return source_rows


def _headings(rows: Sequence[Row]) -> tuple[int, list[str | None]]:
    """Place and columns of the row of headings: the first that names an award, a year, a name and a province."""
    for place, (_, cells) in enumerate(rows[:TITLE_ROWS]):
        columns = [_column(cell) for cell in cells]
        if len({"award", "year", "name", "province"} & set(columns)) >= 3:
            _refuse_odd_headings(cells, columns)
            return place, columns
    wanted = ", ".join(f"“{COLUMNS[column]}”" for column in REQUIRED)
    raise DomainError(f"Không tìm thấy hàng tiêu đề. Danh sách cần có các cột {wanted}.", FIELD)


def _column(heading: str) -> str | None:
    return _KNOWN.get(_folded_heading(heading))


def _folded_heading(heading: str) -> str:
    return fold(heading.replace("_", " ").replace(",", "").replace("*", ""))


def _refuse_odd_headings(cells: Sequence[str], columns: Sequence[str | None]) -> None:
    unknown = [
        cell
        for cell, column in zip(cells, columns, strict=True)
        if column is None and _folded_heading(cell) not in IGNORED_HEADINGS
    ]
    if unknown:
        raise DomainError(f"Không nhận ra cột {_quoted(unknown)}. Hãy đặt tên cột như trong tệp mẫu.", FIELD)
    missing = [COLUMNS[column] for column in REQUIRED if column not in columns]
    if missing:
        raise DomainError(f"Danh sách thiếu cột {_quoted(missing)}.", FIELD)
    twice = [COLUMNS[column] for column in COLUMNS if columns.count(column) > 1]
    if twice:
        raise DomainError(f"Có hai cột {_quoted(twice)}.", FIELD)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _by_column(columns: Sequence[str | None], cells: Sequence[str]) -> dict[str, str]:
    named = {column: cell for column, cell in zip(columns, cells, strict=False) if column is not None}
    return dict.fromkeys(COLUMNS, "") | named


def _refuse_old_fonts(rows: Iterable[SourceRow]) -> None:
    errors = tuple(
        RowError(row.line, COLUMNS[column], f"“{text}” gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy đổi sang Unicode.")
        for row in rows
        for column, text in row.cells.items()
        if looks_garbled(text)
    )
    if errors:
        raise ImportRefused(errors)
