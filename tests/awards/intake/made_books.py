"""Workbooks as offices hand them in: headings moved, columns missing or added, titles merged, sheets hidden."""

from __future__ import annotations

import copy
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from awards.base.spreadsheets import column_letters
from awards.intake.columns import Column
from awards.intake.inputs import RowValues
from tests.awards.intake import written
from tests.awards.intake.made_rows import MadeRow, World, break_row, doubt, expected, made_row
from tests.awards.intake.written import Formula, Typed, Unformatted

ROWS_OF = {0: 500, 1: 501, 2: 0, 3: 120}
"""The numbers of the workbooks with a number of rows of their own; others have up to 12."""
TOO_MANY, NOTHING_FILLED = "Tệp có 501 dòng", "chưa có dòng nào được điền"
NO_HEADINGS, TOO_FAR, TWICE = "không có dòng tiêu đề", "ô nằm quá xa", "hai cột cùng tiêu đề"


@dataclass(frozen=True)
class Verdict:
    """What must be said of one row: the line, the cells that are wrong, those that are doubtful, and its values."""

    line: int
    wrong: frozenset[str]
    doubtful: frozenset[str]
    values: RowValues | None


@dataclass(frozen=True)
class MadeBook:
    """The bytes of a workbook with what must be read of it, or why the whole file is ``refused``."""

    content: bytes
    verdicts: tuple[Verdict, ...]
    strange: tuple[str, ...]
    refused: str | None


@dataclass(frozen=True)
class Layout:
    """Where things stand: the known columns in their order among strange ones, and the line of the headings."""

    keys: tuple[str, ...]
    heading_line: int
    first_line: int

    def cell(self, key: str, line: int) -> str:
        return f"{column_letters(self.keys.index(key))}{line}" if key in self.keys else f"dòng {line}"


def made_book(world: World, number: int) -> MadeBook:
    """The workbook of this number: always the same one."""
    rng = Random(f"workbook {number}")  # noqa: S311 - the same workbook again, no secret
    layout, refused = _layout(rng, world, number)
    count = ROWS_OF.get(number, rng.randint(1, 12))
    refused = refused or {501: TOO_MANY, 0: NOTHING_FILLED}.get(count)
    rows = _rows(rng, world, layout, number, count)
    lines = _lines(rng, layout.first_line, len(rows), tight=count > 100)
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "date_1904": rng.random() < 0.1})
    _write(rng, book, world, layout, list(zip(lines, rows, strict=True)), refused)
    book.close()
    verdicts = _verdicts(world, layout, lines, rows)
    strange = tuple(key for key in layout.keys if key in _STRANGE)
    return MadeBook(out.getvalue(), verdicts, strange, refused)


_STRANGE = ("Ghi chú", "Xếp loại", "Người lập biểu")


def _layout(rng: Random, world: World, number: int) -> tuple[Layout, str | None]:
    keys = [column.key for column in world.columns]
    refused = None
    if rng.random() < 0.3:
        rng.shuffle(keys)
    if rng.random() < 0.3:
        dropped = rng.sample([key for key in keys if key not in ("tax_code", "name")], rng.randint(1, 4))
        keys = [key for key in keys if key not in dropped]
    for strange in rng.sample(_STRANGE, rng.choice([0, 0, 1, 2])):
        keys.insert(rng.randint(0, len(keys)), strange)
    if number > max(ROWS_OF) and rng.random() < 0.06:
        refused = rng.choice([NO_HEADINGS, TOO_FAR, TWICE])
    if refused == NO_HEADINGS:
        keys.remove(rng.choice(["tax_code", "name"]))
    if refused == TWICE:
        keys.append(rng.choice([key for key in keys if key not in _STRANGE]))
    heading_line = rng.randint(1, 12)
    return Layout(("number", *keys), heading_line, heading_line + rng.choice([1, 1, 2])), refused


def _rows(rng: Random, world: World, layout: Layout, number: int, count: int) -> list[MadeRow]:
    rows: list[MadeRow] = []
    for place in range(count):
        again = _seen_before(rng, rows)
        if again is not None and count <= 12:
            rows.append(again)
            continue
        row = made_row(rng, world, number * 1000 + place, frozenset(layout.keys))
        if rng.random() < 0.15:
            doubt(rng, row)
        if rng.random() < 0.3:
            break_row(rng, world, row)
        rows.append(row)
    return rows


