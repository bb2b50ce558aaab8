"""Points that follow from the dossier: each kind of criterion with its working."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.computed import ComputedMark, computed_mark, computed_marks
from scoring.criteria import Banded, Boolean, Computed, Growth, Lookup, OptionPoints, Ratio
from scoring.entry import Entry
from scoring.rounding import vietnamese_number
from scoring.scales import Band, Bands
from tests.scoring.world import EVERY, SMALL, an_entry

AGRI, FOOD = SMALL.variant("agri"), EVERY.variant("food")
FIGURES = {figure.key: figure for figure in EVERY.figures}
NO_FIGURE, NO_ANSWER = "Chưa có số liệu nên chưa có điểm.", "Chưa có thông tin nên chưa có điểm."
Years = Mapping[int, int | str | Fraction]


def an_answer(*, sets: Mapping[str, Iterable[str]] | None = None, **facts: Any) -> Entry:
    """An entry with these figures and answers and no other."""
    series: Mapping[str, Years] = facts.pop("series", {})
    return Entry(
        code="SP-1",
        variant="food",
        province="Bến Tre",
        series={key: {year: Fraction(value) for year, value in years.items()} for key, years in series.items()},
        sets={key: frozenset(held) for key, held in (sets or {}).items()},
        **facts,
    )


def told(criterion: str | Computed, entry: Entry) -> tuple[Fraction | None, str]:
    """Points and working of one criterion of the rulebook with every kind."""
    one: Any = FOOD.criterion(criterion) if isinstance(criterion, str) else criterion
    mark = computed_mark(one, entry, FIGURES)
    return mark.points, mark.working


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


def test_without_the_rulebooks_figures_the_working_has_keys_and_no_units() -> None:
    assert [mark.working for mark in computed_marks(AGRI, an_entry())] == [
        "1.620.000.000, thuộc khung từ 1.000.000.000 đến dưới 5.000.000.000: 5,5 điểm.",
        "province: 4 điểm.",
    ]
    bare = computed_marks(FOOD, an_answer(flags={"traceable": True}, sets={"certificates": ["haccp"]}))
    assert [mark.working for mark in bare[-3:]] == ["haccp 3,5: 3,5 điểm.", NO_ANSWER, "Có: 4 điểm."]


def test_a_missing_figure_gives_no_mark_and_not_zero() -> None:
    marks = computed_marks(FOOD, an_answer(), EVERY.figures)
    assert [(mark.criterion, mark.points, mark.working) for mark in marks] == [
        ("P1a", None, NO_FIGURE),
        ("P1b", None, NO_FIGURE),
        ("P1c", None, NO_FIGURE),
        ("P2", None, NO_FIGURE),
        ("P3", None, NO_ANSWER),
        ("Q3", None, NO_ANSWER),
        ("Q4", None, NO_ANSWER),
    ]


def test_half_of_what_a_measure_needs_is_as_good_as_nothing() -> None:
    assert told("P1b", an_answer(series={"profit": {0: 5}})) == (None, NO_FIGURE)
    assert told("P1b", an_answer(series={"revenue": {0: 5}, "profit": {-1: 5}})) == (None, NO_FIGURE)
    assert told("P1c", an_answer(series={"revenue": {0: 5, -1: 5}})) == (None, NO_FIGURE)
    assert told("P1c", an_answer(series={"revenue": {-2: 5}})) == (None, NO_FIGURE)


# ---------------------------------------------------------------- Khung điểm


@pytest.mark.parametrize(
    ("billions", "points", "words"),
    [
        ("0.999", 4, "dưới 1.000.000.000"),
        ("1", 6, "từ 1.000.000.000 đến dưới 5.000.000.000"),
        ("4.999999999", 6, "từ 1.000.000.000 đến dưới 5.000.000.000"),
        ("5", 8, "từ 5.000.000.000 đến dưới 10.000.000.000"),
        ("10", 10, "từ 10.000.000.000 trở lên"),
        ("-3", 4, "dưới 1.000.000.000"),
    ],
)
def test_revenue_has_the_bands_of_the_circular(billions: str, points: int, words: str) -> None:
    # Thông tư 09/2017/TT-BNNPTNT: dưới 1 tỷ 4 điểm, 1 đến dưới 5 tỷ 6, 5 đến dưới 10 tỷ 8, từ 10 tỷ 10.
    limits = [None, 10**9, 5 * 10**9, 10**10, None]
    ends = [None if limit is None else Fraction(limit) for limit in limits]
    bands = tuple(
        Band(lower=lower, upper=upper, points=Fraction(given))
        for lower, upper, given in zip(ends, ends[1:], (4, 6, 8, 10), strict=False)
    )
    quantity = FOOD.criterion("P1a")
    assert isinstance(quantity, Banded)
    one = replace(quantity, max_points=Fraction(10), bands=bands)
    value = Fraction(billions) * 10**9
    mark = computed_mark(one, an_answer(series={"revenue": {0: value}}), {})
    assert mark.points == points
    assert mark.working == f"{vietnamese_number(value)}, thuộc khung {words}: {points} điểm."


def test_one_band_holds_everything() -> None:
    quantity = FOOD.criterion("P1a")
    assert isinstance(quantity, Banded)
    one = replace(quantity, bands=(Band(points=Fraction(8)),), year_offset=-3)
    assert told(one, an_answer(series={"revenue": {-3: -1}})) == (
        8,
        "-1 triệu đồng, thuộc khung mọi giá trị: 8 điểm.",
    )


@given(st.fractions())
def test_exactly_one_band_holds_any_figure(value: Fraction) -> None:
    banded = AGRI.criterion("A1")
    assert isinstance(banded, Banded)
    holding = [
        band
        for band in banded.bands
        if (band.lower is None or value >= band.lower) and (band.upper is None or value < band.upper)
    ]
    assert holding == [Bands(banded.bands).band(value)]


# ---------------------------------------------------------------- Tỷ lệ, tăng trưởng


@pytest.mark.parametrize(
    ("profit", "points", "working"),
    [
        (50, 3, "50 triệu đồng / 1.000 triệu đồng = 5%, thuộc khung từ 5 đến dưới 10: 3 điểm."),
        ("49.99", 0, "49,99 triệu đồng / 1.000 triệu đồng = 4,999%, thuộc khung dưới 5: 0 điểm."),
        (100, 6, "100 triệu đồng / 1.000 triệu đồng = 10%, thuộc khung từ 10 trở lên: 6 điểm."),
        (-20, 0, "-20 triệu đồng / 1.000 triệu đồng = -2%, thuộc khung dưới 5: 0 điểm."),
    ],
)
def test_a_ratio_in_percent_falls_into_a_band(profit: int | str, points: int, working: str) -> None:
    entry = an_answer(series={"profit": {0: profit}, "revenue": {0: 1000}})
    assert told("P1b", entry) == (points, working)


@pytest.mark.parametrize(
    ("customers", "points", "working"),
    [
        (0, "0", "0 người / 60 người = 0, theo tỷ lệ (từ 0,5 được 10 điểm): 0 điểm."),
        (10, "10/3", "10 người / 60 người = 0,17, theo tỷ lệ (từ 0,5 được 10 điểm): 3,333333 điểm."),
        (30, "10", "30 người / 60 người = 0,5, theo tỷ lệ (từ 0,5 được 10 điểm): 10 điểm."),
        (60, "10", "60 người / 60 người = 1, theo tỷ lệ (từ 0,5 được 10 điểm): 10 điểm."),
    ],
)
def test_a_plain_quotient_gives_points_in_proportion(customers: int, points: str, working: str) -> None:
    entry = an_answer(series={"customers": {0: customers}, "members": {0: 60}})
    assert told("P2", entry) == (Fraction(points), working)


@pytest.mark.parametrize("whole", [0, -5])
def test_nothing_is_divided_by_nothing_or_less(whole: int) -> None:
    assert told("P1b", an_answer(series={"profit": {0: 5}, "revenue": {0: whole}})) == (
        None,
        f"5 triệu đồng / {whole} triệu đồng: số chia phải lớn hơn 0 nên không tính được.",
    )
    assert told("P1c", an_answer(series={"revenue": {0: 5, -2: whole}})) == (
        None,
        f"{whole} → 5 triệu đồng: số gốc phải lớn hơn 0 nên không tính được mức tăng.",
    )


def test_the_least_that_can_be_divided_by_is_anything_above_nothing() -> None:
    least = Fraction(1, 1000)
    assert told("P1b", an_answer(series={"profit": {0: least}, "revenue": {0: least}}))[0] == 6
    assert told("P1c", an_answer(series={"revenue": {0: least, -2: least}}))[0] == 0


@pytest.mark.parametrize(
    ("now", "points", "working"),
    [
        (900, "0", "1.000 → 900 triệu đồng, giảm 10%, theo tỷ lệ (từ 20 được 6 điểm): 0 điểm."),
        (1000, "0", "1.000 → 1.000 triệu đồng, tăng 0%, theo tỷ lệ (từ 20 được 6 điểm): 0 điểm."),
        (1050, "1.5", "1.000 → 1.050 triệu đồng, tăng 5%, theo tỷ lệ (từ 20 được 6 điểm): 1,5 điểm."),
        (1200, "6", "1.000 → 1.200 triệu đồng, tăng 20%, theo tỷ lệ (từ 20 được 6 điểm): 6 điểm."),
        (9999, "6", "1.000 → 9.999 triệu đồng, tăng 899,9%, theo tỷ lệ (từ 20 được 6 điểm): 6 điểm."),
    ],
)
def test_growth_is_against_the_year_so_many_years_before(now: int, points: str, working: str) -> None:
    assert told("P1c", an_answer(series={"revenue": {0: now, -1: 1, -2: 1000}})) == (Fraction(points), working)


def test_growth_may_have_bands_too() -> None:
    growth = FOOD.criterion("P1c")
    assert isinstance(growth, Growth)
    bands = (Band(upper=Fraction(10), points=Fraction(2)), Band(lower=Fraction(10), points=Fraction(6)))
    one = replace(growth, years=1, full_at=None, bands=bands)
    assert told(one, an_answer(series={"revenue": {0: 110, -1: 100}})) == (
        6,
        "100 → 110 triệu đồng, tăng 10%, thuộc khung từ 10 trở lên: 6 điểm.",
    )


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_greater_part_never_gives_fewer_points(part: int, whole: int, more: int) -> None:
    ratio = FOOD.criterion("P2")
    assert isinstance(ratio, Ratio)
    less, greater = (
        told(ratio, an_answer(series={"customers": {0: value}, "members": {0: whole}}))[0]
        for value in (part, part + more)
    )
    assert less is not None
    assert greater is not None
    assert 0 <= less <= greater <= 10


# ---------------------------------------------------------------- Câu trả lời


@pytest.mark.parametrize(
    ("held", "points", "working"),
    [
        (["province"], 2, "Bằng khen cấp tỉnh: 2 điểm."),
        (["province", "ministry"], 4, "Bằng khen cấp bộ: 4 điểm (chỉ tính mức cao nhất)."),
        (["state", "ministry", "province"], 6, "Huân chương: 6 điểm (chỉ tính mức cao nhất)."),
        ([], 0, "Không có mục nào: 0 điểm."),
        (["ward"], None, NO_ANSWER),
    ],
)
def test_of_several_honours_only_the_highest_counts(held: list[str], points: int | None, working: str) -> None:
    assert told("Q3", an_answer(sets={"titles": held})) == (points, working)


def test_a_single_answer_gives_its_points() -> None:
    lookup = FOOD.criterion("Q3")
    assert isinstance(lookup, Lookup)
    points = (OptionPoints(option="coop", points=Fraction(3)), OptionPoints(option="union", points=Fraction(6)))
    one = replace(lookup, figure="form", points=points)
    assert told(one, an_answer(choices={"form": "coop"})) == (3, "Hợp tác xã: 3 điểm.")


@pytest.mark.parametrize(
    ("held", "points", "working"),
    [
        ([], "0", "Không có mục nào: 0 điểm."),
        (["haccp"], "3.5", "HACCP 3,5: 3,5 điểm."),
        (["organic", "vietgap"], "9", "VietGAP 4; Hữu cơ 5: 9 điểm."),
        (
            ["haccp", "organic", "vietgap"],
            "10",
            "VietGAP 4; Hữu cơ 5; HACCP 3,5; cộng lại 12,5, mức trần 10: 10 điểm.",
        ),
        (["unknown"], "0", "Không có mục nào: 0 điểm."),
    ],
)
def test_every_item_of_a_checklist_counts_up_to_the_maximum(held: list[str], points: str, working: str) -> None:
    assert told("P3", an_answer(sets={"certificates": held})) == (Fraction(points), working)


@pytest.mark.parametrize(
    ("when", "answer", "points", "working"),
    [
        (True, True, 4, "“Truy xuất được nguồn gốc” – có: 4 điểm."),
        (True, False, 0, "“Truy xuất được nguồn gốc” – không: 0 điểm."),
        (False, True, 0, "“Truy xuất được nguồn gốc” – có: 0 điểm."),
        (False, False, 4, "“Truy xuất được nguồn gốc” – không: 4 điểm."),
    ],
)
def test_yes_or_no_gives_all_or_nothing(when: bool, answer: bool, points: int, working: str) -> None:
    boolean = FOOD.criterion("Q4")
    assert isinstance(boolean, Boolean)
    assert told(replace(boolean, when=when), an_answer(flags={"traceable": answer})) == (points, working)


def test_a_measure_is_shown_with_two_decimals_unless_that_would_show_another_band() -> None:
    # 549.99 / 5500 is 9.9998 %: with two decimals it would read 10 %, which is the next band
    entries = [an_answer(series={"profit": {0: profit}, "revenue": {0: 5500}}) for profit in ("400", "549.99")]
    assert [told("P1b", entry) for entry in entries] == [
        (3, "400 triệu đồng / 5.500 triệu đồng = 7,27%, thuộc khung từ 5 đến dưới 10: 3 điểm."),
        (3, "549,99 triệu đồng / 5.500 triệu đồng = 9,999818%, thuộc khung từ 5 đến dưới 10: 3 điểm."),
    ]


def test_without_the_figures_words_the_answer_stands_alone() -> None:
    marks = [
        computed_mark(FOOD.criterion("Q4"), an_answer(flags={"traceable": answer}), {}) for answer in (True, False)
    ]  # type: ignore[arg-type]
    assert [mark.working for mark in marks] == ["Có: 4 điểm.", "Không: 0 điểm."]
