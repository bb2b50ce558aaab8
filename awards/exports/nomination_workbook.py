"""The workbook a province fills in, empty or with its own rows and what is wrong in them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from awards.base.spreadsheets import Raw, column_letters
from awards.exports.cells import FONT, HAIR, SHADE, Cells
from awards.intake.columns import Column, Kind
from awards.intake.inputs import CheckedRow, Level
from awards.intake.reading import MOST_ROWS
from awards.intake.wording import (
    EXAMPLE_MARK,
    GUIDE_NAME,
    LISTS_NAME,
    MISTAKE_HEADING,
    MISTAKES_NAME,
    NUMBER_HEADING,
    SHEET_NAME,
)

GUIDE_ROWS = (
    "1. Điền từ dòng ngay dưới hai dòng ví dụ, mỗi dòng một {what}; tối đa {most} dòng.",
    "2. Không sửa dòng tiêu đề. Cột có dấu * phải điền; cột khác có thể để trống và nhập sau trên trang hồ sơ.",
    "3. Ô có mũi tên: chọn trong danh sách. Mã số thuế và điện thoại để dạng văn bản để không mất số 0 ở đầu.",
    "4. Tiền ghi bằng đồng: 1.500.000.000, hoặc 1,5 tỷ, 5.564 triệu. Phần lẻ viết sau dấu phẩy; không ghi 1.5 tỷ.",
    "5. Chữ dùng Unicode (phông Times New Roman, Arial...), không dùng phông .VnTime hay VNI.",
    "6. Lưu tệp rồi tải lên trang “Nhập từ Excel”. Hệ thống báo lỗi theo từng ô và chưa lưu gì cho tới khi bấm nhập.",
    "7. Tải lên lại tệp đã sửa thì hồ sơ của cùng mã số thuế được thay bằng nội dung mới, không sinh hồ sơ thứ hai.",
    "8. Ô để trống giữ nguyên nội dung đang có trong hệ thống.",
)
HEADING_LINE, FIRST_LINE = 4, 5
EXAMPLES = 2
_FILLS = {Level.GOOD: "#E6F2E6", Level.DOUBTFUL: "#FFF4D6", Level.BAD: "#FBE3E4"}
_WIDTHS = {Kind.LONG: 46, Kind.TEXT: 30, Kind.CHOICE: 26, Kind.SET: 34, Kind.TAX_CODE: 17}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": 12},
}


@dataclass(frozen=True)
class Template:
    """What the workbook is made for: its season's title, columns, and two invented rows that show how."""

    title: str
    columns: Sequence[Column]
    examples: Sequence[Mapping[str, Raw]]
    products: bool
    made_on: date


def template_workbook(template: Template) -> bytes:
    """The empty workbook: headings locked, cells to fill in open, two example rows, lists and a guide."""
    return _workbook(template, ())


def marked_workbook(template: Template, rows: Sequence[CheckedRow], cells: Sequence[Mapping[str, Raw]]) -> bytes:
    """A fresh template with the handed-in rows, each coloured by how it stands, its mistakes beside it."""
    return _workbook(template, tuple(zip(rows, cells, strict=True)))


def _workbook(template: Template, rows: Sequence[tuple[CheckedRow, Mapping[str, Raw]]]) -> bytes:
    out = io.BytesIO()
    book = Workbook(out, deepcopy(_OPTIONS))  # it writes into its options, so the next book would differ
    book.set_properties({"title": template.title, "author": "", "created": datetime.combine(template.made_on, time())})
    looks = Cells(book)
    page = book.add_worksheet(SHEET_NAME)
    _headings(page, template, looks, marked=bool(rows))
    for place, example in enumerate(template.examples[:EXAMPLES]):
        _example(page, FIRST_LINE + place, template.columns, example, looks)
    start = FIRST_LINE + EXAMPLES
    _open_cells(page, start, template.columns, looks)
    for place, (row, cells) in enumerate(rows):
        _row(page, start + place, template.columns, row, cells, looks)
    _lists(book.add_worksheet(LISTS_NAME), page, start, template.columns, looks)
    if rows:
        _mistakes(book.add_worksheet(MISTAKES_NAME), [row for row, _ in rows], start, looks)
    _guide(book.add_worksheet(GUIDE_NAME), template, looks)
    page.protect(
        "", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True, "insert_rows": False}
    )
    page.activate()
    book.close()
    return out.getvalue()


