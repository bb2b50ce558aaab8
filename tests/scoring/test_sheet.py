"""Marks a judge may give."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.criteria import computed_in, judged_in, walk
from scoring.reading import read_rulebook
from scoring.sheet import MarkProblem, check_marks, check_reasons, reason_asked
from tests.scoring.world import EVERY, EVERY_TEXT, SMALL, changed

AGRI = SMALL.variant("agri")
JUSTIFIED = read_rulebook(
    changed(EVERY_TEXT, ("step = 0.5\n", "step = 0.5\njustify_below = 5\njustify_above = 28.5\n"))
).variant("food")
LOW = MarkProblem("Q1", "“Cảm quan”: điểm từ 5 điểm trở xuống phải ghi lý do (ít nhất 3 từ).")
HIGH = MarkProblem("Q1", "“Cảm quan”: điểm từ 28,5 điểm trở lên phải ghi lý do (ít nhất 3 từ).")


def problems_of(*, complete: bool = True, **marks: str | None) -> tuple[MarkProblem, ...]:
    exact = {key: None if mark is None else Fraction(mark) for key, mark in marks.items()}
    return check_marks(AGRI, exact, complete=complete)


def test_a_judge_marks_the_expert_criteria_in_the_tables_order_and_no_other() -> None:
    assert [criterion.key for criterion in judged_in(AGRI.criteria)] == ["A2", "B"]
    table = EVERY.variant("food").criteria
    assert [criterion.key for criterion in judged_in(table)] == ["Q1", "Q2"]
    assert [criterion.key for criterion in computed_in(table)] == ["P1a", "P1b", "P1c", "P2", "P3", "Q3", "Q4"]


def test_the_most_a_criterion_gives_is_told_the_vietnamese_way() -> None:
    assert [criterion.most for criterion in walk(AGRI.criteria)] == ["20", "10", "10", "16", "4"]
    assert replace(AGRI.criteria[1], max_points=Fraction("1234.5")).most == "1.234,5"


@pytest.mark.parametrize(("growth", "governance"), [("0", "0"), ("10", "16"), ("7.5", "3.25")])
def test_marks_on_the_scale_and_step_stand(growth: str, governance: str) -> None:
    assert problems_of(A2=growth, B=governance) == ()


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        ("-0.5", "“Tăng trưởng”: điểm không được nhỏ hơn 0."),
        ("10.5", "“Tăng trưởng”: điểm không được lớn hơn 10."),
        ("7.25", "“Tăng trưởng”: điểm phải theo bước 0,5 (ví dụ 0,5; 10)."),
        ("1/3", "“Tăng trưởng”: điểm phải theo bước 0,5 (ví dụ 0,5; 10)."),
        (None, "Chưa chấm tiêu chí “Tăng trưởng” (từ 0 đến 10 điểm)."),
    ],
)
def test_a_mark_that_may_not_stand_gets_its_sentence(mark: str | None, sentence: str) -> None:
    assert problems_of(A2=mark, B="16") == (MarkProblem("A2", sentence),)


def test_a_draft_may_have_gaps_but_no_wrong_marks() -> None:
    assert problems_of(complete=False) == ()
    assert problems_of(complete=False, A2="11") == (MarkProblem("A2", "“Tăng trưởng”: điểm không được lớn hơn 10."),)


def test_a_judge_gives_no_mark_that_is_computed_or_unknown() -> None:
    assert problems_of(A1="5", A2="5", B="5", X="1") == (
        MarkProblem("A1", "“A1” không phải là tiêu chí do giám khảo chấm."),
        MarkProblem("X", "“X” không phải là tiêu chí do giám khảo chấm."),
    )


@pytest.mark.parametrize(
    ("mark", "reason", "problems"),
    [
        ("5", "", (LOW,)),
        ("0", "Mùi  lạ", (LOW,)),
        ("5", "Mẫu có mùi lạ.", ()),
        ("5.5", "", ()),
        ("28", "", ()),
        ("28.5", " \n ", (HIGH,)),
        ("30", "Vượt mọi mẫu khác", ()),
        (None, "", ()),
    ],
)
def test_a_mark_at_either_end_asks_for_a_reason_of_a_few_words(
    mark: str | None, reason: str, problems: tuple[MarkProblem, ...]
) -> None:
    marks = {"Q1": None if mark is None else Fraction(mark), "Q2": Fraction(0)}
    assert check_reasons(JUSTIFIED, marks, {"Q1": reason} if reason else {}) == problems


def test_a_criterion_without_limits_never_asks_for_a_reason() -> None:
    criterion = judged_in(JUSTIFIED.criteria)[1]
    assert [reason_asked(criterion, mark) for mark in (None, Fraction(0), criterion.max_points)] == [None] * 3


@given(st.fractions(min_value=-1, max_value=17))
def test_a_mark_stands_exactly_when_it_is_a_whole_number_of_steps_on_the_scale(mark: Fraction) -> None:
    stands = not check_marks(AGRI, {"B": mark}, complete=False)
    assert stands == (mark in {Fraction(number, 4) for number in range(65)})
