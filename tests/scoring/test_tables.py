"""The three CSV tables of a count: what is read, and every mistake with its line."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from scoring.ballots import Vote
from scoring.entry import Entry, HeldPaper
from scoring.sheet import Sheet
from scoring.tables import TableInvalid, read_entries, read_sheets, read_votes
from tests.scoring.world import EVERY, SMALL, with_variant

F = Fraction
SHEETS = "entry,judge,criterion,mark\n"


def mistakes_of_entries(text: str) -> list[str]:
    with pytest.raises(TableInvalid) as refused:
        read_entries(EVERY, text)
    return list(refused.value.mistakes)


def mistakes_of_sheets(text: str) -> list[str]:
    with pytest.raises(TableInvalid) as refused:
        read_sheets(text)
    return list(refused.value.mistakes)


def test_an_entry_is_read_from_its_cells() -> None:
    text = (
        "entry,province,sector,owner,product_group,revenue,revenue@-1,members,form,titles,certificates,lawful,late,"
        "paper:registration,paper:test_report,honoured:nominee,honoured:product,waive:K3\n"
        'SP-1,Cà Mau,drink,0101,drink,5500,"4400,5",43/2,coop,province;state,-,Có,không,có,2025-06-01..2026-06-01,'
        "1;3,-,"
        "Máy hỏng\n"
    )
    assert read_entries(EVERY, text) == (
        Entry(
            code="SP-1",
            variant="food",
            province="Cà Mau",
            series={"revenue": {0: F(5500), -1: F("4400.5")}, "members": {0: F(43, 2)}},
            choices={"form": "coop"},
            sets={"titles": frozenset({"province", "state"}), "certificates": frozenset()},
            flags={"lawful": True, "late": False},
            papers={"registration": HeldPaper(), "test_report": HeldPaper(date(2025, 6, 1), date(2026, 6, 1))},
            traits={"owner": "0101", "product_group": "drink", "sector": "drink"},
            past_honours={"nominee": (1, 3), "product": ()},
            waivers={"K3": "Máy hỏng"},
        ),
    )


def test_an_empty_cell_is_unknown_and_a_blank_line_nothing() -> None:
    text = "entry,province,sector,revenue,lawful,titles,paper:registration\nSP-1,Cà Mau,food,,,,2025-01-31\n,,,,\n\n"
    assert read_entries(EVERY, text) == (
        Entry(
            code="SP-1",
            variant="food",
            province="Cà Mau",
            traits={"sector": "food"},
            papers={"registration": HeldPaper(date(2025, 1, 31))},
        ),
    )


def test_a_table_with_semicolons_as_excel_writes_it_is_read() -> None:
    text = "entry;province;sector;revenue\r\nSP-1;Cà Mau;food;2,5\r\n"
    assert read_entries(EVERY, text)[0].series == {"revenue": {0: F(5, 2)}}


def test_the_variant_follows_from_the_sector_or_is_named_or_is_the_only_one() -> None:
    only = "entry,province\nSP-1,Cà Mau\n"
    named = "entry,province,variant\nCS-1,Cà Mau,non_agri\n"
    assert [one.variant for one in read_entries(EVERY, only)] == ["food"]
    assert [one.variant for one in read_entries(SMALL, named)] == ["non_agri"]
    by_group = "entry,province,product_group\nSP-1,Cà Mau,drink\n"
    assert [one.variant for one in read_entries(EVERY, by_group)] == ["food"]


def test_an_entry_no_variant_serves_is_refused() -> None:
    with pytest.raises(TableInvalid) as refused:
        read_entries(SMALL, "entry,province,sector\nCS-1,Cà Mau,biển\n,Cà Mau,agri\n")
    assert str(refused.value) == (
        "entries, dòng 2: không bảng tiêu chí nào dành cho lĩnh vực “biển”.\nentries, dòng 3: thiếu mã hồ sơ (entry)."
    )


def test_unknown_columns_are_named_all_at_once() -> None:
    text = "entry,province,turnover,members@-1,revenue@x,paper:passport,honoured:owner,waive:\n"
    assert mistakes_of_entries(text) == [
        f"entries, dòng 1: cột “{column}” không phải là số liệu, giấy tờ hay điều kiện nào của thể lệ."
        for column in ("turnover", "members@-1", "revenue@x", "paper:passport", "honoured:owner", "waive:")
    ]


def test_cells_that_say_nothing_are_named_with_line_and_column() -> None:
    text = (
        "entry,province,sector,revenue,lawful,form,titles,paper:test_report,honoured:nominee\n"
        "SP-1,Cà Mau,food,nhiều,chắc,company,gold,hôm qua,0\n"
        "SP-2,Cà Mau,food,1.500.000,có\n"
    )
    cells = [
        ("revenue", "nhiều"),
        ("lawful", "chắc"),
        ("form", "company"),
        ("titles", "gold"),
        ("paper:test_report", "hôm qua"),
        ("honoured:nominee", "0"),
    ]
    assert mistakes_of_entries(text) == [
        *(f"entries, dòng 2: cột “{column}” không hiểu được “{cell}”." for column, cell in cells),
        "entries, dòng 3: có 5 ô, dòng tiêu đề có 9 cột.",
    ]


def test_a_number_that_reads_two_ways_is_refused() -> None:
    text = 'entry,province,sector,revenue,revenue@-1\nSP-1,Cà Mau,food,1.500,1.5\nSP-2,Cà Mau,food,1500,"1,500"\n'
    assert mistakes_of_entries(text) == [
        "entries, dòng 2: cột “revenue” “1.500” đọc được hai cách; hãy ghi 1500 hoặc 1,500."
    ]


def test_figures_keep_to_the_limits_of_the_rulebook() -> None:
    text = (
        "entry,province,sector,revenue,profit,members,customers\n"
        "SP-1,Cà Mau,food,100,120,6,5\nSP-2,,food,-1,-5,8,9\nSP-3,Cà Mau,food,100,100,8,\n"
    )
    assert mistakes_of_entries(text) == [
        "entries, dòng 2: Lợi nhuận (120) không được lớn hơn “Doanh thu” (100).",
        "entries, dòng 2: Thành viên phải từ 7 đến 100.000 người.",
        "entries, dòng 3: thiếu tỉnh, thành phố (province).",
        "entries, dòng 3: Doanh thu không được nhỏ hơn 0 triệu đồng.",
        "entries, dòng 3: Thành viên sử dụng dịch vụ (9) không được lớn hơn “Thành viên” (8).",
    ]


@pytest.mark.parametrize("column", ["revenue@0", "revenue@1", "revenue@-10", "revenue@--1", "revenue@²", "revenue@"])
def test_only_earlier_years_have_a_sign(column: str) -> None:
    assert mistakes_of_entries(f"entry,province,{column}\n") == [
        f"entries, dòng 1: cột “{column}” không phải là số liệu, giấy tờ hay điều kiện nào của thể lệ."
    ]


def test_a_line_is_counted_as_an_editor_counts_it() -> None:
    text = 'entry,province,sector,revenue\n"SP\n1",Cà Mau,food,1\nSP-2,Cà Mau,food,nhiều\n'
    assert mistakes_of_entries(text) == ["entries, dòng 4: cột “revenue” không hiểu được “nhiều”."]


def test_numbers_nobody_has_and_empty_names_get_a_sentence() -> None:
    long = "9" * 5000
    assert mistakes_of_sheets(f"entry,judge,criterion,mark,round\nSP-1,1,Q1,5,{long}\n") == [
        f"sheets: vòng chấm “{long}” phải là số nguyên từ 1 trở lên."
    ]
    assert [one.judge for one in read_sheets(f"{SHEETS}SP-1,{long},Q1,5\n")] == [1]
    assert mistakes_of_sheets(f"{SHEETS}SP-1,,Q1,5\n") == [
        "sheets: có phiếu cho hồ sơ SP-1 không ghi giám khảo (judge)."
    ]
    with pytest.raises(TableInvalid) as refused:
        read_votes("motion,entry,voter,vote\napprove,SP-1,,yes\n")
    assert str(refused.value) == "ballots, dòng 2: thiếu người hoặc số lá phiếu (voter)."


def test_missing_and_doubled_columns_are_refused() -> None:
    assert mistakes_of_entries("entry,entry\n") == [
        "entries, dòng 1: thiếu cột “province”.",
        "entries, dòng 1: cột “entry” có hai lần.",
    ]
    assert mistakes_of_sheets("") == [
        f"sheets, dòng 1: thiếu cột “{column}”." for column in ("entry", "judge", "criterion", "mark")
    ]
    assert mistakes_of_sheets("entry,judge,criterion,mark,name\n") == ["sheets, dòng 1: không có cột nào tên “name”."]


def test_sheets_are_gathered_whatever_the_order_of_rows() -> None:
    rows = ["SP-1,2,Q1,20", "SP-1,1,Q1,", "SP-1,2,Q2,7.5", 'SP-1,1,Q2,"7,5"', "SP-1,3,*,abstain"]
    made = [
        Sheet(entry="SP-1", judge=1, marks={"Q1": None, "Q2": F(15, 2)}),
        Sheet(entry="SP-1", judge=2, marks={"Q1": F(20), "Q2": F(15, 2)}),
        Sheet(entry="SP-1", judge=3, marks={}, abstained=True),
    ]
    for order in (rows, rows[::-1]):
        assert sorted(read_sheets(SHEETS + "\n".join(order)), key=lambda one: one.judge) == made


def test_named_judges_are_numbered_in_the_order_of_their_names() -> None:
    sheets = read_sheets(SHEETS + "SP-1,Bình,Q1,20\nSP-1,An,Q1,19\n")
    assert sorted((one.judge, one.marks["Q1"]) for one in sheets) == [(1, F(19)), (2, F(20))]


def test_rounds_and_member_groups_have_their_columns() -> None:
    text = "entry,judge,criterion,mark,round,group\nSP-1,1,Q1,20,1,experts\nSP-1,1,Q1,21,2,experts\n"
    assert read_sheets(text) == (
        Sheet(entry="SP-1", judge=1, marks={"Q1": F(20)}, round=1, group="experts"),
        Sheet(entry="SP-1", judge=1, marks={"Q1": F(21)}, round=2, group="experts"),
    )


def test_wrong_rows_of_sheets_are_named() -> None:
    text = (
        "entry,judge,criterion,mark,round,group\n"
        "SP-1,1,Q1,20,1,experts\n"
        "SP-1,1,Q1,21,1,council\n"
        "SP-1,1,Q2,cao,1,experts\n"
        "SP-1,2,Q1,abstain,0,\n"
        "SP-1,2,*,5,0,\n"
    )
    assert mistakes_of_sheets(text) == [
        "sheets, dòng 3: tiêu chí “Q1” của phiếu này đã có ở trên.",
        "sheets, dòng 3: một phiếu không thể thuộc hai nhóm.",
        "sheets, dòng 4: điểm không hiểu được “cao”.",
        "sheets, dòng 5: không chấm thì ghi tiêu chí * và điểm abstain.",
        "sheets, dòng 6: không chấm thì ghi tiêu chí * và điểm abstain.",
        "sheets: giám khảo 2 vừa không chấm vừa chấm hồ sơ SP-1.",
        "sheets: vòng chấm “0” phải là số nguyên từ 1 trở lên.",
    ]
    assert mistakes_of_sheets("entry,judge,criterion,mark,round\nSP-1,1,Q1,5,hai\n") == [
        "sheets: vòng chấm “hai” phải là số nguyên từ 1 trở lên."
    ]


def test_many_mistakes_are_counted_and_the_first_fifty_told() -> None:
    with pytest.raises(TableInvalid) as refused:
        read_sheets(SHEETS + "".join(f"SP-{number},1,Q1,cao{number}\n" for number in range(60)))
    lines = str(refused.value).splitlines()
    assert (len(refused.value.mistakes), len(lines), lines[-1]) == (60, 51, "… và 10 lỗi khác.")


def test_votes_are_rows_of_four_texts() -> None:
    text = "motion,entry,voter,vote\nadd: Có lý do,SP-1,chair,yes\n"
    assert read_votes(text) == (Vote(motion="add: Có lý do", entry="SP-1", voter="chair", vote="yes"),)


def test_a_cell_longer_than_csv_allows_gets_a_sentence() -> None:
    long = "x" * 200_000
    assert mistakes_of_entries(f"{long},province\n") == ["entries: không phải là tệp CSV đọc được."]
    assert mistakes_of_entries(f"entry,province\n{long},Cà Mau\n") == [
        "entries, dòng 2: không phải là dòng CSV đọc được."
    ]


def test_a_variant_that_the_rulebook_lacks_is_left_to_the_count() -> None:
    rulebook = with_variant(SMALL, label="Khác")
    assert read_entries(rulebook, "entry,province,variant\nCS-1,Cà Mau,khác\n")[0].variant == "khác"
