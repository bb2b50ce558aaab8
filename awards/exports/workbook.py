"""The winners' workbook: an official list to print, and its counts with a chart."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime, time
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from awards.base.dates import official_day
from awards.exports.columns import LIST_COLUMNS, Column, Kind, figure_columns
from awards.exports.frames import honours_by_province, honours_by_sector_group
from awards.exports.rows import WinnersSheet

FONT = "Times New Roman"
LIST_NAME, FIGURES_NAME, COUNTS_NAME = "Danh sách", "Số liệu", "Tổng hợp"
HEADING_ROW = 7
LINE_POINTS = 16.5
Made = Callable[..., Format]


def winners_workbook(sheet: WinnersSheet) -> bytes:
    """The workbook's bytes: the same rows give the same bytes on every day they are asked for."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    created = datetime.combine(sheet.generated_on, time())
    book.set_properties({"title": sheet.season_title, "author": "", "created": created})
    made = _formats(book)
    _write_list(book.add_worksheet(LIST_NAME), sheet, made, LIST_COLUMNS, "DANH SÁCH HỢP TÁC XÃ ĐƯỢC TÔN VINH")
    figures = figure_columns(sheet.basis_year)
    _write_list(book.add_worksheet(FIGURES_NAME), sheet, made, figures, "SỐ LIỆU HỢP TÁC XÃ ĐƯỢC TÔN VINH")
    _write_counts(book, book.add_worksheet(COUNTS_NAME), sheet, made)
    book.close()
    return out.getvalue()


def _formats(book: Workbook) -> Made:
    base = {"font_name": FONT, "font_size": 12, "valign": "vcenter"}

    def made(**changes: object) -> Format:
        return book.add_format({**base, **changes})

    return made


def _write_list(page: Worksheet, sheet: WinnersSheet, made: Made, columns: Sequence[Column], subject: str) -> None:
    last = len(columns) - 1
    _write_title(page, sheet, made, last, subject)
    heading = made(bold=True, align="center", text_wrap=True, border=1, bg_color="#F3EBDD")
    page.set_row(HEADING_ROW, 34)
    for index, column in enumerate(columns):
        page.write_string(HEADING_ROW, index, column.heading, heading)
        page.set_column(index, index, column.width)
    cells = {kind: made(border=1, **_CELL_LOOKS[kind]) for kind in Kind}
    for offset, row in enumerate(sheet.rows, start=HEADING_ROW + 1):
        values = [column.value(row) for column in columns]
        page.set_row(offset, LINE_POINTS * _lines(columns, values))
        for index, (column, value) in enumerate(zip(columns, values, strict=True)):
            _write_cell(page, offset, index, column, value, cells[column.kind])
    end = HEADING_ROW + max(1, len(sheet.rows))
    page.autofilter(HEADING_ROW, 0, end, last)
    page.freeze_panes(HEADING_ROW + 1, 2)
    _set_print(page, sheet, end, last)


def _lines(columns: Sequence[Column], values: Sequence[object]) -> int:
    """Lines of the tallest text: not every program makes a row high enough for wrapped text by itself."""
    texts = [(str(value), column.width) for column, value in zip(columns, values, strict=True) if value is not None]
    return max(-(-len(text) // max(1, int(width))) for text, width in texts)


_CELL_LOOKS: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"text_wrap": True, "align": "left", "indent": 1},
    Kind.CENTRED: {"align": "center", "num_format": "@", "text_wrap": True},
    # dots between thousands whatever the region of the computer that opens the file
    Kind.WHOLE: {"num_format": r"[>=1000]#\.##0;0", "align": "center"},
    Kind.MONEY: {
        "num_format": r"[>=1000000000]#\.###\.###\.##0;[>=1000000]#\.###\.##0;#,##0",
        "align": "right",
        "indent": 1,
    },
    Kind.MARK: {"num_format": "0.00", "bold": True, "align": "center"},
}


def _write_cell(
    page: Worksheet, row: int, index: int, column: Column, value: str | int | Decimal | None, look: Format
) -> None:
    if value is None:
        page.write_blank(row, index, None, look)
    elif column.kind in (Kind.TEXT, Kind.CENTRED):
        page.write_string(row, index, str(value), look)
    else:
        page.write_number(row, index, value, look)


