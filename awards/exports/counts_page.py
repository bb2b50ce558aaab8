"""The workbook's last page: how many honours each sector group and province has, listed and drawn."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from awards.exports.cells import FONT, HAIR, RED, Cells, Value
from awards.exports.columns import Kind
from awards.exports.documents import honours_by_province, honours_by_sector_group
from awards.exports.rows import WinnersSheet
from awards.exports.title_rows import TITLE_ROWS, set_print, write_title

COUNTS_NAME = "Tổng hợp"
_WIDTHS = (6, 30, 11, 10, 3, 15, 15, 15, 15)
_CHART_COLUMN, _CHART_WIDTH = 5, 436
_ROW_POINTS, _ROW_PIXELS = 18, 24
_LEAST_CHART_ROWS = 7


def write_counts(book: Workbook, page: Worksheet, sheet: WinnersSheet, cells: Cells) -> None:
    """Four facts, then a table with its bars for the sector groups and one for the provinces."""
    for index, width in enumerate(_WIDTHS):
        page.set_column(index, index, width)
    write_title(page, sheet, cells, "TỔNG HỢP HỢP TÁC XÃ ĐƯỢC TÔN VINH", _WIDTHS, left=3)
    groups, provinces = honours_by_sector_group(sheet.rows), honours_by_province(sheet.rows)
    after = _write_facts(page, sheet, cells, len(provinces))
    after = _write_block(book, page, cells, after, "Nhóm lĩnh vực", groups)
    after = _write_block(book, page, cells, after, "Tỉnh, thành phố", provinces)
    page.set_portrait()
    set_print(page, sheet)
    page.fit_to_pages(1, 1)
    page.print_area(0, 0, after - 2, len(_WIDTHS) - 1)


def _write_facts(page: Worksheet, sheet: WinnersSheet, cells: Cells, provinces: int) -> int:
    facts: list[tuple[str, Kind, Value]] = [
        ("Số hợp tác xã được tôn vinh", Kind.WHOLE, len(sheet.rows)),
        ("Số tỉnh, thành phố có hợp tác xã được tôn vinh", Kind.WHOLE, provinces),
        ("Ngày lập bảng", Kind.DAY, sheet.generated_on),
    ]
    if sheet.decision is not None:
        facts.insert(2, ("Ngày ký quyết định", Kind.DAY, sheet.decision.signed_on))
    for row, (label, kind, value) in enumerate(facts, start=TITLE_ROWS):
        page.set_row(row, _ROW_POINTS)
        cells.write_across(page, row, 0, 2, label, cells.look(align="left"))
        page.merge_range(row, 3, row, 5, "", cells.look())
        cells.write(page, row, 3, kind, value, bold=True, align="left")
    return TITLE_ROWS + len(facts) + 1


def _write_block(
    book: Workbook, page: Worksheet, cells: Cells, top: int, heading: str, counts: Sequence[tuple[str, int]]
) -> int:
    """A table with its sum and, beside it, its bars; gives back the row for what follows."""
    for column, words in enumerate(("STT", heading, "Số lượng", "Tỷ lệ")):
        page.write_string(top, column, words, cells.heading())
    total = sum(count for _, count in counts)
    for order, (name, count) in enumerate(counts, start=1):
        values: tuple[tuple[Kind, Value], ...] = ((Kind.WHOLE, order), (Kind.TEXT, name), (Kind.WHOLE, count))
        for column, (kind, value) in enumerate(values):
            cells.write(page, top + order, column, kind, value, **HAIR)
        page.write_number(top + order, 3, count / total, cells.look(num_format="0.0%", align="center", **HAIR))
    end = top + len(counts) + 1
    cells.write_across(page, end, 0, 1, "Cộng", cells.look(bold=True, align="center", **HAIR))
    cells.write(page, end, 2, Kind.WHOLE, total, bold=True, **HAIR)
    cells.write(page, end, 3, Kind.SHARE, 1 if total else None, bold=True, **HAIR)
    rows = max(_LEAST_CHART_ROWS, len(counts) + 2)
    for row in range(top, top + rows):
        page.set_row(row, _ROW_POINTS)
    if counts:
        _draw_bars(book, page, top, heading, len(counts), rows * _ROW_PIXELS)
    return top + rows + 1


def _draw_bars(book: Workbook, page: Worksheet, top: int, heading: str, bars: int, height: int) -> None:
    span = (top + 1, top + bars)
    name = f"Số hợp tác xã theo {heading[0].lower()}{heading[1:]}"
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": name,
            "categories": [COUNTS_NAME, span[0], 1, span[1], 1],
            "values": [COUNTS_NAME, span[0], 2, span[1], 2],
            "fill": {"color": RED},
            "gap": 45,
            "data_labels": {"value": True, "font": {"name": FONT, "size": 10}},
        }
    )
    chart.set_title({"name": name, "name_font": {"name": FONT, "size": 12, "bold": True}, "overlay": False})
    chart.set_legend({"none": True})
    letters = {"name": FONT, "size": 10}
    chart.set_y_axis(
        {"reverse": True, "num_font": letters, "major_tick_mark": "none", "line": {"none": True}, "interval_unit": 1}
    )
    chart.set_x_axis({"major_gridlines": {"visible": False}, "visible": False, "min": 0})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": _CHART_WIDTH, "height": height})
    page.insert_chart(top, _CHART_COLUMN, chart, {"description": f"Biểu đồ: {name}", "object_position": 1})
