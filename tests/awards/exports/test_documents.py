"""Workbook and certificates reopened by other programs: texts stay texts, nothing is hidden, bytes repeat."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from awards.base.errors import DomainError
from awards.base.identifiers import grouped
from awards.exports.certificate import certificates_pdf, qr_svg
from awards.exports.frames import honours_by_province, honours_by_sector_group
from awards.exports.rows import CertificateBatch, CertificateRow, DecisionHeading, WinnerRow, WinnersSheet
from awards.exports.workbook import HEADING_ROW, winners_workbook

DECISION = DecisionHeading("123/QĐ-LMHTXVN", date(2026, 2, 3), "Nguyễn Văn Mẫu", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH")
NAMES = (
    "HTX Nông nghiệp Mẫu Ấp Bắc",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    '=HYPERLINK("http://mau.example","bấm")',
    "＝1＋1",
    "HTX Mẫu ẤỄỖẪỰ ợỵặ <&\"'>",
    "Hợp tác xã Mẫu " + "rất dài " * 24,
)


def rows() -> tuple[WinnerRow, ...]:
    provinces = ("Đắk Lắk", "Cao Bằng", "Cần Thơ", "Đắk Lắk")
    return tuple(
        WinnerRow(
            order=number,
            name=name.strip(),
            tax_code="0100000001",
            address="Xã Mẫu",
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


def a_sheet(*, is_sample: bool = True) -> WinnersSheet:
    return WinnersSheet(
        "Liên minh Hợp tác xã Việt Nam",
        "Ngôi sao Hợp tác xã",
        "Ngôi sao Hợp tác xã 2026",
        2025,
        DECISION,
        is_sample,
        date(2026, 2, 5),
        rows(),
    )


def table(page: Worksheet) -> list[tuple[object, ...]]:
    """The rows below the heading, without the rows of titles."""
    return [row for row in page.iter_rows(min_row=HEADING_ROW + 2, values_only=True) if row[0] is not None]


def test_the_workbook_has_exactly_the_declared_sheets_and_columns() -> None:
    book = openpyxl.load_workbook(io.BytesIO(winners_workbook(a_sheet())))
    headings = {
        page.title: [cell.value for cell in page[HEADING_ROW + 1] if cell.value] for page in book.worksheets[:2]
    }
    assert [(page.title, page.sheet_state) for page in book.worksheets] == [
        ("Danh sách", "visible"),
        ("Số liệu", "visible"),
        ("Tổng hợp", "visible"),
    ]
    assert headings["Danh sách"] == [
        "STT",
        "Tên hợp tác xã",
        "Mã số thuế",
        "Địa chỉ",
        "Tỉnh, thành phố",
        "Nhóm lĩnh vực",
        "Số sổ vàng",
    ]
    assert headings["Số liệu"][6:9] == ["Doanh thu năm 2025 (đồng)", "Số thành viên", "Tổng điểm"]


def test_names_come_back_letter_by_letter_as_texts_and_numbers_as_numbers() -> None:
    page = openpyxl.load_workbook(io.BytesIO(winners_workbook(a_sheet())))["Số liệu"]
    read = table(page)
    assert [row[1] for row in read] == [row.name for row in rows()]
    assert {(row[2], page.cell(HEADING_ROW + 2, 3).data_type) for row in read} == {("0100000001", "s")}
    assert [row[6] for row in read] == [row.revenue for row in rows()]
    assert {row[8] for row in read} == {87.5}


def test_no_text_became_a_formula_and_the_only_formulas_are_our_sums() -> None:
    with zipfile.ZipFile(io.BytesIO(winners_workbook(a_sheet()))) as parts:
        formulas = {
            name: re.findall(r"<f>(.*?)</f>", parts.read(name).decode("utf-8"))
            for name in parts.namelist()
            if name.startswith("xl/worksheets/sheet")
        }
    assert [formulas[f"xl/worksheets/sheet{number}.xml"] for number in (1, 2)] == [[], []]
    assert [formula[:4] for formula in formulas["xl/worksheets/sheet3.xml"]] == ["SUM(", "SUM("]


def test_nobody_is_named_as_author_and_no_link_comment_or_name_is_inside() -> None:
    with zipfile.ZipFile(io.BytesIO(winners_workbook(a_sheet()))) as parts:
        core = parts.read("docProps/core.xml").decode("utf-8")
        names = parts.namelist()
    assert re.findall(r"<dc:creator>(.+?)</dc:creator>", core) == []
    assert [name for name in names if "comment" in name or "external" in name.lower()] == []


def test_the_list_is_ready_to_print() -> None:
    page = openpyxl.load_workbook(io.BytesIO(winners_workbook(a_sheet())))["Danh sách"]
    last = HEADING_ROW + 1 + len(NAMES)
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.freeze_panes) == (
        "landscape",
        9,
        f"C{HEADING_ROW + 2}",
    )
    assert page.print_title_rows == f"${HEADING_ROW + 1}:${HEADING_ROW + 1}"
    assert str(page.print_area).endswith(f"$A$1:$G${last}")
    assert page.auto_filter.ref == f"A{HEADING_ROW + 1}:G{last}"


def test_the_title_is_in_official_form_and_samples_say_so() -> None:
    page = openpyxl.load_workbook(io.BytesIO(winners_workbook(a_sheet())))["Danh sách"]
    titles = [cell for row in page.iter_rows(max_row=HEADING_ROW, values_only=True) for cell in row if cell]
    assert titles == [
        "LIÊN MINH HỢP TÁC XÃ VIỆT NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "DANH SÁCH HỢP TÁC XÃ ĐƯỢC TÔN VINH",
        "Ngôi sao Hợp tác xã – Ngôi sao Hợp tác xã 2026",
        "(Kèm theo Quyết định số 123/QĐ-LMHTXVN ngày 03 tháng 02 năm 2026 của Liên minh Hợp tác xã Việt Nam)",
        "DỮ LIỆU MẪU – KHÔNG PHẢI KẾT QUẢ THẬT",
    ]
    real = openpyxl.load_workbook(io.BytesIO(winners_workbook(a_sheet(is_sample=False))))["Danh sách"]
    assert real.cell(HEADING_ROW, 1).value is None


def test_counts_are_those_of_the_rows() -> None:
    assert honours_by_province(rows()) == [("Đắk Lắk", 4), ("Cao Bằng", 2), ("Cần Thơ", 2)]
    assert honours_by_sector_group(rows()) == [("Nông nghiệp", 5), ("Phi nông nghiệp", 3)]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert winners_workbook(a_sheet()) == winners_workbook(a_sheet())
    assert certificates_pdf(a_batch()) == certificates_pdf(a_batch())


def printable() -> tuple[WinnerRow, ...]:
    return tuple(row for row in rows() if "＝" not in row.name)


def a_batch(*, is_sample: bool = True) -> CertificateBatch:
    made = tuple(
        CertificateRow(
            row.name,
            row.province,
            row.golden_book_number,
            row.certificate_code,
            f"http://127.0.0.1:8000/xac-minh/{row.certificate_code}",
        )
        for row in printable()
    )
    return CertificateBatch("Ngôi sao Hợp tác xã", "Ngôi sao Hợp tác xã 2026", DECISION, is_sample, made)


def test_one_page_for_each_with_the_name_whole() -> None:
    pages = PdfReader(io.BytesIO(certificates_pdf(a_batch()))).pages
    texts = [re.sub(r"\s+", "", page.extract_text()) for page in pages]
    assert len(pages) == len(NAMES) - 1
    for text, row in zip(texts, printable(), strict=True):
        assert re.sub(r"\s+", "", row.name) in text
        assert grouped(row.certificate_code) in text
        assert row.golden_book_number in text


@pytest.mark.parametrize(("is_sample", "marked"), [(True, True), (False, False)])
def test_samples_are_marked_across_the_page(is_sample: bool, marked: bool) -> None:
    page = PdfReader(io.BytesIO(certificates_pdf(a_batch(is_sample=is_sample)))).pages[0]
    assert ("DỮ LIỆU MẪU" in page.extract_text()) is marked


def test_a_name_is_never_markup() -> None:
    batch = CertificateBatch(
        "Giải", "Mùa", DECISION, True, (CertificateRow('#panic("x") $a$ *b* \\n', "Mẫu", "1", "A" * 26, "x"),)
    )
    text = PdfReader(io.BytesIO(certificates_pdf(batch))).pages[0].extract_text()
    assert '#panic("x") $a$ *b*' in text


def test_a_letter_the_font_lacks_is_told_with_the_name() -> None:
    strange = CertificateRow("HTX Mẫu ＝", "Mẫu", "1", "A" * 26, "x")
    plain = CertificateRow("HTX Mẫu", "Mẫu", "2", "B" * 26, "y")
    with pytest.raises(DomainError, match="ký tự lạ: HTX Mẫu ＝\\."):
        certificates_pdf(CertificateBatch("Giải", "Mùa", DECISION, True, (strange, plain)))


def test_two_addresses_give_two_pictures() -> None:
    first, second = qr_svg("http://127.0.0.1:8000/xac-minh/A"), qr_svg("http://127.0.0.1:8000/xac-minh/B")
    assert first.startswith("<svg")
    assert first != second
