"""The conditions: each outcome with the sentence a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.eligibility import ConditionResult, Outcome, check, overall
from scoring.entry import Entry
from tests.scoring.world import SMALL, an_entry


def result_of(key: str, entry: Entry) -> ConditionResult:
    return next(result for result in check(SMALL, entry) if result.key == key)


def test_an_entry_in_order_passes_every_condition() -> None:
    assert check(SMALL, an_entry()) == (
        ConditionResult(
            key="E1",
            label="Doanh thu từ 1,5 tỷ",
            outcome=Outcome.PASS,
            sentence="Doanh thu 1.620.000.000 đồng/năm, đạt mức tối thiểu 1.500.000.000.",
            figure="1.620.000.000",
            limit="1.500.000.000",
            clause="Điều 1",
        ),
        ConditionResult(
            key="E2",
            label="Có bản đăng ký",
            outcome=Outcome.PASS,
            sentence="Hồ sơ đã có “Bản đăng ký tham gia”.",
            figure="",
            limit="",
            clause="Điều 3",
        ),
        ConditionResult(
            key="E3",
            label="Chấp hành pháp luật",
            outcome=Outcome.PASS,
            sentence="“Chấp hành pháp luật”: có.",
            figure="có",
            limit="",
            clause="Điều 4",
        ),
        ConditionResult(
            key="E4",
            label="Không bị thanh tra",
            outcome=Outcome.PASS,
            sentence="“Đang bị thanh tra”: không.",
            figure="không",
            limit="",
            clause="Điều 5",
        ),
    )


@pytest.mark.parametrize(
    ("revenue", "outcome", "sentence"),
    [
        ({0: 1_500_000_000}, Outcome.PASS, "Doanh thu 1.500.000.000 đồng/năm, đạt mức tối thiểu 1.500.000.000."),
        (
            {0: "1499999999.5"},
            Outcome.FAIL,
            "Doanh thu 1.499.999.999,5 đồng/năm, thấp hơn mức tối thiểu 1.500.000.000.",
        ),
        ({-1: 9_000_000_000}, Outcome.UNKNOWN, "Chưa có số liệu “Doanh thu” của năm gần nhất."),
    ],
)
def test_a_threshold_includes_its_limit(revenue: Mapping[int, int | str], outcome: Outcome, sentence: str) -> None:
    result = result_of("E1", an_entry(revenue=revenue))
    assert (result.outcome, result.sentence) == (outcome, sentence)


@pytest.mark.parametrize(
    ("revenue", "outcome", "sentence"),
    [
        (
            {-2: 5, -1: 6, 0: 7},
            Outcome.PASS,
            "Doanh thu 3 năm gần nhất: 5 → 6 → 7 đồng/năm, năm sau cao hơn năm trước.",
        ),
        (
            {-2: 5, -1: 6, 0: 6},
            Outcome.FAIL,
            "Doanh thu 3 năm gần nhất: 5 → 6 → 6 đồng/năm, năm sau không cao hơn năm trước.",
        ),
        (
            {-2: 9, -1: 6, 0: 7},
            Outcome.FAIL,
            "Doanh thu 3 năm gần nhất: 9 → 6 → 7 đồng/năm, năm sau không cao hơn năm trước.",
        ),
        ({-1: 6, 0: 7}, Outcome.UNKNOWN, "Chưa có số liệu “Doanh thu” của 2 năm trước năm gần nhất."),
    ],
)
def test_a_series_must_rise_strictly_every_year(
    revenue: Mapping[int, int | str], outcome: Outcome, sentence: str
) -> None:
    result = result_of("E5", an_entry(variant="non_agri", revenue=revenue))
    assert (result.outcome, result.sentence) == (outcome, sentence)


def test_a_missing_paper_fails() -> None:
    result = result_of("E2", an_entry(papers=frozenset({"finance_report"})))
    assert (result.outcome, result.sentence) == (Outcome.FAIL, "Hồ sơ chưa có “Bản đăng ký tham gia”.")


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({"law_compliance": True, "open_inquiry": True}, (Outcome.PASS, Outcome.ON_HOLD, Outcome.ON_HOLD)),
        ({"law_compliance": False, "open_inquiry": True}, (Outcome.FAIL, Outcome.ON_HOLD, Outcome.FAIL)),
        ({"open_inquiry": True}, (Outcome.UNKNOWN, Outcome.ON_HOLD, Outcome.UNKNOWN)),
        ({}, (Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.UNKNOWN)),
    ],
)
def test_an_open_inquiry_holds_and_a_breach_fails(
    flags: Mapping[str, bool], expected: tuple[Outcome, Outcome, Outcome]
) -> None:
    entry = an_entry(flags=flags)
    assert (result_of("E3", entry).outcome, result_of("E4", entry).outcome, overall(check(SMALL, entry))) == expected


def test_nothing_to_check_is_nothing_against() -> None:
    assert overall(()) == Outcome.PASS


@given(st.lists(st.integers(-(10**12), 10**12), min_size=3, max_size=3), st.integers(1, 10**6))
def test_multiplying_a_series_changes_no_verdict(values: list[int], factor: int) -> None:
    outcomes = {
        result_of(
            "E5",
            an_entry(
                variant="non_agri",
                revenue={
                    offset: str(Fraction(value * times)) for offset, value in zip((-2, -1, 0), values, strict=True)
                },
            ),
        ).outcome
        for times in (1, factor)
    }
    assert outcomes == {Outcome.PASS if values[0] < values[1] < values[2] else Outcome.FAIL}
