"""Two published assessments of cooperatives, typed in as TOML alone, counted by hand and by the engine."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.computed import ComputedMark, computed_marks
from scoring.criteria import Group, judged_in
from scoring.decision import Outcome
from scoring.eligibility import Outcome as Eligibility
from scoring.eligibility import check
from scoring.entry import Entry
from scoring.sheet import Sheet
from tests.scoring.sisters import BKHDT, BNN, counted, outcome, sheets

# ---------------------------------------------------------------- Thông tư 01/2020/TT-BKHĐT


def a_cooperative(*, months: int | None = 12, stopped: int | None = 0) -> Entry:
    known = {"operating_months": months, "stopped_months": stopped}
    series = {key: {0: Fraction(value)} for key, value in known.items() if value is not None}
    return Entry(code="HTX-1", variant="cooperative", province="Cà Mau", series=series)


def test_bkhdt_has_fifteen_criteria_and_only_the_split_of_the_last_forty_points_is_ours() -> None:
    roots = BKHDT.variants[0].criteria
    table = {root.key: [(row.key, row.max_points, row.origin) for row in root.children] for root in roots}
    assert [(root.key, root.max_points, root.origin) for root in roots] == [
        ("I", 30, "model"),
        ("II", 30, "model"),
        ("III_IV", 40, "model"),
    ]
    assert table == {
        "I": [("TC1", 7, "model"), ("TC2", 6, "model"), ("TC3", 11, "model"), ("TC4", 6, "model")],
        "II": [("TC5", 8, "model"), ("TC6", 6, "model"), ("TC7", 6, "model"), ("TC8", 6, "model"), ("TC9", 4, "model")],
        "III_IV": [
            ("TC10", 8, "tự đặt"),
            ("TC11", 8, "tự đặt"),
            ("TC12", 8, "tự đặt"),
            ("TC13", 6, "tự đặt"),
            ("TC14", 6, "tự đặt"),
            ("TC15", 4, "tự đặt"),
        ],
    }
    nested = {
        row.key: [part.max_points for part in row.children]
        for root in roots
        for row in root.children
        if isinstance(row, Group)
    }
    assert nested == {"TC1": [6, 1], "TC2": [5, 1], "TC3": [4, 3, 4], "TC4": [2, 2, 2], "TC7": [2, 2, 2]}


def test_bkhdt_points_add_up_through_every_level_of_the_table() -> None:
    # Hai phiếu; vốn: (5 + 6) / 2 = 5,5 và (1 + 0) / 2 = 0,5, cộng 6; các tiêu chí khác bằng nhau ở hai phiếu.
    # Nhóm I: 6 + 6 + 11 + 6 = 29; nhóm II: 30; nhóm III–IV: 40 - 8 = 32 vì TC10 được 0. Tổng 29 + 30 + 32 = 91.
    full = {row.key: row.max_points for row in judged_in(BKHDT.variants[0].criteria)} | {"TC10": Fraction(0)}
    cast = [
        Sheet(entry="HTX-1", judge=1, marks=full | {"TC1a": Fraction(5), "TC1b": Fraction(1)}),
        Sheet(entry="HTX-1", judge=2, marks=full | {"TC1a": Fraction(6), "TC1b": Fraction(0)}),
    ]
    result = counted(BKHDT, a_cooperative(), cast)
    shown = ("TC1a", "TC1b", "TC1", "I", "II", "III_IV")
    assert [result.criteria[key] for key in shown] == [Fraction("5.5"), Fraction("0.5"), 6, 29, 30, 32]
    assert outcome(result) == ("91.00", "good", Outcome.CLASSIFIED)


@pytest.mark.parametrize(
    ("totals", "printed", "label"),
    [
        (["80"], "80.00", "good"),
        (["80"] * 24 + ["79.75"], "79.99", "fair"),  # 1999,75 / 25 = 79,99
        (["65"], "65.00", "fair"),
        (["65"] * 24 + ["64.75"], "64.99", "average"),
        (["50"], "50.00", "average"),
        (["50"] * 24 + ["49.75"], "49.99", "weak"),
        (["0"], "0.00", "weak"),
    ],
)
def test_bkhdt_classes_change_exactly_at_80_65_and_50(totals: list[str], printed: str, label: str) -> None:
    result = counted(BKHDT, a_cooperative(), sheets(BKHDT, "HTX-1", totals))
    assert (result.printed_total, result.tier) == (printed, label)


@pytest.mark.parametrize(
    ("months", "stopped", "found", "expected"),
    [
        (12, 0, [Eligibility.PASS, Eligibility.PASS], Outcome.CLASSIFIED),
        (11, 0, [Eligibility.FAIL, Eligibility.PASS], Outcome.INELIGIBLE),
        (240, 3, [Eligibility.PASS, Eligibility.PASS], Outcome.CLASSIFIED),
        (240, 4, [Eligibility.PASS, Eligibility.FAIL], Outcome.INELIGIBLE),
        (None, 0, [Eligibility.UNKNOWN, Eligibility.PASS], Outcome.UNKNOWN),
        (12, None, [Eligibility.PASS, Eligibility.UNKNOWN], Outcome.UNKNOWN),
    ],
)
def test_bkhdt_assesses_from_twelve_months_of_work_and_at_most_three_of_standstill(
    months: int | None, stopped: int | None, found: list[Eligibility], expected: Outcome
) -> None:
    entry = a_cooperative(months=months, stopped=stopped)
    assert [result.outcome for result in check(BKHDT, entry)] == found
    result = counted(BKHDT, entry, sheets(BKHDT, "HTX-1", ["85"]))
    assert (result.outcome, result.tier) == (expected, "good" if expected is Outcome.CLASSIFIED else None)


def test_bkhdt_does_not_serve_credit_funds() -> None:
    assert [BKHDT.variant_for(sector) is not None for sector in ("agri", "non_agri", "credit_fund")] == [
        True,
        True,
        False,
    ]


# ---------------------------------------------------------------- Thông tư 09/2017/TT-BNNPTNT (trích)


def an_agricultural_cooperative(
    planned: int = 4_000_000_000,
    revenue: int = 4_400_000_000,
    income: int = 5_000_000,
    *,
    development: bool = True,
    reserve: bool = False,
) -> Entry:
    return Entry(
        code="HTX-1",
        variant="agri",
        province="Cà Mau",
        series={
            "planned_revenue": {0: Fraction(planned)},
            "revenue": {0: Fraction(revenue)},
            "income_per_member": {0: Fraction(income)},
        },
        flags={"development_fund": development, "reserve_fund": reserve},
    )


def points(entry: Entry) -> dict[str, Fraction]:
    return dict(counted(BNN, entry, [Sheet(entry="HTX-1", judge=1, marks={})]).criteria)


def test_bnn_is_partial_and_its_notice_says_so() -> None:
    assert (BNN.partial, BNN.max_total.value) == (True, 38)
    assert BNN.notice == (
        "bản trích – chỉ gồm năm dòng đọc được (38 điểm) của bảng điểm trong Thông tư 09/2017/TT-BNNPTNT; "
        "tổng điểm ở đây không phải là kết quả đánh giá một hợp tác xã"
    )
    assert [row.max_points for row in BNN.variants[0].criteria] == [8, 10, 10, 5, 5]


def test_bnn_a_cooperative_counted_digit_for_digit_with_its_working() -> None:
    # 4,4 tỷ / 4 tỷ = 110 %: 4 điểm; 4,4 tỷ: 6 điểm; 5 triệu: 7 điểm; có quỹ phát triển: 5; không quỹ dự phòng: 0.
    # Tổng 4 + 6 + 7 + 5 + 0 = 22 trên 38.
    result = counted(BNN, an_agricultural_cooperative(), [])
    assert (result.total, outcome(result)) == (22, ("22.00", None, Outcome.CLASSIFIED))
    assert computed_marks(BNN.variants[0], result.given, BNN.figures) == (
        ComputedMark(
            criterion="D1",
            label="Doanh thu thực hiện so với kế hoạch",
            points=Fraction(4),
            max_points=Fraction(8),
            working=(
                "4.400.000.000 đồng/năm / 4.000.000.000 đồng/năm = 110%, thuộc khung từ 100 đến dưới 120: 4 điểm."
            ),
        ),
        ComputedMark(
            criterion="D2",
            label="Doanh thu trong năm",
            points=Fraction(6),
            max_points=Fraction(10),
            working="4.400.000.000 đồng/năm, thuộc khung từ 1.000.000.000 đến dưới 5.000.000.000: 6 điểm.",
        ),
        ComputedMark(
            criterion="D3",
            label="Thu nhập bình quân một thành viên",
            points=Fraction(7),
            max_points=Fraction(10),
            working="5.000.000 đồng/năm, thuộc khung từ 5.000.000 đến dưới 10.000.000: 7 điểm.",
        ),
        ComputedMark(
            criterion="D4",
            label="Quỹ đầu tư phát triển từ 20 % thu nhập trở lên",
            points=Fraction(5),
            max_points=Fraction(5),
            working="“Trích quỹ đầu tư phát triển từ 20 % thu nhập trở lên” – có: 5 điểm.",
        ),
        ComputedMark(
            criterion="D5",
            label="Quỹ dự phòng tài chính từ 5 % thu nhập trở lên",
            points=Fraction(0),
            max_points=Fraction(5),
            working="“Trích quỹ dự phòng tài chính từ 5 % thu nhập trở lên” – không: 0 điểm.",
        ),
    )


@pytest.mark.parametrize(
    ("planned", "revenue", "expected"),
    [
        (4_000_000_000, 0, 0),
        (4_000_000_000, 3_999_999_999, 0),  # 99,999999975 %
        (4_000_000_000, 4_000_000_000, 4),  # 100 %
        (4_000_000_000, 4_400_000_000, 4),  # 110 %
        (4_000_000_000, 4_799_999_999, 4),  # 119,999999975 %
        (4_000_000_000, 4_800_000_000, 8),  # 120 %
        (3_000_000_000, 3_599_999_999, 4),  # 119,9999999666… %: số thập phân vô hạn, vẫn so sánh chính xác
    ],
)
def test_bnn_revenue_against_the_plan_changes_exactly_at_100_and_120_percent(
    planned: int, revenue: int, expected: int
) -> None:
    assert points(an_agricultural_cooperative(planned, revenue))["D1"] == expected


@pytest.mark.parametrize(
    ("revenue", "expected"),
    [
        (0, 4),
        (999_999_999, 4),
        (1_000_000_000, 6),
        (4_400_000_000, 6),
        (4_999_999_999, 6),
        (5_000_000_000, 8),
        (9_999_999_999, 8),
        (10_000_000_000, 10),
    ],
)
def test_bnn_revenue_of_the_year_changes_exactly_at_1_5_and_10_billion(revenue: int, expected: int) -> None:
    assert points(an_agricultural_cooperative(revenue=revenue))["D2"] == expected


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        (-1_000_000, 0),
        (0, 0),
        (1, 2),
        (999_999, 2),
        (1_000_000, 4),
        (4_999_999, 4),
        (5_000_000, 7),
        (9_999_999, 7),
        (10_000_000, 10),
    ],
)
def test_bnn_income_per_member_changes_exactly_at_1_5_and_10_million(income: int, expected: int) -> None:
    assert points(an_agricultural_cooperative(income=income))["D3"] == expected


@pytest.mark.parametrize(("development", "reserve"), [(True, True), (True, False), (False, True), (False, False)])
def test_bnn_each_fund_gives_five_points_or_none(development: bool, reserve: bool) -> None:
    found = points(an_agricultural_cooperative(development=development, reserve=reserve))
    assert (found["D4"], found["D5"]) == (5 * development, 5 * reserve)
