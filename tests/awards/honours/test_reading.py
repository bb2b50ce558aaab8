"""A list of past honours out of a CSV or an Excel file, and what is wrong with a file that is none."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import pytest
from openpyxl import Workbook

from awards.base.errors import DomainError
from awards.honours.inputs import ImportRefused, RowError, SourceRow
from awards.honours.reading import MOST_ROWS, read_rows
from awards.honours.wording import COLUMNS

HEADINGS = ["Giải thưởng", "Năm", "Tên được tôn vinh", "Tỉnh, thành phố", "Mã số thuế", "Ngày quyết định", "Nguồn"]
ROW = ["CoopStar", 2025, "HTX Sông Mẫu", "Cà Mau", "0109999999", date(2025, 4, 1), "Quyết định 1/QĐ"]


def row(line: int, **cells: str) -> SourceRow:
    return SourceRow(line, dict.fromkeys(COLUMNS, "") | cells)


EXPECTED = {
    "award": "CoopStar",
    "year": "2025",
    "name": "HTX Sông Mẫu",
    "province": "Cà Mau",
    "tax_code": "0109999999",
    "decided_on": "01/04/2025",
    "source": "Quyết định 1/QĐ",
}


def workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for cells in rows:
        book.active.append(list(cells))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_may_have_title_rows_above_its_headings_and_empty_rows() -> None:
    content = workbook(["LIÊN MINH HỢP TÁC XÃ VIỆT NAM"], [], ["TT", *HEADINGS], [1, *ROW], [], [2, *ROW])
    assert read_rows("Danh sách.XLSX", content) == (row(4, **EXPECTED), row(6, **EXPECTED))


def test_a_csv_file_may_use_semicolons_and_a_byte_order_mark() -> None:
    cells = [*map(str, ROW[:5]), "01/04/2025", "Quyết định 1/QĐ"]
    text = ";".join(HEADINGS) + "\r\n" + ";".join(cells) + "\r\n"
    assert read_rows("a.csv", text.encode("utf-8-sig")) == (row(2, **EXPECTED),)


def test_a_cell_is_stored_in_nfc() -> None:
    text = "award,year,name,province,source\nCoopStar,2025,HTX Hơ\u0323p ta\u0301c,Ca\u0300 Mau,x\n"
    (read,) = read_rows("a.csv", text.encode())
    assert (read.cells["name"], read.cells["province"]) == ("HTX Hợp tác", "Cà Mau")


NO_HEADINGS = (
    "Không tìm thấy hàng tiêu đề. Danh sách cần có các cột “Giải thưởng”, “Năm”, “Tên được tôn vinh”, "
    "“Tỉnh, thành phố”, “Nguồn”."
)
GOOD_CSV = "award,year,name,province,source\nCoopStar,2025,HTX Sông Mẫu,Cà Mau,x\n"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "Tệp không có nội dung."),
        ("a.csv", b"x" * (5 * 1024 * 1024 + 1), "Tệp phải nhỏ hơn 5 MB."),
        ("a.pdf", b"%PDF-1.7", "Tệp phải là Excel (.xlsx) hoặc CSV (.csv)."),
        ("a.xls", b"\xd0\xcf\x11\xe0", "Tệp phải là Excel (.xlsx) hoặc CSV (.csv)."),
        (
            "a.xlsx",
            GOOD_CSV.encode(),
            "Không mở được tệp Excel này. Hãy lưu lại dạng .xlsx rồi tải lên.",
        ),
        (
            "a.csv",
            GOOD_CSV.encode("utf-16"),
            "Tệp CSV phải lưu theo bảng mã UTF-8 (“CSV UTF-8” trong Excel).",
        ),
        ("a.csv", b'award,year,name,province,source\n"CoopStar,2025', "Không đọc được dòng 2 của tệp CSV."),
        (
            "a.csv",
            b"Xin,chao\n",
            NO_HEADINGS,
        ),
        ("a.csv", GOOD_CSV.splitlines()[0].encode(), "Dưới hàng tiêu đề chưa có dòng nào."),
        ("a.csv", b"award,year,name,province\nx,x,x,x\n", "Danh sách thiếu cột “Nguồn”."),
        (
            "a.csv",
            b"award,year,name,province,source,phone\nx,x,x,x,x,x\n",
            "Không nhận ra cột “phone”. Hãy đặt tên cột như trong tệp mẫu.",
        ),
        ("a.csv", b"award,year,name,name_vi,province,source\nx,x,x,x,x,x\n", "Có hai cột “Tên được tôn vinh”."),
        (
            "a.csv",
            (GOOD_CSV + "x,x,x,x,x\n" * MOST_ROWS).encode(),
            f"Danh sách có {MOST_ROWS + 1} dòng, tối đa {MOST_ROWS} dòng mỗi lần nhập.",
        ),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_rows(name, content)
    assert (refusal.value.sentence, refusal.value.field) == (sentence, "table")


def test_one_far_cell_does_not_make_a_table_of_billions() -> None:
    book = Workbook()
    book.active["A1"] = "award"
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(DomainError) as refusal:
        read_rows("a.xlsx", out.getvalue())
    assert refusal.value.sentence == "Trang tính có ô nằm quá xa: tối đa 5000 dòng và 100 cột."


def test_text_of_the_old_fonts_is_refused_cell_by_cell() -> None:
    text = "award,year,name,province,source\nCoopStar,2025,Hîp t¸c x·,Caø Mau,x\n"
    with pytest.raises(ImportRefused) as refusal:
        read_rows("a.csv", text.encode())
    ending = "gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy đổi sang Unicode."
    assert refusal.value.errors == (
        RowError(2, "Tên được tôn vinh", f"“Hîp t¸c x·” {ending}"),
        RowError(2, "Tỉnh, thành phố", f"“Caø Mau” {ending}"),
    )
