"""The template a province downloads, and the marked one it gets back: opened again, nothing hidden, nothing run."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import load_workbook

from awards.exports.nomination_workbook import Template, marked_workbook, template_workbook
from awards.intake.checking import Against, check_rows
from awards.intake.examples import examples_of
from awards.intake.inputs import Level
from awards.intake.reading import read_sheet
from tests.awards.intake.filled import BASIS, COLUMNS, FIRST, RULES, TODAY, good_row, into_template, workbook

TEMPLATE = Template("Mùa giải mẫu", COLUMNS, examples_of(COLUMNS, RULES), False, TODAY)
AGAINST = Against(RULES, COLUMNS, False, True, TODAY, lambda code, product: None)
POISON = ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "<r>in</r>", "＝1+1"]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_the_template_locks_its_headings_offers_its_lists_and_holds_no_formula() -> None:
    content = template_workbook(TEMPLATE)
    book = load_workbook(io.BytesIO(content))
    sheet = book["Hồ sơ"]
    assert book.sheetnames == ["Hồ sơ", "Danh mục", "Hướng dẫn"]
    assert [one.sheet_state for one in book.worksheets] == ["visible"] * 3
    assert (sheet.protection.sheet, sheet["B5"].protection.locked, sheet[f"B{FIRST}"].protection.locked) == (
        True,
        True,
        False,
    )
    assert (sheet["B5"].value, sheet["B4"].value, sheet[f"B{FIRST}"].number_format) == ("Mã số thuế", "*", "@")
    assert [sheet[f"A{line}"].value for line in (6, 7, 8)] == ["Ví dụ", "Ví dụ", None]
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert len(lists) == sum(1 for column in COLUMNS if column.kind == "choice")
    assert not any(re.search(r"<f[ >]", text) for name, text in parts(content).items() if "worksheets" in name)
    assert not any("comment" in name for name in parts(content))


def test_a_filled_template_is_read_back_without_its_examples() -> None:
    sheet = read_sheet(into_template([good_row(1), good_row(2)]), COLUMNS)
    rows = check_rows(sheet.rows, AGAINST)
    assert ([row.line for row in rows], [row.level for row in rows]) == ([FIRST, FIRST + 1], [Level.GOOD] * 2)
    assert (sheet.ignored, sheet.absent) == ((), ())


def test_the_workbook_that_comes_back_holds_the_rows_and_their_mistakes_and_can_be_handed_in_again() -> None:
    bad = good_row(2, name=None, **{f"figure_revenue_{BASIS}": "1.5 tỷ"})
    sheet = read_sheet(workbook([good_row(1), bad]), COLUMNS)
    rows = check_rows(sheet.rows, AGAINST)
    back = marked_workbook(TEMPLATE, rows, [row.cells for row in sheet.rows])
    again = read_sheet(back, COLUMNS)
    assert [dict(row.cells) for row in again.rows] == [dict(row.cells) for row in sheet.rows]
    assert [row.level for row in check_rows(again.rows, AGAINST)] == [Level.GOOD, Level.BAD]
    book = load_workbook(io.BytesIO(back))
    said = [cell.value for cell in book["Hồ sơ"][FIRST + 1]][-1]
    assert "Chưa điền: Tên theo giấy chứng nhận đăng ký." in said
    assert "Dấu chấm dùng để ngăn cách hàng nghìn" in said
    assert [row[0].value for row in book["Lỗi cần sửa"].iter_rows(min_row=2)] == [
        note.cell for row in rows for note in row.mistakes
    ]


def test_text_that_looks_like_a_formula_comes_back_as_text() -> None:
    rows = [good_row(number, achievements=text) for number, text in enumerate(POISON[1:], start=1) if text[0] != "="]
    sheet = read_sheet(workbook(rows), COLUMNS)
    checked = check_rows(sheet.rows, AGAINST)
    back = marked_workbook(TEMPLATE, checked, [row.cells for row in sheet.rows])
    assert not any(re.search(r"<f[ >]", text) for name, text in parts(back).items() if "worksheets" in name)
    again = read_sheet(back, COLUMNS)
    assert [row.cells["achievements"] for row in again.rows] == [row.cells["achievements"] for row in sheet.rows]
