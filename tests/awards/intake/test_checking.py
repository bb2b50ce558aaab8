"""A row of a workbook is checked cell by cell; the sentence names the cell."""

from __future__ import annotations

import unicodedata

import pytest

from awards.base.errors import DomainError
from awards.intake import kept_rows
from awards.intake.inputs import CellNote, Known, Level
from awards.intake.reading import read_sheet
from awards.nominations.inputs import AchievementsInput, ConsentInput
from tests.awards.intake.filled import BASIS, COLUMNS, FIRST, cell_of, checked, good_row, sample_code, workbook


def figure(key: str, **changes: object) -> str | None:
    """The value read for a figure of the basis year."""
    [row] = checked([good_row(**changes)])
    assert row.values is not None, row.mistakes
    return next(one.value for one in row.values.figures.values if (one.figure, one.year) == (key, BASIS))


def test_a_whole_row_is_read_into_the_values_of_the_services() -> None:
    [row] = checked([good_row()])
    assert (row.level, row.mistakes, row.doubts, row.replaces) == (Level.GOOD, (), (), False)
    assert row.values is not None
    organisation = row.values.organisation
    assert (organisation.tax_code, organisation.kind, organisation.sector, organisation.founded_year) == (
        sample_code(1),
        "cooperative",
        "agriculture",
        2012,
    )
    assert row.values.achievements == AchievementsInput("Liên kết tiêu thụ nông sản.")
    assert row.values.consent is not None
    assert (row.values.consent.consent_on.isoformat(), row.values.consent.consent_by) == (  # type: ignore[union-attr]
        "2026-02-01",
        "Nguyễn Văn Mẫu",
    )
    assert row.values.consent == ConsentInput(row.values.consent.consent_on, "Nguyễn Văn Mẫu")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,5 tỷ", "1500000000"),
        ("5.564 triệu", "5564000000"),
        ("1.234.567", "1234567"),
        ("1.234", "1234"),
        ("84,612 tỷ đồng/năm", "84612000000"),
        (2_839_000_000, "2839000000"),
        (2_839_000_000.0, "2839000000"),
        ("1 234 567 đồng", "1234567"),
    ],
)
def test_money_is_read_as_people_write_it(typed: object, value: str) -> None:
    assert figure("revenue", **{f"figure_revenue_{BASIS}": typed}) == value


WRONG_CELLS: list[tuple[str, object, str]] = [
    (f"figure_revenue_{BASIS}", "1.5 tỷ", "Dấu chấm dùng để ngăn cách hàng nghìn"),
    (f"figure_revenue_{BASIS}", "nhiều", "Nhập bằng chữ số"),
    (f"figure_revenue_{BASIS}", 1500.5, "Nhập số nguyên"),
    (f"figure_revenue_{BASIS}", "9" * 20, "số quá lớn"),
    (f"figure_revenue_{BASIS}", "=1+1", "Ô này chứa công thức"),
    ("tax_code", "", "Chưa điền"),
    ("tax_code", "123", "Mã số thuế gồm 10 chữ số"),
    ("tax_code", 900000001, "Excel đã bỏ số 0 ở đầu"),
    ("tax_code", "0100109106", "mã có thật"),
    ("name", None, "Chưa điền"),
    ("name", "x" * 301, "Dài 301 ký tự, tối đa 300 ký tự."),
    ("kind", "Công ty", "Chọn một trong"),
    ("sector", "Quỹ tín dụng nhân dân", "chưa khớp nhau"),
    ("founded_year", "1890", "từ 1945 đến 2026"),
    ("founded_year", "٢٠١٢", "từ 1945 đến 2026"),
    ("contact_phone", "12345", "Số điện thoại"),
    ("consent_on", "31/02/2026", "Không có ngày 31/02/2026"),
    ("consent_on", "05/02/2026", "không thể sau hôm nay"),
    ("consent_on", None, "cả ngày ký và người ký"),
    ("consent_by", None, "cả ngày ký và người ký"),
]


