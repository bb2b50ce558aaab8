"""From sheets to points: mean, trimmed mean, median; missing is not zero and not an abstention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.counting import EntryCount, count
from scoring.criteria import Group
from scoring.decision import Outcome
from scoring.errors import ScoringError
from scoring.levels import Aggregation
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from scoring.tally import Share
from tests.scoring.world import EVERY, SMALL, a_sheet, an_entry, sheets_of, with_level

FULL = {"A2": Fraction(10), "B": Fraction(16)}


def a_book(method: Any = "mean", *, over: Any = "sheet", trim: int = 0, minimum: int = 1) -> Rulebook:
    rule = Aggregation(method=method, over=over, trim=trim, minimum_sheets=minimum, origin="tự đặt")
    return with_level(SMALL, aggregation=rule)


def counted(book: Rulebook, sheets: Sequence[Sheet]) -> EntryCount:
    return count(book, [an_entry()], sheets).entries[0]


def judged(result: EntryCount) -> tuple[Fraction, Fraction]:
    return result.criteria["A2"], result.criteria["B"]


def uses(result: EntryCount) -> list[tuple[int, str]]:
    return [(share.judge, share.use) for share in result.shares]


SPREAD_OUT = [
    a_sheet("CS-1", 1, A2=0, B=16),
    a_sheet("CS-1", 2, A2=10, B=1),
    a_sheet("CS-1", 3, A2=6, B=8),
    a_sheet("CS-1", 4, A2=9, B=9),
]


@pytest.mark.parametrize(
    ("method", "over", "trim", "points", "used"),
    [
        ("mean", "sheet", 0, ("25/4", "17/2"), "1234"),
        # Tổng các phiếu: 16, 11, 14, 18; bỏ phiếu 2 và phiếu 4.
        ("trimmed_mean", "sheet", 1, ("3", "12"), "13"),
        ("median", "sheet", 0, ("3", "12"), "13"),
        # Từng tiêu chí: A2 còn 6 và 9; B còn 8 và 9.
        ("trimmed_mean", "criterion", 1, ("15/2", "17/2"), "1234"),
        ("median", "criterion", 0, ("15/2", "17/2"), "1234"),
        ("mean", "criterion", 0, ("25/4", "17/2"), "1234"),
    ],
)
def test_each_way_of_putting_four_sheets_together(
    method: str, over: str, trim: int, points: tuple[str, str], used: str
) -> None:
    result = counted(a_book(method, over=over, trim=trim, minimum=max(1, 2 * trim + 1)), SPREAD_OUT)
    assert judged(result) == tuple(map(Fraction, points))
    assert uses(result) == [(judge, "counted" if str(judge) in used else "dropped") for judge in range(1, 5)]


def test_an_odd_median_is_the_sheet_in_the_middle() -> None:
    result = counted(a_book("median"), SPREAD_OUT[:3])
    assert (judged(result), uses(result)) == ((6, 8), [(1, "dropped"), (2, "dropped"), (3, "counted")])


def test_five_sheets_trimmed_by_one_keep_three_and_their_median_only_one() -> None:
    sheets = sheets_of("CS-1", [4, 10, 12, 20, 26])
    kept, median = counted(a_book("trimmed_mean", trim=1, minimum=3), sheets), counted(a_book("median"), sheets)
    assert [judge for judge, use in uses(kept) if use == "counted"] == [2, 3, 4]
    assert [judge for judge, use in uses(median) if use == "counted"] == [3]


def test_equal_totals_at_the_cut_count_in_equal_parts_so_that_no_judges_number_decides() -> None:
    # Ba phiếu cùng 10 điểm: phiếu ở giữa là một phần ba của mỗi phiếu; A2 = (9 + 8 + 6) / 3, B = (1 + 2 + 4) / 3.
    marks = [(9, 1), (8, 2), (6, 4)]
    for order in ([1, 2, 3], [3, 1, 2]):
        sheets = [a_sheet("CS-1", judge, A2=a2, B=b) for judge, (a2, b) in zip(order, marks, strict=True)]
        result = counted(a_book("trimmed_mean", trim=1, minimum=3), sheets)
        assert judged(result) == (Fraction(23, 3), Fraction(7, 3))
        assert uses(result) == [(judge, "shared") for judge in (1, 2, 3)]
    # Hai phiếu thấp nhất cùng 10 điểm: một bị bỏ, nên mỗi phiếu tính một nửa, cùng với phiếu 12 điểm.
    four = [a_sheet("CS-1", judge, A2=a2, B=b) for judge, (a2, b) in enumerate([(9, 1), (5, 5), (6, 6), (10, 16)], 1)]
    result = counted(a_book("trimmed_mean", trim=1, minimum=3), four)
    assert judged(result) == (Fraction(13, 2), Fraction(9, 2))
    assert uses(result) == [(1, "shared"), (2, "shared"), (3, "counted"), (4, "dropped")]


@pytest.mark.parametrize(("sheets", "kept"), [(1, "1"), (2, "12"), (3, "2"), (4, "23")])
def test_too_few_sheets_to_trim_keep_the_middle_and_are_not_ranked(sheets: int, kept: str) -> None:
    cast = sheets_of("CS-1", range(20, 20 + sheets))
    result = counted(a_book("trimmed_mean", trim=2, minimum=5), cast)
    assert [judge for judge, use in uses(result) if use == "counted"] == [int(judge) for judge in kept]
    assert (result.rank, result.outcome) == (None, Outcome.NOT_COUNTED)


# ---------------------------------------------------------------- Thiếu không phải là 0, cũng không phải là không chấm


def test_a_missing_mark_is_not_nought_and_an_abstention_is_neither() -> None:
    two = sheets_of("CS-1", [20, 22])
    with_nought = [*two, a_sheet("CS-1", 3, A2=0, B=0)]
    with_gap = [*two, a_sheet("CS-1", 3, A2=0, B=None)]
    without_a_word = [*two, a_sheet("CS-1", 3, A2=0)]
    abstaining = [*two, Sheet(entry="CS-1", judge=3, marks={}, abstained=True)]
    results = [counted(SMALL, sheets) for sheets in (two, with_nought, with_gap, without_a_word, abstaining)]
    assert [(one.printed_total, one.sheets, one.shares[2:]) for one in results] == [
        ("30.50", 2, ()),
        ("23.50", 3, (a_share("counted", 0),)),
        ("30.50", 2, (a_share("incomplete"),)),
        ("30.50", 2, (a_share("incomplete"),)),
        ("30.50", 2, (a_share("abstained"),)),
    ]


def a_share(use: str, total: int | None = None) -> Share:
    return Share(judge=3, group="", round=1, total=None if total is None else Fraction(total), use=use)


def test_an_incomplete_sheet_does_not_help_to_reach_the_minimum() -> None:
    result = counted(SMALL, [a_sheet("CS-1", 1, A2=10, B=16), a_sheet("CS-1", 2, A2=10, B=None)])
    assert (result.sheets, result.rank, result.outcome) == (1, None, Outcome.NOT_COUNTED)


def test_without_any_sheet_the_computed_points_stand_alone_and_nothing_is_ranked() -> None:
    result = counted(SMALL, [])
    assert (result.printed_total, result.sheets, result.spread, result.shares) == ("9.50", 0, None, ())
    assert result.round == 1
    assert (result.rank, result.outcome) == (None, Outcome.NOT_COUNTED)


def test_a_table_computed_in_full_needs_no_judge() -> None:
    variant = EVERY.variant("food")
    group = variant.criteria[0]
    assert isinstance(group, Group)
    computed = replace(group, max_points=Fraction(8), children=(variant.criterion("P1a"),))
    level = replace(
        EVERY.levels[-1],
        aggregation=Aggregation(method="mean", minimum_sheets=0, origin="tự đặt"),
        meeting=None,
        decision=replace(EVERY.levels[-1].decision, floor=None, tiers=()),
    )
    ranking = replace(EVERY.ranking, tie_breaks=EVERY.ranking.tie_breaks[-1:])
    book = replace(
        EVERY,
        variants=(replace(variant, criteria=(computed,), eligibility=(), adjustments=()),),
        levels=(level,),
        ranking=ranking,
        max_total=replace(EVERY.max_total, value=Fraction(8)),
    )
    entry = replace(an_entry(), variant="food", series={"revenue": {0: Fraction(3000)}})
    result = count(book, [entry], []).entries[0]
    assert (result.printed_total, result.rank, result.sheets) == ("5.00", 1, 0)


# ---------------------------------------------------------------- Điểm không hợp lệ


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [
        ({"A2": 11, "B": 1}, "“Tăng trưởng”: điểm không được lớn hơn 10."),
        ({"A2": -1, "B": 1}, "“Tăng trưởng”: điểm không được nhỏ hơn 0."),
        ({"A2": "1/3", "B": 1}, "“Tăng trưởng”: điểm phải theo bước 0,5 (ví dụ 0,5; 10)."),
        ({"A2": "0.25", "B": 1}, "“Tăng trưởng”: điểm phải theo bước 0,5 (ví dụ 0,5; 10)."),
        ({"A2": None, "B": 17}, "“Quản trị”: điểm không được lớn hơn 16."),
        ({"A2": 1, "B": 1, "C": 4}, "“C” không phải là tiêu chí do giám khảo chấm."),
        ({"A2": 1, "C": None}, "“C” không phải là tiêu chí do giám khảo chấm."),
        ({"A2": 11, "B": 17}, "“Tăng trưởng”: điểm không được lớn hơn 10. “Quản trị”: điểm không được lớn hơn 16."),
    ],
)
def test_a_sheet_with_a_mark_that_may_not_stand_is_refused(marks: dict[str, str | int | None], sentence: str) -> None:
    with pytest.raises(ScoringError) as refused:
        counted(SMALL, [a_sheet("CS-1", 4, **marks)])
    assert str(refused.value) == f"Phiếu của giám khảo số 4 cho hồ sơ CS-1 không hợp lệ: {sentence}"


def test_one_mark_object_may_stand_in_many_sheets_and_is_judged_by_each_criterion_for_itself() -> None:
    eight, eleven = Fraction(8), Fraction(11)
    sheets = [
        Sheet(entry="CS-1", judge=judge, marks={"A2": eight, "B": mark}) for judge, mark in ((1, eight), (2, eleven))
    ]
    assert judged(counted(SMALL, sheets)) == (8, Fraction("9.5"))
    with pytest.raises(ScoringError):
        counted(SMALL, [*sheets, Sheet(entry="CS-1", judge=3, marks={"A2": eleven, "B": eleven})])


# ---------------------------------------------------------------- Quy luật

MARKS = st.lists(
    st.tuples(st.integers(0, 20).map(lambda n: Fraction(n, 2)), st.integers(0, 64).map(lambda n: Fraction(n, 4))),
    min_size=1,
    max_size=9,
)
BOOKS = st.sampled_from(
    [
        a_book("mean"),
        a_book("median"),
        a_book("median", over="criterion"),
        a_book("trimmed_mean", trim=1, minimum=3),
        a_book("trimmed_mean", over="criterion", trim=2, minimum=5),
    ]
)


def cast(marks: Sequence[tuple[Fraction, Fraction]]) -> list[Sheet]:
    return [
        Sheet(entry="CS-1", judge=judge, marks={"A2": first, "B": second})
        for judge, (first, second) in enumerate(marks, 1)
    ]


@given(MARKS)
def test_the_mean_and_the_median_are_those_of_the_standard_library(marks: list[tuple[Fraction, Fraction]]) -> None:
    columns = list(zip(*marks, strict=True))
    assert judged(counted(a_book("mean"), cast(marks))) == tuple(mean(column) for column in columns)
    assert judged(counted(a_book("median", over="criterion"), cast(marks))) == tuple(map(median, columns))


@given(BOOKS, MARKS, st.randoms(use_true_random=False))
def test_the_order_of_the_sheets_never_matters(
    book: Rulebook, marks: list[tuple[Fraction, Fraction]], random: Any
) -> None:
    sheets = cast(marks)
    shuffled = random.sample(sheets, len(sheets))
    assert counted(book, shuffled) == counted(book, sheets)


@given(MARKS)
def test_adding_a_sheet_with_full_marks_never_lowers_a_mean(marks: list[tuple[Fraction, Fraction]]) -> None:
    sheets = cast(marks)
    before, after = (
        counted(a_book("mean"), sheets + more) for more in ([], [Sheet(entry="CS-1", judge=99, marks=FULL)])
    )
    assert all(after.criteria[key] >= before.criteria[key] for key in before.criteria)
    assert after.total >= before.total


@given(BOOKS, MARKS)
def test_every_statistic_lies_between_the_lowest_and_the_highest_mark(
    book: Rulebook, marks: list[tuple[Fraction, Fraction]]
) -> None:
    for points, column in zip(judged(counted(book, cast(marks))), zip(*marks, strict=True), strict=True):
        assert min(column) <= points <= max(column)


@given(BOOKS, MARKS, st.data())
def test_a_higher_mark_never_lowers_a_total_counted_by_criterion(
    book: Rulebook, marks: list[tuple[Fraction, Fraction]], data: st.DataObject
) -> None:
    by_criterion = with_level(book, aggregation=replace(book.level().aggregation, over="criterion"))
    place = data.draw(st.integers(0, len(marks) - 1))
    raised = [*marks]
    raised[place] = (min(marks[place][0] + 1, Fraction(10)), marks[place][1])
    assert counted(by_criterion, cast(raised)).total >= counted(by_criterion, cast(marks)).total
