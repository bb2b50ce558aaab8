"""From the bytes of a workbook to rows under known columns. Reads no table, stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from awards.base.errors import DomainError
from awards.base.normalise import fold
from awards.base.spreadsheets import Raw, Table, cell_text, column_letters, read_table
from awards.intake.columns import Column, heading_key
from awards.intake.inputs import SourceRow, SourceSheet
from awards.intake.wording import EXAMPLE_MARK, MISTAKE_HEADING, NUMBER_HEADING, SHEET_NAME

FIELD = "workbook"
MOST_ROWS, MOST_COLUMNS = 500, 200
TITLE_LINES = 20
"""How far down the headings may stand."""
EXAMPLE_LINES = 2
ABOVE = TITLE_LINES + EXAMPLE_LINES
NOT_THE_TEMPLATE = (
    "Hãy dùng đúng mẫu tải về từ trang này: tệp không có dòng tiêu đề “Mã số thuế” "
    "và “Tên theo giấy chứng nhận đăng ký”."
)


def read_sheet(content: bytes, columns: Sequence[Column]) -> SourceSheet:
    """The filled rows of the sheet "Hồ sơ". Raises :class:`DomainError` for ``workbook``."""
    table = read_table(content, FIELD, wanted=SHEET_NAME, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS, above=ABOVE)
    start, places, ignored = _headings(table, columns)
    rows = tuple(_rows(table, start, places))
    if not rows:
        raise DomainError("Trang tính “Hồ sơ” chưa có dòng nào được điền.", FIELD)
    if len(rows) > MOST_ROWS:
        raise DomainError(f"Tệp có {len(rows)} dòng; mỗi lần nhập tối đa {MOST_ROWS} dòng.", FIELD)
    absent = tuple(column.heading for column in columns if column.key not in places)
    return SourceSheet(rows, ignored, absent)


def _headings(table: Table, columns: Sequence[Column]) -> tuple[int, dict[str, int], tuple[str, ...]]:
    """Index of the row of headings, the place of each known column, and the headings nobody knows."""
    known = {column.folded: column.key for column in columns}
    needed = {"tax_code", "name"}
    for index, row in enumerate(table.rows[:TITLE_LINES]):
        texts = [cell_text(cell) for cell in row]
        found = [(known[heading_key(text)], place) for place, text in enumerate(texts) if heading_key(text) in known]
        places = dict(found)
        if needed <= places.keys():
            _refuse_twice(found, texts, index + 1)
            own = {heading_key(NUMBER_HEADING), heading_key(MISTAKE_HEADING)}
            strange = tuple(text for text in texts if text and heading_key(text) not in known.keys() | own)
            return index, places, strange
    raise DomainError(NOT_THE_TEMPLATE, FIELD)


def _refuse_twice(found: Sequence[tuple[str, int]], texts: Sequence[str], line: int) -> None:
    """Of two columns with one heading nobody knows which is meant."""
    first: dict[str, int] = {}
    for key, place in found:
        if first.setdefault(key, place) != place:
            cells = f"ô {column_letters(first[key])}{line} và ô {column_letters(place)}{line}"
            sentence = f"Tệp có hai cột cùng tiêu đề “{texts[place]}” ({cells}). Hãy xóa một cột rồi tải lên lại."
            raise DomainError(sentence, FIELD)


def _rows(table: Table, start: int, places: Mapping[str, int]) -> list[SourceRow]:
    letters = {key: column_letters(place) for key, place in places.items()}
    found = []
    for index, row in enumerate(table.rows[start + 1 :], start=start + 1):
        cells = {key: row[place] for key, place in places.items() if place < len(row) and cell_text(row[place])}
        if cells and not _is_example(row):
            line = index + 1
            formulas = frozenset(key for key, name in letters.items() if f"{name}{line}" in table.formulas)
            found.append(SourceRow(line, cells, letters, formulas))
    return found


def _is_example(row: Sequence[Raw]) -> bool:
    return bool(row) and fold(cell_text(row[0])).startswith(fold(EXAMPLE_MARK))