def _headings(page: Worksheet, template: Template, looks: Cells, *, marked: bool) -> None:
    page.write_string(0, 0, "MẪU NHẬP HỒ SƠ ĐỀ CỬ", looks.look(bold=True, font_size=15))
    page.write_string(1, 0, template.title, looks.look(bold=True))
    page.write_string(
        2, 0, "Điền từ dòng trống đầu tiên dưới hai dòng ví dụ; xem trang “Hướng dẫn”.", looks.look(italic=True)
    )
    heading = looks.heading()
    page.set_row(HEADING_LINE, 78)
    page.write_string(HEADING_LINE, 0, NUMBER_HEADING, heading)
    page.set_column(0, 0, 9)
    for place, column in enumerate(template.columns, start=1):
        page.write_string(HEADING_LINE, place, column.heading, heading)
        page.set_column(place, place, _WIDTHS.get(column.kind, 19))
        sign = "*" if column.required else ""
        page.write_string(HEADING_LINE - 1, place, sign, looks.look(bold=True, align="center", font_color="#8A1220"))
    if marked:
        last = len(template.columns) + 1
        page.write_string(HEADING_LINE, last, MISTAKE_HEADING, heading)
        page.set_column(last, last, 70)
    page.freeze_panes(FIRST_LINE, 3)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(HEADING_LINE)
    page.set_footer("&CTrang &P/&N")


def _example(page: Worksheet, line: int, columns: Sequence[Column], cells: Mapping[str, Raw], looks: Cells) -> None:
    look = looks.look(italic=True, font_color="#5F5A52", bg_color="#EFEFEF", text_wrap=True, **HAIR)
    page.write_string(line, 0, EXAMPLE_MARK, look)
    for place, column in enumerate(columns, start=1):
        _write(page, line, place, cells.get(column.key, ""), look, looks)


def _open_cells(page: Worksheet, start: int, columns: Sequence[Column], looks: Cells) -> None:
    """Unlocked cells, one format for a whole column, and what each refuses while it is typed."""
    last = start + MOST_ROWS - 1
    for line in range(start, last + 1):
        page.write_blank(line, 0, None, looks.look(locked=False, **HAIR))
        for place, column in enumerate(columns, start=1):
            page.write_blank(line, place, None, _open_look(column, looks))
    for place, column in enumerate(columns, start=1):
        hint = {"input_title": column.heading[:32], "input_message": column.hint[:255]} if column.hint else {}
        if hint and not column.options:
            page.data_validation(start, place, last, place, {"validate": "any", **hint})


def _open_look(column: Column, looks: Cells, fill: str | None = None) -> Format:
    wanted: dict[str, object] = {"locked": False, **HAIR}
    if column.kind in (Kind.TAX_CODE, Kind.PHONE, Kind.TEXT, Kind.LONG, Kind.YEAR, Kind.CHOICE, Kind.SET):
        wanted["num_format"] = "@"
    elif column.kind is Kind.DAY:
        wanted["num_format"] = "dd/mm/yyyy"
    elif column.kind is Kind.WHOLE:
        wanted["num_format"] = r"[>=1000000000]#\.###\.###\.##0;[>=1000000]#\.###\.##0;#,##0"
    if fill:
        wanted["bg_color"] = fill
    return looks.look(**wanted)


def _row(
    page: Worksheet, line: int, columns: Sequence[Column], row: CheckedRow, cells: Mapping[str, Raw], looks: Cells
) -> None:
    wrong = {note.heading for note in row.mistakes}
    doubtful = {note.heading for note in row.doubts}
    fill = _FILLS[row.level]
    page.write_number(line, 0, row.line, looks.look(locked=False, bg_color=fill, **HAIR))
    for place, column in enumerate(columns, start=1):
        level = Level.BAD if column.heading in wrong else Level.DOUBTFUL if column.heading in doubtful else None
        look = _open_look(column, looks, _FILLS[level] if level else None)
        _write(page, line, place, cells.get(column.key, ""), look, looks)
    sentences = "\n".join(f"{note.heading}: {note.sentence}" for note in (*row.mistakes, *row.doubts))
    looks.write_text(page, line, len(columns) + 1, sentences, looks.look(text_wrap=True, bg_color=fill, **HAIR))


