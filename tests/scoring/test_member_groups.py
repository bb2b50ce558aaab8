"""Experts and council are put together apart and weighed (invented weights: 3/5 and 2/5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.counting import EntryCount, count
from scoring.decision import Outcome
from scoring.errors import ScoringError
from scoring.levels import Aggregation, MemberGroup, Spread
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from tests.scoring.world import SMALL, a_sheet, an_entry, with_level


def a_group(key: str, weight: str, minimum: int = 1) -> MemberGroup:
    return MemberGroup(key=key, label=key, weight=Fraction(weight), minimum_sheets=minimum, origin="tự đặt")


GROUPS = (a_group("experts", "3/5"), a_group("council", "2/5", 2))
WEIGHED = with_level(
    SMALL, aggregation=Aggregation(method="mean", minimum_sheets=3, member_groups=GROUPS, origin="tự đặt")
)


def by(group: str, judges: Iterable[int], **marks: str | int | None) -> list[Sheet]:
    return [replace(a_sheet("CS-1", judge, **marks), group=group) for judge in judges]


def counted(sheets: list[Sheet], book: Rulebook = WEIGHED) -> EntryCount:
    return count(book, [an_entry()], sheets).entries[0]


def test_the_means_of_the_groups_are_weighed_not_those_of_the_sheets() -> None:
    sheets = by("experts", [1], A2=10, B=16) + by("council", [2, 3], A2=5, B=6) + by("council", [4], A2=5, B=9)
    result = counted(sheets)
    # A2: 10 × 3/5 + 5 × 2/5 = 8; B: 16 × 3/5 + 7 × 2/5 = 12,4.
    assert (result.criteria["A2"], result.criteria["B"]) == (8, Fraction("12.4"))
    assert (result.sheets, result.rank) == (4, 1)


def test_a_group_that_is_not_there_gives_its_weight_to_the_others_and_the_entry_is_not_ranked() -> None:
    result = counted(by("council", [1, 2, 3], A2=5, B=6))
    assert (result.criteria["A2"], result.criteria["B"]) == (5, 6)
    assert (result.rank, result.outcome) == (None, Outcome.NOT_COUNTED)


def test_of_three_groups_two_that_are_there_keep_their_proportion() -> None:
    three = (a_group("experts", "1/2"), a_group("council", "1/4"), a_group("press", "1/4"))
    book = with_level(WEIGHED, aggregation=replace(WEIGHED.level().aggregation, member_groups=three))
    result = counted(by("experts", [1], A2=9, B=12) + by("press", [2, 3], A2=3, B=6), book)
    assert (result.criteria["A2"], result.criteria["B"]) == (7, 10)
    assert result.outcome == Outcome.NOT_COUNTED


@pytest.mark.parametrize(
    ("experts", "council", "ranked"), [(1, 2, True), (2, 1, False), (1, 1, False), (0, 3, False), (3, 0, False)]
)
def test_each_group_needs_its_own_sheets_and_all_together_theirs(experts: int, council: int, ranked: bool) -> None:
    sheets = by("experts", range(experts), A2=10, B=16) + by("council", range(10, 10 + council), A2=10, B=16)
    assert (counted(sheets).rank == 1) == ranked


def test_an_abstaining_expert_is_not_a_sheet_of_the_experts() -> None:
    abstained = Sheet(entry="CS-1", judge=1, group="experts", marks={}, abstained=True)
    result = counted([abstained, *by("council", [2, 3, 4], A2=5, B=6)])
    assert (result.sheets, result.outcome) == (3, Outcome.NOT_COUNTED)
    assert [(share.judge, share.group, share.use) for share in result.shares] == [
        (1, "experts", "abstained"),
        (2, "council", "counted"),
        (3, "council", "counted"),
        (4, "council", "counted"),
    ]


@pytest.mark.parametrize("group", ["", "press"])
def test_a_sheet_of_a_group_the_rules_do_not_know_is_refused(group: str) -> None:
    with pytest.raises(ScoringError) as refused:
        counted(by(group, [7], A2=5, B=6))
    assert str(refused.value) == f"Phiếu của giám khảo số 7 cho hồ sơ CS-1 thuộc nhóm “{group}” không có trong thể lệ."


def test_where_no_groups_are_weighed_the_group_of_a_sheet_means_nothing() -> None:
    result = counted(by("experts", [1], A2=10, B=16) + by("council", [2], A2=5, B=6), SMALL)
    assert (result.criteria["A2"], [share.group for share in result.shares]) == (Fraction(15, 2), ["", ""])


def test_the_highest_and_lowest_are_dropped_in_each_group_by_itself() -> None:
    groups = (a_group("experts", "3/5", 3), a_group("council", "2/5", 3))
    rule = Aggregation(method="trimmed_mean", trim=1, minimum_sheets=6, member_groups=groups, origin="tự đặt")
    marks = {"experts": [(1, 10), (2, 4), (3, 7)], "council": [(4, 0), (5, 1), (6, 8)]}
    sheets = [
        sheet for group, given in marks.items() for judge, a2 in given for sheet in by(group, [judge], A2=a2, B=0)
    ]
    result = counted(sheets, with_level(SMALL, aggregation=rule))
    assert result.criteria["A2"] == Fraction(3, 5) * 7 + Fraction(2, 5) * 1
    assert [share.judge for share in result.shares if share.use == "counted"] == [3, 5]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=5), st.lists(st.integers(0, 20), min_size=2, max_size=5))
def test_equal_groups_weigh_alike_however_many_sit_in_each(experts: list[int], council: list[int]) -> None:
    sheets = [
        replace(a_sheet("CS-1", judge, A2=str(Fraction(half, 2)), B=0), group=group)
        for judge, (group, half) in enumerate(
            [*(("experts", half) for half in experts), *(("council", half) for half in council)]
        )
    ]
    halves = (a_group("experts", "1/2"), a_group("council", "1/2"))
    rule = Aggregation(method="mean", minimum_sheets=1, member_groups=halves, origin="tự đặt")
    result = counted(sheets, with_level(SMALL, aggregation=rule))
    expected = Fraction(sum(experts), 4 * len(experts)) + Fraction(sum(council), 4 * len(council))
    assert result.criteria["A2"] == expected


def test_both_rounds_of_a_discussion_keep_the_group_of_each_sheet() -> None:
    spread = Spread(limit=Fraction(3), clause="Điều 9", origin="tự đặt")
    book = with_level(WEIGHED, spread=spread)
    first = by("experts", [1], A2=10, B=16) + by("council", [2, 3], A2=5, B=6)
    second = [replace(one, round=2) for one in by("experts", [1], A2=6, B=6) + by("council", [2, 3], A2=5, B=6)]
    told = [(one.judge, one.group, one.round, one.use) for one in counted(first + second, book).shares]
    assert told == [
        (1, "experts", 1, "superseded"),
        (2, "council", 1, "superseded"),
        (3, "council", 1, "superseded"),
        (1, "experts", 2, "counted"),
        (2, "council", 2, "counted"),
        (3, "council", 2, "counted"),
    ]