def _write_title(page: Worksheet, sheet: WinnersSheet, made: Made, last: int, subject: str) -> None:
    """Issuer on the left, national name and motto on the right, then the subject (Nghị định 30/2020)."""
    bold = made(bold=True, align="center")
    right = 3 if last < 8 else 5
    page.merge_range(0, 0, 0, right - 2, sheet.issuer.upper(), bold)
    page.merge_range(0, right, 0, last, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold)
    underlined = made(bold=True, align="center", font_size=13, underline=1)
    page.merge_range(1, right, 1, last, "Độc lập - Tự do - Hạnh phúc", underlined)
    page.merge_range(3, 0, 3, last, subject, made(bold=True, align="center", font_size=15))
    page.merge_range(4, 0, 4, last, f"{sheet.award_title} – {sheet.season_title}", made(bold=True, align="center"))
    attached = (
        f"(Kèm theo Quyết định số {sheet.decision.number} {official_day(sheet.decision.signed_on)} của {sheet.issuer})"
    )
    page.merge_range(5, 0, 5, last, attached, made(italic=True, align="center"))
    if sheet.is_sample:
        sample = made(bold=True, align="center", font_color="#8A1220")
        page.merge_range(6, 0, 6, last, "DỮ LIỆU MẪU – KHÔNG PHẢI KẾT QUẢ THẬT", sample)
    for row, height in ((0, 20), (1, 20), (3, 26), (4, 20), (5, 20)):
        page.set_row(row, height)


def _set_print(page: Worksheet, sheet: WinnersSheet, end: int, last: int) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADING_ROW)
    page.print_area(0, 0, end, last)
    page.set_footer('&C&"Times New Roman"&11Trang &P/&N' + ("&RDữ liệu mẫu" if sheet.is_sample else ""))


def _write_counts(book: Workbook, page: Worksheet, sheet: WinnersSheet, made: Made) -> None:
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 14)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.merge_range(0, 0, 0, 1, "TỔNG HỢP THEO NHÓM LĨNH VỰC VÀ TỈNH", made(bold=True, align="center", font_size=13))
    groups, provinces = honours_by_sector_group(sheet.rows), honours_by_province(sheet.rows)
    after = _write_table(page, 2, "Nhóm lĩnh vực", groups, made)
    first = after + 1
    _write_table(page, first, "Tỉnh, thành phố", provinces, made)
    if not provinces:
        return
    chart = book.add_chart({"type": "bar"})
    rows = (first + 1, first + len(provinces))
    chart.add_series(
        {
            "name": "Số hợp tác xã được tôn vinh",
            "categories": [COUNTS_NAME, rows[0], 0, rows[1], 0],
            "values": [COUNTS_NAME, rows[0], 1, rows[1], 1],
            "fill": {"color": "#8A1220"},
            "gap": 40,
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": "Số hợp tác xã được tôn vinh theo tỉnh", "name_font": {"name": FONT, "size": 13}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"name": FONT, "size": 9}})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "visible": False})
    chart.set_size({"width": 620, "height": max(260, 22 * len(provinces) + 80)})
    page.insert_chart(2, 3, chart)


def _write_table(page: Worksheet, top: int, heading: str, counts: list[tuple[str, int]], made: Made) -> int:
    """A small table with its sum; gives back the row after it."""
    head = made(bold=True, border=1, align="center", bg_color="#F3EBDD")
    page.write_string(top, 0, heading, head)
    page.write_string(top, 1, "Số lượng", head)
    text, number = made(border=1), made(border=1, num_format="#,##0")
    for offset, (name, count) in enumerate(counts, start=top + 1):
        page.write_string(offset, 0, name, text)
        page.write_number(offset, 1, count, number)
    end = top + len(counts) + 1
    bold = made(bold=True, border=1, num_format="#,##0")
    page.write_string(end, 0, "Cộng", made(bold=True, border=1))
    total = sum(count for _, count in counts)
    if counts:
        span = f"{xl_rowcol_to_cell(top + 1, 1)}:{xl_rowcol_to_cell(end - 1, 1)}"
        page.write_formula(end, 1, f"=SUM({span})", bold, total)
    else:
        page.write_number(end, 1, 0, bold)
    return end + 1