def _seen_before(rng: Random, rows: Sequence[MadeRow]) -> MadeRow | None:
    """Now and then a row once more: only its tax code is to blame, which must stand in the row above to be known."""
    if not rows or rng.random() > 0.08:
        return None
    again = copy.deepcopy(rng.choice(rows))
    if "tax_code" in again.meaning:
        again.broken.add("tax_code")
    return again


def _lines(rng: Random, first: int, count: int, *, tight: bool) -> list[int]:
    """The line of each row; between some of them lines stay empty."""
    lines, line = [], first
    for _ in range(count):
        line += 0 if tight else rng.choice([0, 0, 0, 0, 1, 2])
        lines.append(line)
        line += 1
    return lines


def _write(
    rng: Random, book: Workbook, world: World, layout: Layout, rows: Sequence[tuple[int, MadeRow]], refused: str | None
) -> None:
    before = rng.random() < 0.3
    if before:
        _hidden(book)
    page = book.add_worksheet(rng.choice(["Hồ sơ", "Sheet1", "Danh sách HTX"]))
    if before:
        page.activate()
        page.set_first_sheet()
    headings = {column.key: column for column in world.columns}
    if layout.heading_line > 1:
        page.merge_range(0, 0, 0, max(2, len(layout.keys) - 1), "DANH SÁCH ĐỀ CỬ")
    for place, key in enumerate(layout.keys):
        _heading(rng, page, layout, place, headings.get(key), key)
    looks = {"day": book.add_format({"num_format": "dd/mm/yyyy"}), "text": book.add_format({"num_format": "@"})}
    for order, (line, row) in enumerate(rows, start=1):
        _write_row(rng, page, layout, line - 1, order, row, looks)
    if rng.random() < 0.3 and rows:
        page.write_string(rows[-1][0], 1, "   ")
    if refused == TOO_FAR:
        page.write_blank(4000, 0, None, looks["text"])
    if rng.random() < 0.3:
        _hidden(book, "Hồ sơ cũ")


def _heading(rng: Random, page: Worksheet, layout: Layout, place: int, column: Column | None, key: str) -> None:
    text = "STT" if key == "number" else key
    if column is not None:
        label = column.heading
        ways = (label, label, unicodedata.normalize("NFD", label), label.upper(), f"{label} (*)", f"{label}:\n")
        text = rng.choice((*ways, label.replace(" ", "\n", 1)))
    first, last = layout.heading_line - 1, layout.first_line - 2
    if last > first:
        page.merge_range(first, place, last, place, text)
    else:
        page.write_string(first, place, text)


def _write_row(
    rng: Random, page: Worksheet, layout: Layout, line: int, order: int, row: MadeRow, looks: dict[str, Format]
) -> None:
    for place, key in enumerate(layout.keys):
        if key == "number":
            page.write_number(line, place, order)
        elif key in _STRANGE:
            rng.choice(
                [
                    lambda at: page.write_formula(line, at, "=1+1", None, 2),
                    lambda at: page.write_string(line, at, "tốt"),
                ]
            )(place)
        elif key in row.cells:
            _write_cell(page, line, place, row.cells[key], looks)


def _write_cell(page: Worksheet, line: int, place: int, typed: Typed, looks: dict[str, Format]) -> None:
    if typed is None:
        page.write_blank(line, place, None, looks["text"])
    elif isinstance(typed, Formula):
        page.write_formula(line, place, typed.text, None, typed.kept)
    elif isinstance(typed, Unformatted):
        page.write_number(line, place, written.serial(typed.day))
    elif isinstance(typed, bool):
        page.write_boolean(line, place, typed)
    elif isinstance(typed, datetime):
        page.write_datetime(line, place, typed, looks["day"])
    elif isinstance(typed, date):
        page.write_datetime(line, place, datetime.combine(typed, time()), looks["day"])
    elif isinstance(typed, int | float):
        page.write_number(line, place, typed)
    else:
        page.write_string(line, place, typed, looks["text"])


def _hidden(book: Workbook, name: str = "Nháp") -> None:
    page = book.add_worksheet(name)
    page.write_string(0, 0, "Mã số thuế")
    page.write_formula(1, 0, "=1+1", None, 2)
    page.hide()


def _verdicts(world: World, layout: Layout, lines: Sequence[int], rows: Sequence[MadeRow]) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(
            line,
            frozenset(layout.cell(key, line) for key in row.broken),
            frozenset(layout.cell(key, line) for key in row.doubted),
            expected(world, row),
        )
        for line, row in zip(lines, rows, strict=True)
    )
