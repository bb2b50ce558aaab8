"""The whole count: worked by hand once, then its laws."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.counting import Count, EntryCount, count
from scoring.decision import Outcome
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.explanation import explain
from scoring.sheet import Sheet, check_marks, judged_criteria
from tests.scoring.world import SMALL, a_sheet, an_entry, seasons

Season = tuple[list[Entry], list[Sheet]]

MIDDLE_BAND = "từ 1.000.000.000 đến dưới 5.000.000.000"
THREE_SHEETS = [
    a_sheet("CS-1", 1, A2="7.5", B="10.25"),
    a_sheet("CS-1", 2, A2=8, B=11),
    a_sheet("CS-1", 3, A2=8, B=12),
]


def outcomes(counted: Count) -> list[tuple[str, str, int | None, str, str | None]]:
    return [(one.entry, one.printed_total, one.rank, one.outcome, one.tie_step) for one in counted.entries]


def test_one_entry_worked_by_hand() -> None:
    counted = count(SMALL, [an_entry()], THREE_SHEETS)
    assert counted == Count(
        (
            EntryCount(
                entry="CS-1",
                variant="agri",
                province="Cà Mau",
                sheets=3,
                criteria={
                    "A": Fraction(40, 3),
                    "A1": Fraction(11, 2),
                    "A2": Fraction(47, 6),
                    "B": Fraction(133, 12),
                    "C": Fraction(4),
                },
                total=Fraction(341, 12),
                printed_total="28.42",
                rank=1,
                outcome=Outcome.HONOURED,
                tie_step=None,
                working=(
                    f"A1. Doanh thu: 1.620.000.000 đồng/năm, thuộc khung {MIDDLE_BAND}: 5,5 điểm.",
                    "C. Khen thưởng: Bằng khen cấp tỉnh: 4 điểm.",
                    "Các tiêu chí do giám khảo chấm: trung bình cộng của 3 phiếu hoàn chỉnh.",
                    "Tổng điểm: 28,42.",
                ),
            ),
        )
    )


def test_the_explanation_of_that_entry_holds_means_and_no_single_mark() -> None:
    counted = count(SMALL, [an_entry()], THREE_SHEETS)
    assert explain(SMALL, counted.entries[0]) == (
        "Hồ sơ CS-1 có 3 phiếu chấm hoàn chỉnh (thể lệ yêu cầu ít nhất 2 phiếu).",
        "A. Kinh doanh: 13,33/20 điểm (tổng các tiêu chí trong nhóm).",
        "A1. Doanh thu: 5,50/10 điểm (tính từ số liệu hồ sơ).",
        "A2. Tăng trưởng: 7,83/10 điểm (trung bình cộng của 3 phiếu).",
        "B. Quản trị: 11,08/16 điểm (trung bình cộng của 3 phiếu).",
        "C. Khen thưởng: 4,00/4 điểm (tính từ số liệu hồ sơ).",
        "Tổng điểm: 28,42, làm tròn một lần đến 2 chữ số thập phân (nửa làm tròn lên).",
        "Xếp thứ 1 theo tổng điểm đã làm tròn.",
        "Đạt điểm sàn 20 và trong số 2 hồ sơ đứng đầu: thuộc danh sách đề nghị tôn vinh.",
    )


def test_every_outcome_in_one_season() -> None:
    entries = [an_entry(code) for code in ("CS-1", "CS-2", "CS-3", "CS-4", "CS-5")]
    entries.append(an_entry("PN-6", variant="non_agri"))
    full = {"A2": "10", "B": "16"}
    sheets = [a_sheet("CS-1", judge, **full) for judge in (1, 2)]
    sheets += [a_sheet("CS-2", judge, A2=9, B=16) for judge in (1, 2)]
    sheets += [a_sheet("CS-3", judge, A2=10, B=15) for judge in (1, 2)]
    sheets += [a_sheet("CS-4", judge, A2=5, B=5) for judge in (1, 2)]
    sheets += [a_sheet("CS-5", 1, **full), a_sheet("CS-5", 2, A2=10, B=None)]
    sheets += [a_sheet("PN-6", judge, A=24, B=16) for judge in (1, 2)]
    assert outcomes(count(SMALL, entries, sheets)) == [
        ("PN-6", "40.00", 1, "honoured", None),
        ("CS-1", "35.50", 2, "honoured", None),
        ("CS-3", "34.50", 3, "not_honoured", "Điểm nhóm A"),
        ("CS-2", "34.50", 4, "not_honoured", "Điểm nhóm A"),
        ("CS-4", "19.50", 5, "below_floor", None),
        ("CS-5", "35.50", None, "not_counted", None),
    ]


def test_totals_that_print_alike_are_equal_though_they_differ_exactly() -> None:
    entries = [an_entry("CS-1"), an_entry("CS-2")]
    lower = [a_sheet("CS-1", 1, A2=8, B=8), a_sheet("CS-1", 2, A2=8, B=8), a_sheet("CS-1", 3, A2=8, B="8.25")]
    thirds = replace(SMALL, rounding=replace(SMALL.rounding, digits=0))
    higher = [a_sheet("CS-2", judge, A2="7.5", B="8.75") for judge in (1, 2, 3)]
    counted = count(thirds, entries, lower + higher)
    assert [(one.entry, one.total, one.printed_total, one.tie_step) for one in counted.entries] == [
        ("CS-1", Fraction(307, 12), "26", "Điểm nhóm A"),
        ("CS-2", Fraction(103, 4), "26", "Điểm nhóm A"),
    ]


@pytest.mark.parametrize(
    ("entries", "sheets", "sentence"),
    [
        ([an_entry(), an_entry()], [], "Mã hồ sơ CS-1 xuất hiện hai lần."),
        ([an_entry(variant="khác")], [], "Hồ sơ CS-1 thuộc bảng “khác” không có trong thể lệ."),
        (
            [an_entry()],
            [a_sheet("CS-9", 1, A2=1, B=1)],
            "Có phiếu chấm cho hồ sơ CS-9 không có trong danh sách.",
        ),
        (
            [an_entry()],
            [a_sheet("CS-1", 1, A2=1, B=1), a_sheet("CS-1", 1, A2=2, B=1)],
            "Giám khảo số 1 có hai phiếu cho hồ sơ CS-1.",
        ),
        (
            [an_entry()],
            [a_sheet("CS-1", 4, A2=11, B=1)],
            "Phiếu của giám khảo số 4 cho hồ sơ CS-1 không hợp lệ: “Tăng trưởng”: điểm không được lớn hơn 10.",
        ),
        (
            [an_entry()],
            [a_sheet("CS-1", 4, A2=None, B=1, X=3)],
            "Phiếu của giám khảo số 4 cho hồ sơ CS-1 không hợp lệ: “X” không phải là tiêu chí do giám khảo chấm.",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused(entries: list[Entry], sheets: list[Sheet], sentence: str) -> None:
    with pytest.raises(ScoringError) as refused:
        count(SMALL, entries, sheets)
    assert str(refused.value) == sentence


@given(seasons(), st.data())
def test_the_order_of_entries_and_sheets_never_matters(season: Season, data: st.DataObject) -> None:
    entries, sheets = season
    shuffled = data.draw(st.permutations(entries)), data.draw(st.permutations(sheets))
    assert count(SMALL, *shuffled) == count(SMALL, entries, sheets)


@given(seasons())
def test_counting_every_sheet_twice_changes_neither_points_nor_ranks(season: Season) -> None:
    entries, sheets = season
    enough = [sheet for sheet in sheets if sheet.judge < 2]
    again = [replace(sheet, judge=sheet.judge + 100) for sheet in enough]
    everybody = replace(SMALL, aggregation=replace(SMALL.aggregation, minimum_sheets=1))
    once, twice = count(everybody, entries, enough), count(everybody, entries, enough + again)
    assert outcomes(once) == outcomes(twice)
    assert [one.criteria for one in once.entries] == [one.criteria for one in twice.entries]


@given(seasons())
def test_the_means_are_those_of_plain_division(season: Season) -> None:
    entries, sheets = season
    for one in count(SMALL, entries, sheets).entries:
        variant = SMALL.variant(one.variant)
        complete = [
            sheet
            for sheet in sheets
            if sheet.entry == one.entry and not check_marks(variant, sheet.marks, complete=True)
        ]
        assert one.sheets == len(complete)
        for criterion in judged_criteria(variant):
            marks = [sheet.marks[criterion.key] or Fraction(0) for sheet in complete]
            assert one.criteria[criterion.key] == (sum(marks, Fraction(0)) / len(marks) if marks else 0)
        assert one.total == sum(one.criteria[root.key] for root in variant.criteria)
        assert 0 <= one.total <= SMALL.max_total.value


@given(seasons(), st.data())
def test_a_higher_mark_never_lowers_the_rank(season: Season, data: st.DataObject) -> None:
    entries, sheets = season
    before = {one.entry: one for one in count(SMALL, entries, sheets).entries}
    raisable = [
        (place, key)
        for place, sheet in enumerate(sheets)
        for key, mark in sheet.marks.items()
        if mark is not None
        and not check_marks(SMALL.variant(before[sheet.entry].variant), {key: mark + Fraction(1, 2)}, complete=False)
    ]
    if not raisable:
        return
    place, key = data.draw(st.sampled_from(raisable))
    old = sheets[place]
    raised = [*sheets]
    raised[place] = replace(old, marks={**old.marks, key: (old.marks[key] or Fraction(0)) + Fraction(1, 2)})
    after = {one.entry: one for one in count(SMALL, entries, raised).entries}
    assert after[old.entry].total >= before[old.entry].total
    assert (after[old.entry].rank or 0) <= (before[old.entry].rank or 0)


@given(st.lists(st.integers(0, 8), min_size=2, max_size=8), st.integers(0, 8))
def test_adding_the_same_points_to_everybody_shifts_totals_and_reorders_nobody(marks: list[int], more: int) -> None:
    entries = [an_entry(f"CS-{number}") for number in range(len(marks))]

    def counted(extra: int) -> Count:
        return count(
            SMALL,
            entries,
            [
                a_sheet(f"CS-{number}", judge, A2=5, B=mark + extra)
                for number, mark in enumerate(marks)
                for judge in (1, 2)
            ],
        )

    before, after = counted(0), counted(more)
    assert [one.entry for one in after.entries] == [one.entry for one in before.entries]
    assert [one.total - more for one in after.entries] == [one.total for one in before.entries]


@given(seasons())
def test_honours_never_exceed_the_total_and_follow_the_ranks(season: Season) -> None:
    counted = count(SMALL, *season)
    ranked = [one for one in counted.entries if one.rank is not None]
    assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
    honoured = [one.rank for one in ranked if one.outcome == Outcome.HONOURED]
    assert honoured == list(range(1, len(honoured) + 1))
    assert len(honoured) <= SMALL.decision.honours_total
    assert all(one.outcome == Outcome.NOT_COUNTED for one in counted.entries[len(ranked) :])
