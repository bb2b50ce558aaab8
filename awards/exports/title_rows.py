"""The rows above a table in the form of an official paper (Nghị định 30/2020, phụ lục I)."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from awards.base.dates import official_day
from awards.exports.cells import FONT, RED, Cells
from awards.exports.rows import WinnersSheet

TITLE_ROWS = 7
"""Rows the title takes; the table's heading comes next."""
SAMPLE = "DỮ LIỆU MẪU – KHÔNG PHẢI KẾT QUẢ THẬT"
NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
A4 = 9
_HEIGHTS = (20, 20, 14, 26, 21, 21)


def write_title(
    page: Worksheet, sheet: WinnersSheet, cells: Cells, subject: str, widths: Sequence[float], left: int
) -> None:
    """Issuer over the first ``left`` columns, national name and motto over the others, then the subject."""
    last = len(widths) - 1
    for row, height in enumerate(_HEIGHTS):
        page.set_row(row, height)
    bold = cells.look(bold=True, align="center")
    cells.write_across(page, 0, 0, left - 1, sheet.issuer.upper(), bold)
    cells.write_across(page, 0, left, last, NATIONAL_NAME, bold)
    cells.write_across(page, 1, left, last, MOTTO, cells.look(bold=True, align="center", font_size=13))
    _draw_line(page, 1, 0, widths[:left], 76)
    _draw_line(page, 2, left, widths[left:], 186)
    cells.write_across(page, 3, 0, last, subject, cells.look(bold=True, align="center", font_size=16))
    cells.write_across(page, 4, 0, last, _named(sheet), cells.look(bold=True, align="center", font_size=13))
    cells.write_across(page, 5, 0, last, _attached_to(sheet), cells.look(italic=True, align="center", font_size=13))
    if sheet.is_sample:
        cells.write_across(page, 6, 0, last, SAMPLE, cells.look(bold=True, align="center", font_color=RED))
    page.set_row(6, 24 if sheet.is_sample else 10)


def set_print(page: Worksheet, sheet: WinnersSheet) -> None:
    """A4 with the margins of an official paper (30 mm left, 15 right, 20 above and below), page x/y."""
    page.set_paper(A4)
    page.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.set_footer(f'&C&"{FONT}"&11Trang &P/&N')
    if sheet.is_sample:
        page.set_header(f'&C&"{FONT},Bold"&14&K{RED[1:]} {SAMPLE}', {"margin": 8 / 25.4})


def _named(sheet: WinnersSheet) -> str:
    if sheet.award_title.casefold() in sheet.season_title.casefold():
        return sheet.season_title
    return f"{sheet.award_title} – {sheet.season_title}"


def _attached_to(sheet: WinnersSheet) -> str:
    if sheet.decision is None:
        return "(Dự thảo – chưa có quyết định)"
    decision = sheet.decision
    return f"(Kèm theo Quyết định số {decision.number} {official_day(decision.signed_on)} của {sheet.issuer})"


def _draw_line(page: Worksheet, row: int, column: int, widths: Sequence[float], length: int) -> None:
    """A thin line of ``length`` pixels in the middle of the columns, at the top of the row."""
    across = sum(int(width * 7 + 5) for width in widths)
    page.insert_textbox(
        row,
        column,
        "",
        {
            "x_offset": max(0, (across - length) // 2),
            "y_offset": 2,
            "width": length,
            "height": 1,
            "line": {"color": "#000000", "width": 0.5},
            "fill": {"none": True},
            "object_position": 2,
            "decorative": True,
        },
    )
