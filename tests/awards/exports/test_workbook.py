"""The winners' workbook reopened by another program: texts stay texts, nothing is hidden, bytes repeat."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from awards.exports.cells import lines_of
from awards.exports.documents import honours_by_province, honours_by_sector_group
from awards.exports.rows import DecisionHeading, WinnerRow, WinnersSheet
from awards.exports.workbook import HEADING_ROW, winners_workbook

DECISION = DecisionHeading("123/QĐ-LMHTXVN", date(2026, 2, 3), "Nguyễn Văn Mẫu", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH")
NAMES = (
    "HTX Nông nghiệp Mẫu Ấp Bắc",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    '=HYPERLINK("http://mau.example","bấm")',
    '=WEBSERVICE("http://mau.example")',
    "http://mau.example/",
    "＝1＋1",
    "  =1+1",
    "0012",
    "1/2",
    "12E5",
    "1234567890123456",
    "_x0041_",
    "<r><t>Mẫu</t></r>",
    "HTX Mẫu ẤỄỖẪỰ ợỵặ <&\"'>",
    "Hợp tác xã Mẫu " + "rất dài " * 23 + "hết",
)
SAMPLE = "DỮ LIỆU MẪU – KHÔNG PHẢI KẾT QUẢ THẬT"


def rows() -> tuple[WinnerRow, ...]:
    provinces = ("Đắk Lắk", "Cao Bằng", "Cần Thơ", "Đắk Lắk")
    return tuple(
        WinnerRow(
            order=number,
            name=name,
            tax_code="0100000001",
            address=NAMES[-number],
            province=provinces[number % 4],
            sector_group="Nông nghiệp" if number < 6 else "Phi nông nghiệp",
            sector="Nông nghiệp",
            revenue=2_839_000_000 if number != 3 else None,
            member_count=120,
            total="87.50",
            rank=number,
            golden_book_number=f"{number:04d}/2026",
            certificate_code=f"{number:02d}" + "ABCD" * 6,
        )
        for number, name in enumerate(NAMES, start=1)
    )


def a_sheet() -> WinnersSheet:
    return WinnersSheet(
        issuer="Liên minh Hợp tác xã Việt Nam",
        award_title="Ngôi sao Hợp tác xã",
        season_title="CoopStar mẫu 2026",
        basis_year=2025,
        decision=DECISION,
        is_sample=True,
        generated_on=date(2026, 2, 5),
        rows=rows(),
    )


def opened(sheet: WinnersSheet, name: str) -> Worksheet:
    page = openpyxl.load_workbook(io.BytesIO(winners_workbook(sheet)))[name]
    assert isinstance(page, Worksheet)
    return page


def table(page: Worksheet) -> list[tuple[object, ...]]:
    """The rows below the heading, without titles and the closing line."""
    first = HEADING_ROW + 2
    return list(page.iter_rows(min_row=first, max_row=first + len(NAMES) - 1, values_only=True))


def parts_of(sheet: WinnersSheet) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(winners_workbook(sheet))) as parts:
        return {name: parts.read(name).decode("utf-8") for name in parts.namelist()}


def test_the_workbook_has_exactly_the_declared_sheets_and_columns() -> None:
    book = openpyxl.load_workbook(io.BytesIO(winners_workbook(a_sheet())))
    assert [(page.title, page.sheet_state) for page in book.worksheets] == [
        ("Danh sách", "visible"),
        ("Số liệu", "visible"),
        ("Tổng hợp", "visible"),
    ]
    headings = [[cell.value for cell in page[HEADING_ROW + 1]] for page in book.worksheets[:2]]
    assert headings == [
        ["STT", "Tên hợp tác xã", "Mã số thuế", "Địa chỉ", "Tỉnh, thành phố", "Nhóm lĩnh vực", "Số sổ vàng"],
        [
            "STT",
            "Tên hợp tác xã",
            "Mã số thuế",
            "Tỉnh, thành phố",
            "Nhóm lĩnh vực",
            "Lĩnh vực",
            "Doanh thu năm 2025 (đồng)",
            "Số thành viên",
            "Tổng điểm",
            "Thứ hạng",
            "Số sổ vàng",
            "Mã chứng nhận",
        ],
    ]


def test_texts_come_back_letter_by_letter_as_texts_and_numbers_as_numbers() -> None:
    listed, figures = opened(a_sheet(), "Danh sách"), opened(a_sheet(), "Số liệu")
    assert [row[1] for row in table(listed)] == list(NAMES)
    assert [row[3] for row in table(listed)] == list(reversed(NAMES))
    assert [row[6:9] for row in table(figures)] == [(row.revenue, 120, 87.5) for row in rows()]
    kinds = [
        tuple(cell.data_type for cell in row)
        for row in listed.iter_rows(min_row=HEADING_ROW + 2, max_row=HEADING_ROW + 1 + len(NAMES))
    ]
    assert set(kinds) == {("n", "s", "s", "s", "s", "s", "s")}


def test_no_cell_anywhere_is_a_formula() -> None:
    pages = {name: text for name, text in parts_of(a_sheet()).items() if name.startswith("xl/worksheets/sheet")}
    assert {name: re.findall(r"<f[ >]", text) for name, text in pages.items()} == {
        "xl/worksheets/sheet1.xml": [],
        "xl/worksheets/sheet2.xml": [],
        "xl/worksheets/sheet3.xml": [],
    }


def test_nobody_is_named_as_author_and_no_link_comment_or_name_is_inside() -> None:
    parts = parts_of(a_sheet())
    core = parts["docProps/core.xml"]
    assert re.findall(r"<(dc:creator|cp:lastModifiedBy)>([^<]+)<", core) == []
    assert re.findall(r">(2026-[^<]+)<", core) == ["2026-02-05T00:00:00Z", "2026-02-05T00:00:00Z"]
    assert [name for name in parts if re.search("comment|external|hyperlink", name, re.IGNORECASE)] == []
    assert "<hyperlink" not in "".join(parts.values())
    # the only names are those that printing and filtering need
    names = set(re.findall(r'<definedName name="([^"]+)"', parts["xl/workbook.xml"]))
    assert names == {"_xlnm._FilterDatabase", "_xlnm.Print_Area", "_xlnm.Print_Titles"}


def test_the_list_is_ready_to_print() -> None:
    page = opened(a_sheet(), "Danh sách")
    heading, last = HEADING_ROW + 1, HEADING_ROW + 1 + len(NAMES)
    setup, margins = page.page_setup, page.page_margins
    assert (setup.orientation, setup.paperSize, setup.fitToWidth or 1, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert [round(side * 25.4) for side in (margins.left, margins.right, margins.top, margins.bottom)] == [
        30,
        15,
        20,
        20,
    ]
    assert page.freeze_panes == f"C{heading + 1}"
    assert page.print_title_rows == f"${heading}:${heading}"
    assert str(page.print_area).endswith(f"$A$1:$G${last + 1}")
    assert page.auto_filter.ref == f"A{heading}:G{last}"
    assert page.oddFooter.center.text == "Trang &P/&N"
    assert page.cell(last + 1, 1).value == f"Danh sách này có {len(NAMES)} hợp tác xã./."
    widths = [round(page.column_dimensions[letter].width) for letter in "ABCD"]
    assert widths == [6, 43, 15, 37]


def test_money_shows_dots_between_thousands_and_marks_two_decimals() -> None:
    great = replace(rows()[0], revenue=31_500_000_000_000)
    page = opened(replace(a_sheet(), rows=(great, rows()[1])), "Số liệu")
    first, second = page.cell(HEADING_ROW + 2, 7), page.cell(HEADING_ROW + 3, 7)
    assert (first.value, first.number_format.split(";")[0]) == (
        31_500_000_000_000,
        r"[>=1000000000000]#\.###\.###\.###\.##0",
    )
    assert (second.value, second.number_format.split(";")[0]) == (2_839_000_000, r"[>=1000000000]#\.###\.###\.##0")
    assert page.cell(HEADING_ROW + 2, 9).number_format == "0.00"


@pytest.mark.parametrize(
    ("changes", "attached", "sample"),
    [
        (
            {},
            "(Kèm theo Quyết định số 123/QĐ-LMHTXVN ngày 03 tháng 02 năm 2026 của Liên minh Hợp tác xã Việt Nam)",
            [SAMPLE],
        ),
        (
            {"is_sample": False, "decision": replace(DECISION, signed_on=date(2026, 11, 12))},
            "(Kèm theo Quyết định số 123/QĐ-LMHTXVN ngày 12 tháng 11 năm 2026 của Liên minh Hợp tác xã Việt Nam)",
            [],
        ),
        ({"decision": None}, "(Dự thảo – chưa có quyết định)", [SAMPLE]),
    ],
)
def test_the_title_is_in_official_form_and_samples_say_so(
    changes: dict[str, object], attached: str, sample: list[str]
) -> None:
    page = opened(replace(a_sheet(), **changes), "Danh sách")  # type: ignore[arg-type]
    titles = [cell for row in page.iter_rows(max_row=HEADING_ROW, values_only=True) for cell in row if cell]
    assert titles == [
        "LIÊN MINH HỢP TÁC XÃ VIỆT NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "DANH SÁCH HỢP TÁC XÃ ĐƯỢC TÔN VINH",
        "Ngôi sao Hợp tác xã – CoopStar mẫu 2026",
        attached,
        *sample,
    ]
    assert [SAMPLE] * bool(page.oddHeader.center.text) == sample


def test_the_season_is_not_named_twice() -> None:
    page = opened(replace(a_sheet(), season_title="Ngôi sao Hợp tác xã 2026"), "Danh sách")
    assert page.cell(5, 1).value == "Ngôi sao Hợp tác xã 2026"


def test_counts_are_those_of_the_rows_and_stand_on_their_page_with_real_days() -> None:
    assert honours_by_province(rows()) == [("Đắk Lắk", 8), ("Cao Bằng", 5), ("Cần Thơ", 5)]
    assert honours_by_sector_group(rows()) == [("Nông nghiệp", 5), ("Phi nông nghiệp", 13)]
    page = opened(a_sheet(), "Tổng hợp")
    shown = [
        tuple(value for value in row if value is not None)
        for row in page.iter_rows(min_row=HEADING_ROW + 1, values_only=True)
    ]
    assert [row for row in shown if row] == [
        ("Số hợp tác xã được tôn vinh", 18),
        ("Số tỉnh, thành phố có hợp tác xã được tôn vinh", 3),
        ("Ngày ký quyết định", datetime(2026, 2, 3)),  # noqa: DTZ001 - a cell has no zone
        ("Ngày lập bảng", datetime(2026, 2, 5)),  # noqa: DTZ001
        ("STT", "Nhóm lĩnh vực", "Số lượng", "Tỷ lệ"),
        (1, "Nông nghiệp", 5, 5 / 18),
        (2, "Phi nông nghiệp", 13, 13 / 18),
        ("Cộng", 18, 1),
        ("STT", "Tỉnh, thành phố", "Số lượng", "Tỷ lệ"),
        (1, "Đắk Lắk", 8, 8 / 18),
        (2, "Cao Bằng", 5, 5 / 18),
        (3, "Cần Thơ", 5, 5 / 18),
        ("Cộng", 18, 1),
    ]


def test_each_table_of_counts_is_drawn_from_its_own_cells() -> None:
    parts = parts_of(a_sheet())
    drawn = {name: re.findall(r"<c:f>(.*?)</c:f>", text) for name, text in parts.items() if "charts/chart" in name}
    assert drawn == {
        "xl/charts/chart1.xml": ["'Tổng hợp'!$B$14:$B$15", "'Tổng hợp'!$C$14:$C$15"],
        "xl/charts/chart2.xml": ["'Tổng hợp'!$B$22:$B$24", "'Tổng hợp'!$C$22:$C$24"],
    }


def test_a_list_without_winners_is_still_a_workbook() -> None:
    page = opened(replace(a_sheet(), rows=()), "Danh sách")
    assert page.cell(HEADING_ROW + 3, 1).value == "Danh sách này có 0 hợp tác xã./."


def test_a_long_name_gets_a_row_high_enough() -> None:
    page = opened(a_sheet(), "Danh sách")
    heights = [page.row_dimensions[row].height for row in (HEADING_ROW + 3, HEADING_ROW + 1 + len(NAMES))]
    assert heights[1] >= 16 * 5  # 200 letters in a column of 42
    assert [lines_of("HTX Mẫu", 42), lines_of("Ấ" * 40, 20), lines_of("", 20)] == [1, 4, 1]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert winners_workbook(a_sheet()) == winners_workbook(a_sheet())
