"""The winners' workbook: the list to attach to the decision, the figures behind it, and the counts drawn."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime, time

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from awards.exports.cells import FONT, HAIR, Cells, lines_of
from awards.exports.columns import LIST_COLUMNS, Column, figure_columns
from awards.exports.counts_page import COUNTS_NAME, write_counts
from awards.exports.rows import WinnersSheet
from awards.exports.title_rows import TITLE_ROWS, set_print, write_title

LIST_NAME, FIGURES_NAME = "Danh sách", "Số liệu"
HEADING_ROW = TITLE_ROWS
_LINE_POINTS, _PADDING_POINTS = 15.75, 7
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # columns are measured in digits of this font: with it, what is drawn stands where it was put
    "default_format_properties": {"font_name": FONT, "font_size": 11},
}


def winners_workbook(sheet: WinnersSheet) -> bytes:
    """The workbook's bytes: the same rows give the same bytes on every day they are asked for.

    Three visible pages, no formulas, no author.
    """
    out = io.BytesIO()
    book = Workbook(out, deepcopy(_OPTIONS))  # it writes into its options, so the next book would differ
    book.set_properties(
        {"title": sheet.season_title, "author": "", "created": datetime.combine(sheet.generated_on, time())}
    )
    cells = Cells(book)
    _write_list(book.add_worksheet(LIST_NAME), sheet, cells, LIST_COLUMNS, "DANH SÁCH HỢP TÁC XÃ ĐƯỢC TÔN VINH")
    figures = figure_columns(sheet.basis_year)
    _write_list(book.add_worksheet(FIGURES_NAME), sheet, cells, figures, "SỐ LIỆU HỢP TÁC XÃ ĐƯỢC TÔN VINH")
    write_counts(book, book.add_worksheet(COUNTS_NAME), sheet, cells)
    book.close()
    return out.getvalue()


def _write_list(page: Worksheet, sheet: WinnersSheet, cells: Cells, columns: Sequence[Column], subject: str) -> None:
    last = len(columns) - 1
    widths = [column.width for column in columns]
    write_title(page, sheet, cells, subject, widths, left=_half(widths))
    page.set_row(HEADING_ROW, 40)
    for index, column in enumerate(columns):
        page.write_string(HEADING_ROW, index, column.heading, cells.heading())
        page.set_column(index, index, column.width)
    for offset, winner in enumerate(sheet.rows, start=HEADING_ROW + 1):
        values = [column.value(winner) for column in columns]
        page.set_row(offset, _PADDING_POINTS + _LINE_POINTS * _lines(columns, values))
        for index, (column, value) in enumerate(zip(columns, values, strict=True)):
            cells.write(page, offset, index, column.kind, value, **HAIR)
    end = HEADING_ROW + max(1, len(sheet.rows))
    closing = f"Danh sách này có {len(sheet.rows)} hợp tác xã./."
    cells.write_across(page, end + 1, 0, last, closing, cells.look(italic=True, align="left"))
    page.set_row(end + 1, 26)
    page.autofilter(HEADING_ROW, 0, end, last)
    page.freeze_panes(HEADING_ROW + 1, 2)
    page.set_landscape()
    set_print(page, sheet)
    page.repeat_rows(HEADING_ROW)
    page.print_area(0, 0, end + 1, last)


def _half(widths: Sequence[float]) -> int:
    """Columns up to about two fifths of the page: the issuer stands over them."""
    covered, total = 0.0, sum(widths)
    for index, width in enumerate(widths):
        covered += width
        if covered >= total * 0.38:
            return index + 1
    return len(widths)


def _lines(columns: Sequence[Column], values: Sequence[object]) -> int:
    return max(
        lines_of(value, column.width) for column, value in zip(columns, values, strict=True) if isinstance(value, str)
    )