def _write(page: Worksheet, line: int, place: int, cell: Raw, look: Format, looks: Cells) -> None:
    if isinstance(cell, bool):
        page.write_string(line, place, "Có" if cell else "Không", look)
    elif isinstance(cell, float):
        page.write_number(line, place, cell, look)
    elif isinstance(cell, date):
        page.write_datetime(line, place, datetime.combine(cell, time()), look)
    elif cell == "":
        page.write_blank(line, place, None, look)
    else:
        looks.write_text(page, line, place, cell, look)


def _lists(lists: Worksheet, page: Worksheet, start: int, columns: Sequence[Column], looks: Cells) -> None:
    """The words of every drop-down on a page of their own: Excel allows 255 letters in the rule itself."""
    lists.write_string(0, 0, "Các danh mục của mẫu; không sửa trang này.", looks.look(italic=True))
    chosen = [(place, column) for place, column in enumerate(columns, start=1) if column.kind is Kind.CHOICE]
    for index, (place, column) in enumerate(chosen):
        lists.write_string(1, index, column.heading, looks.heading())
        lists.set_column(index, index, 44)
        for line, label in enumerate(column.options, start=2):
            lists.write_string(line, index, label, looks.look(text_wrap=True, **HAIR))
        source = [2, index, 1 + len(column.options), index]
        rule = {
            "validate": "list",
            "source": f"='{LISTS_NAME}'!{_absolute(source)}",
            "error_title": "Chọn trong danh sách",
            "error_message": f"Chọn một trong các mục của cột “{column.heading[:150]}”.",
        }
        page.data_validation(start, place, start + MOST_ROWS - 1, place, rule)
    lists.protect()


def _absolute(corners: Sequence[int]) -> str:
    first_row, first_column, last_row, last_column = corners
    return f"${column_letters(first_column)}${first_row + 1}:${column_letters(last_column)}${last_row + 1}"


def _mistakes(page: Worksheet, rows: Sequence[CheckedRow], start: int, looks: Cells) -> None:
    """Every sentence with the cell of this workbook it speaks of."""
    for place, (heading, width) in enumerate(
        (("Ô trong tệp đã gửi", 18), ("Dòng ở tệp này", 16), ("Cột", 40), ("Lỗi", 90))
    ):
        page.write_string(0, place, heading, looks.heading())
        page.set_column(place, place, width)
    line = 1
    for offset, row in enumerate(rows):
        for note in row.mistakes:
            looks.write_text(page, line, 0, note.cell, looks.look(**HAIR))
            page.write_number(line, 1, start + offset + 1, looks.look(align="center", **HAIR))
            looks.write_text(page, line, 2, note.heading, looks.look(text_wrap=True, **HAIR))
            looks.write_text(page, line, 3, note.sentence, looks.look(text_wrap=True, **HAIR))
            line += 1
    page.freeze_panes(1, 0)


def _guide(page: Worksheet, template: Template, looks: Cells) -> None:
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
    page.merge_range(0, 0, 0, 1, "", looks.look())
    page.write_string(0, 0, "HƯỚNG DẪN ĐIỀN MẪU", looks.look(bold=True, font_size=15))
    line = 2
    what = "sản phẩm" if template.products else "hợp tác xã"
    for sentence in GUIDE_ROWS:
        page.merge_range(line, 0, line, 1, "", looks.look())
        page.write_string(line, 0, sentence.format(what=what, most=MOST_ROWS), looks.look(text_wrap=True))
        page.set_row(line, 36)
        line += 1
    line += 1
    page.write_string(line, 0, "Cột", looks.heading())
    page.write_string(line, 1, "Cách điền", looks.heading())
    for column in template.columns:
        line += 1
        page.write_string(
            line, 0, column.heading + (" *" if column.required else ""), looks.look(text_wrap=True, **HAIR)
        )
        page.write_string(
            line, 1, _how(column), looks.look(text_wrap=True, bg_color=SHADE if column.required else "#FFFFFF", **HAIR)
        )
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _how(column: Column) -> str:
    parts = [column.hint] if column.hint else []
    if column.kind is Kind.CHOICE and column.hint == "":
        parts.append(f"Chọn: {'; '.join(column.options)}.")
    elif column.kind in (Kind.WHOLE, Kind.DECIMAL):
        parts.append("Số nguyên." if column.kind is Kind.WHOLE else "Số, phần lẻ sau dấu phẩy.")
    return " ".join(parts)
