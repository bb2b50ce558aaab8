"""The score summary of a province's council: nominee by judge, mean, spread, rank; names for the province itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from awards.base.dates import official_day
from awards.exports.cells import FONT, HAIR, RED, Cells, Value, lines_of
from awards.exports.columns import Kind
from awards.exports.title_rows import A4, MOTTO, NATIONAL_NAME, SAMPLE
from awards.results.package import PackageMember, ProvincePackage, ScoreRow
from awards.results.wording import OUTCOME_LABELS

SHEET_NAME, MEMBERS_NAME = "Bảng tổng hợp điểm", "Hội đồng"
HEADING_ROW = 6
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": 11},
}


def score_summary(package: ProvincePackage, today: date) -> bytes:
    """The workbook's bytes: two pages, no formulas, no author; the same package gives the same bytes on a day."""
    out = io.BytesIO()
    book = Workbook(out, deepcopy(_OPTIONS))  # it writes into its options, so the next book would differ
    book.set_properties({"title": package.season_title, "author": "", "created": datetime.combine(today, time())})
    cells = Cells(book)
    _write_scores(book.add_worksheet(SHEET_NAME), package, cells)
    _write_members(book.add_worksheet(MEMBERS_NAME), package, cells)
    book.close()
    return out.getvalue()


def _write_scores(page: Worksheet, package: ProvincePackage, cells: Cells) -> None:
    judges = package.judges
    headings = ["STT", "Mã hồ sơ", "Đơn vị", "Bảng tiêu chí"]
    headings += [f"Số {judge.number}\n{judge.name}" for judge in judges]
    headings += ["Trung bình phiếu", "Chênh lệch", "Tổng điểm", "Hạng", "Kết quả"]
    widths = [5, 16, 34, 18, *(11 for _ in judges), 11, 11, 10, 7, 20]
    _write_title(page, package, cells, len(headings) - 1, "BẢNG TỔNG HỢP ĐIỂM CỦA HỘI ĐỒNG BÌNH CHỌN CẤP TỈNH")
    _write_headings(page, cells, headings, widths)
    for offset, row in enumerate(package.rows, start=1):
        values = _values(offset, row, judges)
        texts = [(value, width) for (_, value), width in zip(values, widths, strict=True) if isinstance(value, str)]
        page.set_row(HEADING_ROW + offset, 7 + 15.75 * max(lines_of(text, width) for text, width in texts))
        for column, (kind, value) in enumerate(values):
            cells.write(page, HEADING_ROW + offset, column, kind, value, **HAIR)
    _finish(page, package, HEADING_ROW + len(package.rows), len(headings) - 1)


def _values(order: int, row: ScoreRow, judges: Sequence[PackageMember]) -> list[tuple[Kind, Value]]:
    return [
        (Kind.WHOLE, order),
        (Kind.CENTRED, row.reference),
        (Kind.TEXT, row.name),
        (Kind.TEXT, row.variant),
        *((Kind.MARK, _number(row.sheets.get(judge.number))) for judge in judges),
        (Kind.MARK, _number(row.mean)),
        (Kind.MARK, _number(row.spread)),
        (Kind.MARK, Decimal(row.total) if row.total is not None else None),
        (Kind.WHOLE, row.rank),
        (Kind.TEXT, OUTCOME_LABELS[row.outcome]),
    ]


def _write_members(page: Worksheet, package: ProvincePackage, cells: Cells) -> None:
    headings = ["Số", "Họ và tên", "Chức danh trong hội đồng", "Chức vụ, nơi công tác", "Chấm điểm"]
    _write_title(page, package, cells, len(headings) - 1, "THÀNH PHẦN HỘI ĐỒNG BÌNH CHỌN CẤP TỈNH")
    _write_headings(page, cells, headings, [6, 30, 26, 48, 12])
    for offset, member in enumerate(package.members, start=1):
        values: list[tuple[Kind, Value]] = [
            (Kind.WHOLE, member.number),
            (Kind.TEXT, member.name),
            (Kind.TEXT, member.post),
            (Kind.TEXT, member.agency),
            (Kind.CENTRED, "Có" if member.marks else "Không"),
        ]
        page.set_row(HEADING_ROW + offset, 7 + 15.75 * lines_of(member.agency, 48))
        for column, (kind, value) in enumerate(values):
            cells.write(page, HEADING_ROW + offset, column, kind, value, **HAIR)
    _finish(page, package, HEADING_ROW + len(package.members), len(headings) - 1)


def _write_headings(page: Worksheet, cells: Cells, headings: Sequence[str], widths: Sequence[float]) -> None:
    lines = max(
        sum(lines_of(part, width) for part in heading.split("\n"))
        for heading, width in zip(headings, widths, strict=True)
    )
    page.set_row(HEADING_ROW, 10 + 15.75 * lines)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(HEADING_ROW, column, heading, cells.heading())


def _write_title(page: Worksheet, package: ProvincePackage, cells: Cells, last: int, subject: str) -> None:
    """Issuer beside national name and motto, then the subject, as an official paper begins."""
    left = max(1, last // 2)
    bold = cells.look(bold=True, align="center", text_wrap=True)
    cells.write_across(page, 0, 0, left, package.alliance.upper(), bold)
    cells.write_across(page, 0, left + 1, last, NATIONAL_NAME, bold)
    cells.write_across(page, 1, left + 1, last, MOTTO, cells.look(bold=True, align="center", font_size=13))
    cells.write_across(page, 2, 0, last, subject, cells.look(bold=True, align="center", font_size=15))
    cells.write_across(page, 3, 0, last, package.season_title, cells.look(bold=True, align="center", font_size=13))
    cells.write_across(page, 4, 0, last, _founded(package), cells.look(italic=True, align="center", font_size=12))
    if package.is_sample:
        cells.write_across(page, 5, 0, last, SAMPLE, cells.look(bold=True, align="center", font_color=RED))
    for row, height in enumerate((36, 20, 26, 21, 21, 20)):
        page.set_row(row, height)


def _founded(package: ProvincePackage) -> str:
    if package.founding_number is None or package.founded_on is None:
        return ""
    return f"({package.council}, Quyết định số {package.founding_number} {official_day(package.founded_on)})"


def _finish(page: Worksheet, package: ProvincePackage, end: int, last: int) -> None:
    page.freeze_panes(HEADING_ROW + 1, 3)
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.repeat_rows(HEADING_ROW)
    page.print_area(0, 0, end, last)
    page.set_footer(f'&C&"{FONT}"&11Trang &P/&N')
    if package.is_sample:
        page.set_header(f'&C&"{FONT},Bold"&14&K{RED[1:]} {SAMPLE}', {"margin": 8 / 25.4})


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
