"""Bonus and penalty beside the table: points, caps, and what becomes of the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.adjustments import Bonus
from scoring.computed import ComputedMark, adjustment_marks
from scoring.counting import EntryCount, count
from scoring.criteria import OptionPoints
from scoring.entry import Entry
from scoring.rulebook import Rulebook
from tests.scoring.world import EVERY, SMALL, an_entry, sheets_of, with_variant

FOOD = EVERY.variant("food")


def a_product(
    *, traits: frozenset[str] | None = frozenset(), late: bool | None = False, form: str | None = None
) -> Entry:
    return Entry(
        code="SP-1",
        variant="food",
        province="Bến Tre",
        sets={} if traits is None else {"owner_traits": traits},
        flags={} if late is None else {"late": late},
        choices={} if form is None else {"form": form},
    )


def told(entry: Entry) -> list[tuple[str, Fraction | None, str]]:
    return [(mark.criterion, mark.points, mark.working) for mark in adjustment_marks(FOOD, entry, EVERY.figures)]


def test_a_bonus_is_positive_and_a_penalty_negative() -> None:
    assert adjustment_marks(FOOD, a_product(traits=frozenset({"women"}), late=True), EVERY.figures) == (
        ComputedMark(
            criterion="B1",
            label="Chủ thể ưu tiên",
            points=Fraction(2),
            max_points=Fraction(3),
            working="Phụ nữ 2: cộng 2 điểm.",
        ),
        ComputedMark(
            criterion="T1",
            label="Nộp chậm",
            points=Fraction(-5),
            max_points=Fraction(5),
            working="“Nộp báo cáo chậm” – có; cộng lại 6, mức trần 5: trừ 5 điểm.",
        ),
    )


def test_each_is_given_up_to_its_cap() -> None:
    assert told(a_product(traits=frozenset({"women", "ethnic"})))[0] == (
        "B1",
        3,
        "Phụ nữ 2; Người dân tộc thiểu số 1,5; cộng lại 3,5, mức trần 3: cộng 3 điểm.",
    )


def test_no_and_nothing_move_nothing_and_neither_does_what_is_not_known() -> None:
    assert told(a_product()) == [
        ("B1", 0, "Không có mục nào: cộng 0 điểm."),
        ("T1", 0, "“Nộp báo cáo chậm” – không: trừ 0 điểm."),
    ]
    assert told(a_product(traits=None, late=None)) == [
        ("B1", 0, "Chưa có thông tin: cộng 0 điểm."),
        ("T1", 0, "Chưa có thông tin: trừ 0 điểm."),
    ]


def test_points_for_the_one_answer_of_a_choice() -> None:
    points = tuple(OptionPoints(option=key, points=Fraction(given)) for key, given in (("coop", 1), ("union", 2)))
    bonus = Bonus(
        key="B2", label="Liên hiệp", figure="form", points=points, cap=Fraction(2), clause="Điều 7", origin="tự đặt"
    )
    (mark,) = adjustment_marks(replace(FOOD, adjustments=(bonus,)), a_product(form="union"), EVERY.figures)
    assert (mark.points, mark.working) == (2, "Liên hiệp 2: cộng 2 điểm.")


def a_book(kind: str, points: int, *, above: bool = False) -> Rulebook:
    """The small rulebook with a bonus or penalty for the entries that keep the law."""
    (bonus,) = (one for one in FOOD.adjustments if one.kind == kind)
    flagged = replace(bonus, figure="law_compliance", points=(), yes_points=Fraction(points), cap=Fraction(points))
    return replace(with_variant(SMALL, adjustments=(flagged,)), bonus_above_max=above)


def counted(book: Rulebook, total: int | str, flags: Mapping[str, bool] | None = None) -> EntryCount:
    # 5,5 điểm doanh thu và 4 điểm khen thưởng, cộng điểm của hai phiếu.
    return count(book, [an_entry(flags=flags)], sheets_of("CS-1", [total, total])).entries[0]


@pytest.mark.parametrize(
    ("kind", "points", "above", "sheet", "total"),
    [
        ("bonus", 3, False, "20", "32.50"),
        ("bonus", 3, False, "26", "38.50"),
        ("bonus", 6, False, "26", "40.00"),
        ("bonus", 6, True, "26", "41.50"),
        ("penalty", 3, False, "20", "26.50"),
        ("penalty", 30, False, "20", "0.00"),
        ("penalty", 30, True, "20", "0.00"),
    ],
)
def test_the_total_stays_between_nothing_and_the_maximum_unless_the_rules_let_a_bonus_go_above(
    kind: str, points: int, above: bool, sheet: str, total: str
) -> None:
    result = counted(a_book(kind, points, above=above), sheet)
    assert (result.base, result.printed_total) == (Fraction(sheet) + Fraction("9.5"), total)


def test_the_points_of_the_table_are_not_touched() -> None:
    with_bonus, without = counted(a_book("bonus", 3), "20"), counted(SMALL, "20")
    assert with_bonus.criteria == without.criteria
    assert (with_bonus.total - without.total, with_bonus.base) == (3, without.base)
    assert (with_bonus.adjustments, without.adjustments) == ({"B1": 3}, {})