@pytest.mark.parametrize(("key", "typed", "words"), WRONG_CELLS)
def test_a_wrong_cell_is_named_and_keeps_its_row_out(key: str, typed: object, words: str) -> None:
    [row] = checked([good_row(**{key: typed})])
    assert [note.cell for note in row.mistakes if words in note.sentence] == [cell_of(key)], row.mistakes
    assert (row.level, row.values) == (Level.BAD, None)


def test_text_of_an_old_font_is_converted_and_shown_for_a_look() -> None:
    [row] = checked([good_row(name="Hîp t¸c x· §ång Th¸p")])
    assert row.values is not None
    assert (row.level, row.values.organisation.name) == (Level.DOUBTFUL, "Hợp tác xã Đồng Tháp")
    assert row.doubts == (
        CellNote(
            cell_of("name"),
            "Tên theo giấy chứng nhận đăng ký",
            "Chữ gõ bằng phông TCVN3 cũ. Đã đọc thành “Hợp tác xã Đồng Tháp”; hãy kiểm tra lại.",
        ),
    )


def test_decomposed_letters_are_composed() -> None:
    [row] = checked([good_row(name=unicodedata.normalize("NFD", "Hợp tác xã Đắk Lắk"), kind="hop tac xa")])
    assert row.values is not None
    assert (row.values.organisation.name, row.values.organisation.kind) == ("Hợp tác xã Đắk Lắk", "cooperative")


def test_an_empty_figure_is_a_doubt_and_no_zero() -> None:
    key = f"figure_revenue_{BASIS}"
    [row] = checked([good_row(**{key: None})])
    assert row.values is not None
    assert (row.level, [note.cell for note in row.doubts]) == (Level.DOUBTFUL, [cell_of(key)])
    assert ("revenue", BASIS) not in {(one.figure, one.year) for one in row.values.figures.values}


def test_the_same_nominee_twice_in_one_file_is_stored_by_neither_silently() -> None:
    rows = checked([good_row(1), good_row(2), good_row(1, name="Hợp tác xã Mẫu khác")])
    assert [row.level for row in rows] == [Level.GOOD, Level.GOOD, Level.BAD]
    assert rows[2].mistakes == (
        CellNote(cell_of("tax_code", FIRST + 2), "Mã số thuế", f"Trùng với dòng {FIRST} của tệp này."),
    )


def test_a_nominee_of_another_province_is_refused_without_a_word_about_it() -> None:
    [row] = checked([good_row()], lambda code, product: Known(is_own=False))
    assert [note.sentence for note in row.mistakes] == [
        "Mã số thuế này đã được đăng ký ở nơi khác. Hãy gọi Thường trực giải thưởng."
    ]


def test_a_draft_is_replaced_and_a_sent_dossier_is_not() -> None:
    sent = "Hồ sơ đã gửi nên không sửa được nữa."
    [draft] = checked([good_row()], lambda code, product: Known(is_own=True, live="draft"))
    [forwarded] = checked([good_row()], lambda code, product: Known(is_own=True, live=sent))
    assert (draft.level, draft.replaces) == (Level.GOOD, True)
    assert (forwarded.level, [note.sentence for note in forwarded.mistakes]) == (Level.BAD, [sent])


def test_notes_stand_in_the_order_of_the_sheet() -> None:
    notes = [CellNote(cell, "", "") for cell in ("AA7", "Z7", "B100", "B9", "dòng 8")]
    assert [note.cell for note in sorted(notes, key=lambda note: note.order)] == ["Z7", "AA7", "dòng 8", "B9", "B100"]


def test_what_is_kept_is_what_was_read() -> None:
    sheet = read_sheet(workbook([good_row(), good_row(2, founded_year=2012)]), COLUMNS)
    assert kept_rows.read(kept_rows.written(sheet)) == sheet


def test_another_workbook_or_an_empty_one_is_told_so() -> None:
    with pytest.raises(DomainError, match="Hãy dùng đúng mẫu"):
        read_sheet(workbook([good_row()]), tuple(one for one in COLUMNS if one.key != "name"))
    with pytest.raises(DomainError, match="chưa có dòng nào được điền"):
        read_sheet(workbook([]), COLUMNS)
    with pytest.raises(DomainError, match="Không mở được tệp Excel này"):
        read_sheet(b"PK\x03\x04 no workbook", COLUMNS)
