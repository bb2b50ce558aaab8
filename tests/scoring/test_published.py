"""The sample rulebook says what its sources say, marks the rest as ours, and gives sensible totals."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from scoring.counting import count
from scoring.eligibility import Outcome, check, overall
from scoring.entry import Entry
from scoring.rulebook import Banded, Expert, Group, Increasing, Lookup, Rulebook, Threshold, Variant, walk
from scoring.sheet import Sheet, judged_criteria
from tests.scoring.world import PUBLISHED

VARIANTS = PUBLISHED.variants

GOOD = {
    "agri": {
        "revenue": 6_200_000_000,
        "profit_after_tax": 420_000_000,
        "average_income": 7_000_000,
        "member_count": 85,
        "worker_count": 32,
        "insured_count": 14,
        "tax_paid": 60_000_000,
    },
    "non_agri": {
        "revenue": 24_000_000_000,
        "profit_after_tax": 1_100_000_000,
        "average_income": 9_000_000,
        "member_count": 40,
        "worker_count": 60,
        "insured_count": 45,
        "tax_paid": 700_000_000,
    },
}
BARELY = {
    "agri": {
        "revenue": 1_500_000_000,
        "profit_after_tax": 100_000_000,
        "average_income": 2_500_000,
        "member_count": 15,
        "worker_count": 8,
        "insured_count": 0,
        "tax_paid": 5_000_000,
    },
    "non_agri": {
        "revenue": 5_000_000_000,
        "profit_after_tax": 80_000_000,
        "average_income": 5_000_000,
        "member_count": 12,
        "worker_count": 15,
        "insured_count": 5,
        "tax_paid": 60_000_000,
    },
}


def an_entry(variant: str, figures: Mapping[str, int], honour: str) -> Entry:
    """An entry with these figures in the basis year, a tenth less revenue the year before, and all papers."""
    series = {figure: {0: Fraction(value)} for figure, value in figures.items()}
    series["revenue"][-1] = series["revenue"][0] * 9 / 10
    return Entry(
        code="CS-MAU-1",
        variant=variant,
        province="Cà Mau",
        series=series,
        choices={"highest_honour": honour},
        flags={"law_compliance": True, "open_inquiry": False},
        papers=frozenset({"registration", "criteria_report"}),
    )


def total(entry: Entry, share: Fraction) -> Fraction:
    """The total when five judges all give that share of every maximum, on the step below."""
    judged = judged_criteria(PUBLISHED.variant(entry.variant))
    marks = {one.key: one.max_points * share // one.step * one.step for one in judged}
    sheets = [Sheet(entry=entry.code, judge=judge, marks=marks) for judge in range(5)]
    return count(PUBLISHED, [entry], sheets).entries[0].total


def test_the_header_says_what_it_is() -> None:
    assert (PUBLISHED.key, PUBLISHED.award, PUBLISHED.status) == ("coopstar-mau", "coopstar", "draft")
    assert PUBLISHED.notice == "bản nháp – chưa đối chiếu với quy chế gốc"
    assert PUBLISHED.basis[0].startswith("Quy chế số 53/QC-BTVLMHTXVN ngày 23/02/2024")


def test_only_the_figures_and_papers_of_the_nomination_form_are_used() -> None:
    assert [(figure.key, figure.kind) for figure in PUBLISHED.figures] == [
        ("revenue", "series"),
        ("profit_after_tax", "series"),
        ("average_income", "series"),
        ("member_count", "series"),
        ("worker_count", "series"),
        ("insured_count", "series"),
        ("tax_paid", "series"),
        ("highest_honour", "choice"),
        ("law_compliance", "flag"),
        ("open_inquiry", "flag"),
    ]
    assert [option.key for option in PUBLISHED.figures[7].options] == ["none", "province", "ministry", "prime_minister"]
    assert [paper.key for paper in PUBLISHED.papers] == ["registration", "criteria_report", "finance_report"]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_the_groups_keep_the_maxima_of_the_draft(variant: Variant) -> None:
    maxima = [(root.key, root.max_points, isinstance(root, Group)) for root in variant.criteria]
    assert maxima == [("A", 30, True), ("B", 20, True), ("C", 25, True), ("D", 15, True), ("E", 10, True)]
    assert sum(criterion.max_points for criterion in judged_criteria(variant)) == 57
    assert {criterion.step for criterion in judged_criteria(variant)} == {Fraction(1, 2)}


def test_the_thresholds_of_2024_are_marked_verified() -> None:
    found = {
        rule.key: (variant.key, rule.figure, rule.year_offset, rule.limit, rule.origin)
        for variant in VARIANTS
        for rule in variant.eligibility
        if isinstance(rule, Threshold)
    }
    assert found == {
        "EL01": ("agri", "revenue", 0, 1_500_000_000, "verified"),
        "EL02": ("agri", "profit_after_tax", 0, 100_000_000, "verified"),
        "EL03": ("agri", "average_income", 0, 2_500_000, "verified"),
        "EL04": ("non_agri", "revenue", 0, 5_000_000_000, "verified"),
    }
    rises = [rule for rule in PUBLISHED.variant("non_agri").eligibility if isinstance(rule, Increasing)]
    assert [(rule.key, rule.years, rule.origin, rule.years_origin) for rule in rises] == [
        ("EL05", 2, "verified", "tự đặt")
    ]


def test_procedure_numbers_carry_their_origin() -> None:
    book: Rulebook = PUBLISHED
    assert (book.quota_per_province.value, book.quota_per_province.origin) == (4, "tự đặt")
    assert (book.decision.floor, book.decision.floor_origin) == (70, "model")
    assert (book.decision.honours_total, book.decision.honours_total_origin) == (100, "verified")
    assert (book.aggregation.minimum_sheets, book.aggregation.origin) == (3, "tự đặt")
    assert (book.rounding.digits, book.rounding.mode, book.rounding.origin) == (2, "half_up", "tự đặt")
    assert book.recuse_own_province
    assert [(step.kind, step.origin) for step in book.ranking.tie_breaks] == [
        ("criterion", "tự đặt"),
        ("criterion", "tự đặt"),
        ("lot", "tự đặt"),
    ]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_no_scoring_row_claims_to_be_verified(variant: Variant) -> None:
    rows = list(walk(variant.criteria))
    assert {row.origin for row in rows} == {"model", "tự đặt"}
    assert {row.scale_origin for row in rows if isinstance(row, Banded | Lookup | Expert)} == {"tự đặt"}


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_every_judged_criterion_tells_the_judge_what_to_look_at(variant: Variant) -> None:
    for criterion in judged_criteria(variant):
        assert criterion.guidance.endswith(".")
        assert criterion.anchors[0].lower == 0
        assert criterion.anchors[-1].upper == criterion.max_points
        starts = [anchor.lower for anchor in criterion.anchors[1:]]
        assert starts == [anchor.upper + criterion.step for anchor in criterion.anchors[:-1]]


@pytest.mark.parametrize("variant", ["agri", "non_agri"])
def test_a_good_cooperative_reaches_eighty_and_one_at_the_threshold_does_not_reach_the_floor(variant: str) -> None:
    good, barely = an_entry(variant, GOOD[variant], "province"), an_entry(variant, BARELY[variant], "none")
    assert [overall(check(PUBLISHED, entry)) for entry in (good, barely)] == [Outcome.PASS, Outcome.PASS]
    assert 80 <= total(good, Fraction(17, 20)) < 90
    assert total(barely, Fraction(17, 20)) < 70
    assert total(good, Fraction(1)) >= 90
