"""Marks a judge may give, and marks that follow from the dossier."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.criteria import Banded
from scoring.sheet import ComputedMark, MarkProblem, check_marks, computed_marks, judged_criteria
from tests.scoring.world import SMALL, an_entry

AGRI = SMALL.variant("agri")


def problems_of(*, complete: bool = True, **marks: str | None) -> tuple[MarkProblem, ...]:
    exact = {key: None if mark is None else Fraction(mark) for key, mark in marks.items()}
    return check_marks(AGRI, exact, complete=complete)


def test_a_judge_marks_the_expert_criteria_in_the_tables_order() -> None:
    assert [criterion.key for criterion in judged_criteria(AGRI)] == ["A2", "B"]


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


def test_computed_marks_show_their_working() -> None:
    assert computed_marks(AGRI, an_entry(), SMALL.figures) == (
        ComputedMark(
            criterion="A1",
            label="Doanh thu",
            points=Fraction(11, 2),
            max_points=Fraction(10),
            working="1.620.000.000 đồng/năm, thuộc khung từ 1.000.000.000 đến dưới 5.000.000.000: 5,5 điểm.",
        ),
        ComputedMark(
            criterion="C",
            label="Khen thưởng",
            points=Fraction(4),
            max_points=Fraction(4),
            working="Bằng khen cấp tỉnh: 4 điểm.",
        ),
    )


def test_a_missing_figure_gives_no_mark() -> None:
    marks = computed_marks(AGRI, an_entry(revenue={-1: 5}, honour=None))
    assert [(mark.criterion, mark.points, mark.working) for mark in marks] == [
        ("A1", None, "Chưa có số liệu nên chưa có điểm."),
        ("C", None, "Chưa có thông tin nên chưa có điểm."),
    ]


@pytest.mark.parametrize(
    ("revenue", "points"),
    [
        (-5, "0"),
        (999_999_999, "0"),
        (1_000_000_000, "11/2"),
        (4_999_999_999, "11/2"),
        (5_000_000_000, "10"),
        (10**15, "10"),
    ],
)
def test_a_band_includes_its_lower_limit_and_excludes_its_upper(revenue: int, points: str) -> None:
    assert computed_marks(AGRI, an_entry(revenue={0: revenue}))[0].points == Fraction(points)


@given(st.fractions())
def test_exactly_one_band_holds_any_figure(value: Fraction) -> None:
    banded = AGRI.criterion("A1")
    assert isinstance(banded, Banded)
    holding = [
        band
        for band in banded.bands
        if (band.lower is None or value >= band.lower) and (band.upper is None or value < band.upper)
    ]
    assert holding == [banded.band_of(value)]


@given(st.fractions(min_value=-1, max_value=17))
def test_a_mark_stands_exactly_when_it_is_a_whole_number_of_steps_on_the_scale(mark: Fraction) -> None:
    stands = not check_marks(AGRI, {"B": mark}, complete=False)
    assert stands == (mark in {Fraction(number, 4) for number in range(65)})
