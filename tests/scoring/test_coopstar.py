"""CoopStar 2026: what the draft says, and one invented nominee of each table worked out by hand (dữ liệu mẫu)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.ballots import Vote
from scoring.conditions import Increasing, Threshold
from scoring.counting import count
from scoring.criteria import Group, judged_in, walk
from scoring.decision import Outcome
from scoring.decision_rules import Target
from scoring.eligibility import check
from scoring.entry import Entry
from scoring.explanation import explain
from scoring.reading import read_rulebook
from scoring.rulebook import Variant
from scoring.sheet import Sheet
from tests.scoring.invented import (
    Answer,
    book,
    leaves_no_gap,
    points_of,
    sheets_of,
    switched_on,
    text_of,
)
from tests.scoring.nominees import PAPERS, an_entry

COOPSTAR = book("coopstar-2026")
VARIANTS = COOPSTAR.variants
MILLION, BILLION = 10**6, 10**9
JUDGED = ("B1", "B3b", "B3c", "D1b", "E1b", "E1c")

# Mark by mark in the order of JUDGED.
AGRI_SHEETS = ("7 1.5 2 3 1.5 2", "6.5 2 1.5 3.5 2 1.5", "7.5 1.5 1.5 3 1.5 1")  # 17 + 17 + 16 = 50
NON_AGRI_SHEETS = ("6 1 1 3 1 1", "6 1.5 1 3 1 1", "5.5 1 1.5 2.5 1.5 1")  # 13 + 13.5 + 13 = 39.5
FUND_SHEETS = ("7 2 2 3 2 1.5", "7 1.5 2 3 1.5 1.5", "7 2 2 3.5 1 1")  # 17.5 + 16.5 + 16.5 = 50.5


def season() -> tuple[list[Entry], list[Sheet]]:
    entries = [an_entry("agri", "CS-1"), an_entry("non_agri", "CS-2"), an_entry("credit_fund", "CS-3")]
    rows = zip(entries, (AGRI_SHEETS, NON_AGRI_SHEETS, FUND_SHEETS), strict=True)
    return entries, [sheet for entry, marks in rows for sheet in sheets_of(entry.code, JUDGED, marks)]


def ballot(entry: str, *, yes: int, no: int, written: int = 0, recused: int = 0) -> list[Vote]:
    """A secret ballot on one entry, slip by slip."""
    slips = ["yes"] * yes + ["no"] * no + ["written_yes"] * written + ["recused"] * recused
    return [Vote(motion="approve", entry=entry, voter=str(number), vote=slip) for number, slip in enumerate(slips, 1)]


def test_the_header_says_what_it_is_and_what_the_evidence_does_not_allow() -> None:
    assert (COOPSTAR.key, COOPSTAR.award, COOPSTAR.status) == ("coopstar-2026", "coopstar", "draft")
    assert COOPSTAR.notice == "bản nháp – chưa đối chiếu với quy chế gốc"
    assert COOPSTAR.basis[0].startswith("Quy chế số 53/QC-BTVLMHTXVN ngày 23/02/2024")
    assert "1244/QC-BTV" in COOPSTAR.basis[1]
    assert "suy đoán" in COOPSTAR.basis[1]


def test_each_sector_group_has_its_own_table() -> None:
    served = [COOPSTAR.variant_for(group) for group in ("agri", "non_agri", "credit_fund")]
    assert served == list(VARIANTS)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_the_groups_keep_the_maxima_of_the_draft(variant: Variant) -> None:
    maxima = [(root.key, root.max_points, isinstance(root, Group)) for root in variant.criteria]
    assert maxima == [("A", 30, True), ("B", 20, True), ("C", 25, True), ("D", 15, True), ("E", 10, True)]
    parts = [f"{part.key} {part.max_points}" for root in variant.criteria for part in root.children]
    assert ", ".join(parts) == (
        "A1 10, A2 8, A3 6, A4 6, B1 8, B2 6, B3 6, C1 8, C2 6, C3 6, C4 5, D1 6, D2 5, D3 4, E1 6, E2 4"
    )


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_a_sheet_is_six_marks_and_twenty_points_and_every_mark_is_described(variant: Variant) -> None:
    judged = judged_in(variant.criteria)
    assert [(one.key, one.max_points, one.step) for one in judged] == [
        ("B1", 8, Fraction(1, 2)),
        ("B3b", 2, Fraction(1, 2)),
        ("B3c", 2, Fraction(1, 2)),
        ("D1b", 4, Fraction(1, 2)),
        ("E1b", 2, Fraction(1, 2)),
        ("E1c", 2, Fraction(1, 2)),
    ]
    assert [one.key for one in judged if not (leaves_no_gap(one) and one.guidance.endswith("."))] == []


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_no_scoring_row_claims_to_be_verified(variant: Variant) -> None:
    assert {row.origin for row in walk(variant.criteria)} == {"model", "tự đặt"}


def test_only_the_thresholds_of_2024_and_the_registration_are_verified_conditions() -> None:
    thresholds = {
        rule.key: (variant.key, rule.figure, rule.year_offset, rule.limit)
        for variant in VARIANTS
        for rule in variant.eligibility
        if isinstance(rule, Threshold) and rule.origin == "verified"
    }
    assert thresholds == {
        "EL01": ("agri", "revenue", 0, 1_500_000_000),
        "EL02": ("agri", "profit_after_tax", 0, 100_000_000),
        "EL03": ("agri", "average_income", 0, 2_500_000),
        "EL04": ("non_agri", "revenue", 0, 5_000_000_000),
    }
    rises = [rule for variant in VARIANTS for rule in variant.eligibility if isinstance(rule, Increasing)]
    assert [(rule.key, rule.years, rule.origin, rule.years_origin) for rule in rises] == [
        ("EL05", 2, "verified", "tự đặt")
    ]
    others = {
        rule.key
        for variant in VARIANTS
        for rule in variant.eligibility
        if rule.origin == "verified" and not isinstance(rule, Threshold | Increasing)
    }
    assert others == {"EL06"}


def test_the_procedure_and_the_origin_of_its_numbers() -> None:
    province, central = COOPSTAR.levels
    quota, floor, places = COOPSTAR.quota_per_province, central.decision.floor, central.decision.places
    assert (quota and (quota.value, quota.origin)) == (3, "tự đặt")
    assert (floor and (floor.value, floor.origin)) == (70, "model")
    assert (places and (places.value, places.origin)) == (100, "verified")
    assert province.decision == replace(central.decision, purpose="forward", places=None, waiting_list=0)
    assert central.decision.waiting_list == 10
    assert province.aggregation == central.aggregation
    assert (central.aggregation.method, central.aggregation.minimum_sheets) == ("mean", 3)
    assert province.spread == central.spread
    assert (central.spread and (central.spread.limit, central.spread.rounds)) == (10, 2)
    assert (COOPSTAR.rounding.digits, COOPSTAR.rounding.mode) == (2, "half_up")
    assert [(step.kind, step.origin) for step in COOPSTAR.ranking.tie_breaks] == [
        ("criterion", "tự đặt"),
        ("votes", "tự đặt"),
        ("chair", "model"),
    ]


def test_the_meetings_of_both_levels() -> None:
    province, central = (level.meeting for level in COOPSTAR.levels)
    assert province is not None
    assert central is not None
    assert (province.approval, province.departures) == (None, None)
    assert province.quorum == central.quorum
    assert (central.quorum.fraction, central.quorum.chair_required, central.quorum.recused) == (
        Fraction(2, 3),
        True,
        "out",
    )
    ballots = {
        name: (rule.kind, rule.secret, rule.threshold, rule.strictly, rule.denominator, rule.written_opinions)
        for name, rule in (("approval", central.approval), ("departures", central.departures))
        if rule
    }
    assert ballots == {
        "approval": ("yes_no", True, Fraction(2, 3), False, "all", True),
        "departures": ("yes_no", False, Fraction(2, 3), False, "all", False),
    }


def test_sector_targets_are_off_and_can_be_switched_on() -> None:
    assert COOPSTAR.level().decision.limits == ()
    limits = read_rulebook(switched_on(text_of("coopstar-2026"))).level().decision.limits
    assert [(type(limit), limit.by, limit.value, limit.count) for limit in limits] == [
        (Target, "sector", "agri", 60),
        (Target, "sector", "non_agri", 28),
        (Target, "sector", "credit_fund", 12),
    ]


def test_an_agricultural_cooperative_by_hand() -> None:
    assert points_of(COOPSTAR, an_entry("agri")) == {
        "A1a": 5,  # 6.2 billion: from 5 to below 10 billion
        "A1b": 2,  # (6.2 - 5.8) / 5.8 = 6.9 %: from 5 to below 10 %
        "A2a": 5,  # 420 million: from 300 million to below 1 billion
        "A2b": 1,  # (420 - 400) / 400 = 5 %: from 0 to below 10 %
        "A3a": 3,  # 84 / 420 = 20 %: just enough
        "A3b": 0,  # 20 / 420 = 4.8 %: below 5 %
        "A4a": 3,  # 60 million: from 20 to below 100 million
        "A4b": 2,  # nothing overdue
        "B2a": 2,  # 6 / 7 = 85.7 %: from 80 %
        "B2b": 1,  # 3 / 7 = 42.9 %: from 30 to below 60 %
        "B2c": 1,  # 2 / 7 = 28.6 %: from 10 to below 30 %
        "B3a": 2,  # no complaint overdue
        "C1": 7,  # 7 million: from 6 to below 8 million
        "C2a": 2,  # 4.2 / 9 = 46.7 %: from 30 to below 50 %
        "C2b": 2,  # 64 / 85 = 75.3 %: from 75 %
        "C3a": 2,  # a price for members
        "C3b": 3,  # 4 services: 3 or 4
        "C4": Fraction("2.1875"),  # 5 x 14 / 32
        "D1a": 1,  # 2 contracts: 1 or 2
        "D2": 4,  # four items
        "D3": 3,  # three items
        "E1a": 2,  # 32 workers: from 30
        "E2": 2,  # the province
    }


def test_a_non_agricultural_cooperative_by_hand() -> None:
    assert points_of(COOPSTAR, an_entry("non_agri")) == {
        "A1a": 5,  # 24 billion: from 20 to below 50 billion
        "A1b": 4,  # (24 - 21) / 21 = 14.3 %: from 10 %
        "A2a": 5,  # 1.1 billion: from 1 to below 2 billion
        "A2b": 0,  # it fell
        "A3a": 3,  # 275 / 1100 = 25 %
        "A3b": 3,  # 55 / 1100 = 5 %: just enough
        "A4a": 3,  # 700 million: from 100 million to below 1 billion
        "A4b": 0,  # something overdue
        "B2a": 2,  # 4 / 5 = 80 %
        "B2b": 2,  # 3 / 5 = 60 %
        "B2c": 0,  # nobody young
        "B3a": 0,  # a complaint overdue
        "C1": 7,  # 9 million: from 8 to below 10 million
        "C2a": 1,  # 3 / 30 = 10 %
        "C2b": 0,  # 19 / 40 = 47.5 %: below 50 %
        "C3a": 0,  # no price for members
        "C3b": 4,  # 5 services
        "C4": Fraction("3.75"),  # 5 x 45 / 60
        "D1a": 2,  # 3 contracts
        "D2": 5,  # six items, at most 5 points
        "D3": 2,  # two items
        "E1a": 2,  # 60 workers: from 50
        "E2": 3,  # a ministry
    }


def test_a_credit_fund_by_hand() -> None:
    assert points_of(COOPSTAR, an_entry("credit_fund")) == {
        "A1a": 5,  # 120 billion: from 100 to below 300 billion
        "A1b": 2,  # (90 - 84) / 84 = 7.1 %: from 5 to below 10 %
        "A2a": 4,  # 900 million: from 200 million to below 1 billion
        "A2b": 2,  # (900 - 800) / 800 = 12.5 %: from 10 %
        "A3a": 3,  # 9 / 75 = 12 %
        "A3b": 2,  # 0.9 / 90 = 1 %: from 1 to below 2 %
        "A4a": 3,  # 180 million: from 50 to below 300 million
        "A4b": 2,
        "B2a": 2,  # all
        "B2b": 2,  # 5 / 6 = 83.3 %
        "B2c": 2,  # 2 / 6 = 33.3 %: from 30 %
        "B3a": 2,
        "C1": 8,  # 11 million
        "C2a": 4,  # 150 / 200 = 75 %
        "C2b": 1,  # 900 / 1500 = 60 %: from 50 to below 75 %
        "C3a": 2,
        "C3b": 3,  # 3 services
        "C4": 5,  # all
        "D1a": 1,  # 18 / 90 = 20 %: from 10 to below 30 %
        "D2": 5,
        "D3": 2,
        "E1a": 1,  # 12 workers: from 5 to below 15
        "E2": 2,
    }


def test_the_totals_ranks_and_outcomes_before_the_council_votes() -> None:
    counted = count(COOPSTAR, *season())
    found = [(one.entry, one.total, one.printed_total, one.rank, one.outcome) for one in counted.entries]
    assert found == [
        # computed A 23 + B 8 + C 23 + D 8 + E 3 = 65; 65 + 50.5 / 3 = 65 + 101/6 = 491/6
        ("CS-3", Fraction(491, 6), "81.83", 1, Outcome.PROPOSED),
        # computed A 21 + B 6 + C 18.1875 + D 8 + E 4 = 57.1875; 915/16 + 50/3 = 3545/48
        ("CS-1", Fraction(3545, 48), "73.85", 2, Outcome.PROPOSED),
        # computed A 23 + B 4 + C 15.75 + D 9 + E 5 = 56.75; 227/4 + 79/6 = 839/12
        ("CS-2", Fraction(839, 12), "69.92", 3, Outcome.BELOW_FLOOR),
    ]


def test_the_groups_of_the_agricultural_example_add_up_to_its_total() -> None:
    found = next(one for one in count(COOPSTAR, *season()).entries if one.entry == "CS-1")
    assert {key: found.criteria[key] for key in "ABCDE"} == {
        "A": 21,  # 7 + 6 + 3 + 5
        "B": 6 + Fraction(21 + 5 + 5, 3),  # 4 + 2 and the means of B1 (7, 6.5, 7.5), B3b and B3c
        "C": Fraction("18.1875"),  # 7 + 4 + 5 + 2.1875
        "D": 8 + Fraction(19, 6),  # 1 + 4 + 3 and the mean of D1b (3, 3.5, 3)
        "E": 4 + Fraction(5, 3) + Fraction(3, 2),  # 2 + 2 and the means of E1b, E1c
    }
    told = explain(COOPSTAR, found)
    assert (
        "C4. Bảo hiểm cho người lao động: 2,19/5 điểm (tính từ số liệu hồ sơ: 14 người / 32 người = 43,75%, "
        in told[[line.partition(".")[0] for line in told].index("C4")]
    )
    assert "Tổng điểm: 73,85, làm tròn một lần đến 2 chữ số thập phân (nửa làm tròn lên)." in told


def test_two_thirds_of_all_members_honour_and_one_vote_less_does_not() -> None:
    entries, sheets = season()
    votes = [*ballot("CS-3", yes=6, no=3), *ballot("CS-1", yes=5, no=4)]
    counted = count(COOPSTAR, entries, sheets, votes)
    assert [(one.entry, one.outcome) for one in counted.entries] == [
        ("CS-3", Outcome.HONOURED),
        ("CS-1", Outcome.NOT_APPROVED),
        ("CS-2", Outcome.BELOW_FLOOR),
    ]
    # Of nine members one is recused: 8 remain, 6 of 8 is enough; a written yes is one of the six.
    votes = [*ballot("CS-3", yes=6, no=3), *ballot("CS-1", yes=5, no=2, written=1, recused=1)]
    assert [one.outcome for one in count(COOPSTAR, entries, sheets, votes).entries][:2] == [Outcome.HONOURED] * 2


def test_the_province_forwards_from_the_floor_on() -> None:
    counted = count(COOPSTAR, *season(), level="province")
    assert [(one.entry, one.rank, one.outcome) for one in counted.entries] == [
        ("CS-3", 1, Outcome.FORWARDED),
        ("CS-1", 2, Outcome.FORWARDED),
        ("CS-2", 3, Outcome.BELOW_FLOOR),
    ]


def test_more_than_ten_points_apart_asks_for_a_discussion_and_new_sheets() -> None:
    entry = an_entry("agri", "CS-1")
    wide = sheets_of("CS-1", JUDGED, ("8 2 2 4 2 2", "4 1 1 1 1 1", "7 1.5 1.5 3 1.5 1.5"))  # 20, 9, 16: 11 apart
    assert [one.outcome for one in count(COOPSTAR, [entry], wide).entries] == [Outcome.NEEDS_DISCUSSION]
    again = [replace(sheet, round=2) for sheet in sheets_of("CS-1", JUDGED, AGRI_SHEETS)]
    found = count(COOPSTAR, [entry], [*wide, *again]).entries[0]
    assert (found.outcome, found.round, found.printed_total) == (Outcome.PROPOSED, 2, "73.85")
    assert [share.use for share in found.shares] == ["superseded"] * 3 + ["counted"] * 3


def test_equal_totals_go_by_group_a_then_by_votes_then_by_the_chair() -> None:
    # Against the example: tax 15 instead of 60 million (3 -> 2 points in A), a ministry's honour (2 -> 3 in E).
    less_in_a = an_entry("agri", "CS-A", tax_paid=15 * MILLION, highest_honour="ministry")
    entries = [less_in_a, *(an_entry("agri", code) for code in ("CS-X", "CS-Y", "CS-Z"))]
    sheets = [sheet for entry in entries for sheet in sheets_of(entry.code, JUDGED, AGRI_SHEETS)]
    votes = [*ballot("CS-X", yes=7, no=2), *ballot("CS-Y", yes=8, no=1), *ballot("CS-Z", yes=7, no=2)]
    votes += [
        Vote(motion="order:doanh thu từ thành viên cao hơn", entry=code, voter="chair", vote=place)
        for code, place in (("CS-Z", "1"), ("CS-X", "2"))
    ]
    group_a, by_votes, chair = (step.label for step in COOPSTAR.ranking.tie_breaks)
    found = count(COOPSTAR, entries, sheets, votes).entries
    assert [(one.entry, one.printed_total, one.rank, one.tie_step) for one in found] == [
        ("CS-Y", "73.85", 1, by_votes),
        ("CS-Z", "73.85", 2, chair),
        ("CS-X", "73.85", 3, chair),
        ("CS-A", "73.85", 4, group_a),
    ]


OUTCOMES: list[tuple[str, str, Answer | None, str, str]] = [
    ("agri", "revenue", 1_500_000_000, "EL01", "pass"),
    ("agri", "revenue", 1_499_999_999, "EL01", "fail"),
    ("agri", "revenue", None, "EL01", "unknown"),
    ("agri", "profit_after_tax", 100_000_000, "EL02", "pass"),
    ("agri", "profit_after_tax", 99_999_999, "EL02", "fail"),
    ("agri", "profit_after_tax", None, "EL02", "unknown"),
    ("agri", "average_income", 2_500_000, "EL03", "pass"),
    ("agri", "average_income", 2_499_999, "EL03", "fail"),
    ("agri", "average_income", None, "EL03", "unknown"),
    ("non_agri", "revenue", 5_000_000_000, "EL04", "pass"),
    ("non_agri", "revenue", 4_999_999_999, "EL04", "fail"),
    ("non_agri", "revenue", None, "EL04", "unknown"),
    ("non_agri", "revenue", {0: 6 * BILLION, -1: 6 * BILLION - 1}, "EL05", "pass"),
    ("non_agri", "revenue", {0: 6 * BILLION, -1: 6 * BILLION}, "EL05", "fail"),
    ("non_agri", "revenue", {0: 6 * BILLION}, "EL05", "unknown"),
    ("credit_fund", "law_compliance", True, "EL07", "pass"),
    ("credit_fund", "law_compliance", False, "EL07", "fail"),
    ("credit_fund", "law_compliance", None, "EL07", "unknown"),
    ("agri", "open_inquiry", False, "EL08", "pass"),
    ("agri", "open_inquiry", True, "EL08", "on_hold"),
    ("agri", "open_inquiry", None, "EL08", "unknown"),
    ("non_agri", "operating_months", 12, "EL09", "pass"),
    ("non_agri", "operating_months", 11, "EL09", "fail"),
    ("non_agri", "operating_months", None, "EL09", "unknown"),
    ("credit_fund", "state_bank_rating", "A", "EL10", "pass"),
    ("credit_fund", "state_bank_rating", "C", "EL10", "fail"),
    ("credit_fund", "state_bank_rating", None, "EL10", "unknown"),
]


@pytest.mark.parametrize(("variant", "figure", "answer", "condition", "outcome"), OUTCOMES)
def test_each_condition_passes_fails_waits_or_is_not_known(
    variant: str, figure: str, answer: Answer | None, condition: str, outcome: str
) -> None:
    results = check(COOPSTAR, an_entry(variant, **{figure: answer}))
    assert {result.key: str(result.outcome) for result in results}[condition] == outcome


@pytest.mark.parametrize(("paper", "condition"), [("registration", "EL06"), ("compliance_proof", "EL07")])
def test_a_paper_that_is_missing_fails_its_condition_alone(paper: str, condition: str) -> None:
    papers = {key: held for key, held in PAPERS.items() if key != paper}
    results = check(COOPSTAR, replace(an_entry("agri"), papers=papers))
    assert [result.key for result in results if result.outcome != "pass"] == [condition]


@pytest.mark.parametrize(
    ("variant", "conditions"),
    [
        ("agri", ["EL01", "EL02", "EL03", "EL06", "EL07", "EL08", "EL09"]),
        ("non_agri", ["EL04", "EL05", "EL06", "EL07", "EL08", "EL09"]),
        ("credit_fund", ["EL06", "EL07", "EL08", "EL09", "EL10"]),
    ],
)
def test_the_examples_meet_every_condition_of_their_table(variant: str, conditions: list[str]) -> None:
    results = check(COOPSTAR, an_entry(variant))
    assert [(result.key, str(result.outcome)) for result in results] == [(key, "pass") for key in conditions]
