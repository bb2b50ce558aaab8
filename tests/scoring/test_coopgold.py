"""CoopGold (Mai An Tiêm) 2026: what the draft says, and two invented products worked out by hand (dữ liệu mẫu)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.conditions import Repeat
from scoring.counting import count
from scoring.criteria import Criterion, Expert, Group, judged_in, walk
from scoring.decision import Outcome
from scoring.decision_rules import Cap
from scoring.eligibility import check
from scoring.entry import Entry, HeldPaper
from scoring.explanation import explain
from scoring.reading import read_rulebook
from scoring.rulebook import Variant
from scoring.sheet import Sheet
from tests.scoring.invented import (
    Answer,
    an_invented_entry,
    book,
    dated,
    leaves_no_gap,
    points_of,
    sheets_of,
    switched_on,
    text_of,
)

COOPGOLD = book("coopgold-2026")
COOPSTAR = book("coopstar-2026")
VARIANTS = COOPGOLD.variants
GROUPS = ["food_drink", "handicraft", "tourism_service", "other"]
MILLION = 10**6
JUDGED = ("Q1a", "Q1b", "C2b", "B2", "B3a", "N")

COMMON: Mapping[str, Answer] = {
    "owner_kind": "cooperative",
    "owner_stable": True,
    "origin_code": True,
    "lawful_label": True,
    "brand_dispute": False,
}
FOOD: Mapping[str, Answer] = {
    **COMMON,
    "ocop_stars": "four",
    "certificates": frozenset({"vietgap", "haccp", "title"}),
    "test_passed": True,
    "test_report_age": 5,
    "product_revenue": {0: 4_800 * MILLION, -1: 4_200 * MILLION},
    "sales_channels": frozenset({"supermarket", "specialty_shop", "platform", "distributor", "website"}),
    "outside_revenue": 2_400 * MILLION,
    "output": 45_000,
    "capacity": 60_000,
    "material_cost": 2_000 * MILLION,
    "local_material_cost": 1_500 * MILLION,
    "member_material_cost": 900 * MILLION,
    "worker_count": 30,
    "local_worker_count": 28,
    "green_practices": frozenset({"waste", "by_products", "packaging"}),
    "property_rights": frozenset({"trademark", "collective_mark"}),
    "qr_works": True,
}
CRAFT: Mapping[str, Answer] = {
    **COMMON,
    "ocop_stars": "three",
    "certificates": frozenset(),
    "test_passed": True,
    "test_report_age": 12,
    "product_revenue": {0: 900 * MILLION, -1: 1_000 * MILLION},
    "sales_channels": frozenset({"specialty_shop", "website", "fair"}),
    "outside_revenue": 720 * MILLION,
    "output": 800,
    "capacity": 1_000,
    "material_cost": 300 * MILLION,
    "local_material_cost": 120 * MILLION,
    "member_material_cost": 240 * MILLION,
    "worker_count": 20,
    "local_worker_count": 20,
    "green_practices": frozenset({"waste", "by_products", "energy", "packaging", "low_input"}),
    "property_rights": frozenset({"design", "barcode"}),
    "qr_works": False,
}
ANSWERS = {"food_drink": FOOD, "handicraft": CRAFT, "tourism_service": CRAFT, "other": CRAFT}
OCOP = dated("2024-05-20", "2027-05-19")
PAPERS = {
    "registration": HeldPaper(),
    "criteria_report": HeldPaper(),
    "origin_proof": HeldPaper(),
    "ocop_certificate": OCOP,
    "food_safety": dated("2023-03-01", "2026-02-28"),
    "quality_declaration": HeldPaper(),
}

# Mark by mark in the order of JUDGED.
FOOD_SHEETS = ("5 3 3 4 2.5 4", "5.5 3 3 4.5 2 4", "5 3.5 3.5 4 2.5 3.5")  # 21.5 + 22 + 22 = 65.5
CRAFT_SHEETS = ("6 4 3.5 4.5 3 5", "6 4 3.5 5 3 4.5", "5.5 4 4 4.5 3 4.5")  # 26 + 26 + 25.5 = 77.5


def an_entry(group: str, code: str = "CG-MAU", **changed: Answer | None) -> Entry:
    """The invented product of a group, never honoured, with some answers changed or (None) not given."""
    answers = {**ANSWERS[group], **changed}
    given = {key: answer for key, answer in answers.items() if answer is not None}
    traits = {"product_group": group, "owner": f"HTX của {code}"}
    return an_invented_entry(code, group, given, PAPERS, traits, {"product": ()})


def season() -> tuple[list[Entry], list[Sheet]]:
    entries = [an_entry("food_drink", "CG-1"), an_entry("handicraft", "CG-2")]
    rows = zip(entries, (FOOD_SHEETS, CRAFT_SHEETS), strict=True)
    return entries, [sheet for entry, marks in rows for sheet in sheets_of(entry.code, JUDGED, marks)]


def test_the_header_says_what_it_is_and_what_the_evidence_does_not_allow() -> None:
    assert (COOPGOLD.key, COOPGOLD.award, COOPGOLD.status) == ("coopgold-2026", "coopgold", "draft")
    assert COOPGOLD.title == "Giải thưởng Mai An Tiêm (CoopGold Awards) năm 2026"
    assert COOPGOLD.notice == "bản nháp – chưa đối chiếu với quy chế gốc"
    assert "1245/QC-BTV" in COOPGOLD.basis[1]
    assert "suy đoán" in COOPGOLD.basis[1]


def test_each_product_group_has_its_own_table() -> None:
    served = [COOPGOLD.variant_for(group) for group in GROUPS]
    assert [variant.key for variant in served if variant] == GROUPS


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_the_tables_keep_the_maxima_of_the_draft_and_differ_only_in_words(variant: Variant) -> None:
    assert {root.key: root.max_points for root in variant.criteria} == {"Q": 30, "M": 30, "C": 20, "B": 15, "N": 5}
    parts = [f"{part.key} {part.max_points}" for root in variant.criteria for part in root.children]
    assert ", ".join(parts) == "Q1 10, Q2 12, Q3 8, M1 12, M2 8, M3 5, M4 5, C1 8, C2 8, C3 4, B1 5, B2 5, B3 5"
    assert [without_words(row) for row in walk(variant.criteria)] == [
        without_words(row) for row in walk(VARIANTS[0].criteria)
    ]


def without_words(row: Criterion) -> Criterion:
    """A row without the words that differ; a group also without its children, which are rows of their own."""
    if isinstance(row, Group):
        return replace(row, label="", guidance="", children=())
    if isinstance(row, Expert):
        return replace(row, label="", guidance="", anchors=())
    return replace(row, label="", guidance="")


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_a_sheet_is_six_marks_and_twenty_seven_points_and_every_mark_is_described(variant: Variant) -> None:
    judged = judged_in(variant.criteria)
    assert [(one.key, one.max_points) for one in judged] == list(zip(JUDGED, (6, 4, 4, 5, 3, 5), strict=True))
    assert {one.step for one in judged} == {Fraction(1, 2)}
    assert [one.key for one in judged if not (leaves_no_gap(one) and one.guidance.endswith("."))] == []


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_every_number_of_the_table_is_ours_and_only_the_owners_kind_is_a_verified_condition(variant: Variant) -> None:
    assert {row.origin for row in walk(variant.criteria)} == {"tự đặt"}
    assert [rule.key for rule in variant.eligibility if rule.origin == "verified"] == ["P01"]


def test_the_procedure_is_that_of_the_sister_award_but_for_quota_first_tie_step_and_owners() -> None:
    quota = COOPGOLD.quota_per_province
    assert (quota and (quota.value, quota.origin)) == (5, "tự đặt")
    for mine, hers in zip(COOPGOLD.levels, COOPSTAR.levels, strict=True):
        assert replace(mine, decision=replace(mine.decision, limits=())) == hers
        caps = [(type(limit), limit.by, limit.value, limit.count, limit.origin) for limit in mine.decision.limits]
        assert caps == [(Cap, "owner", "", 3, "tự đặt")]
    first, *later = COOPGOLD.ranking.tie_breaks
    assert (first.kind, first.label) == ("criterion", "Điểm nhóm Q – Chất lượng và tiêu chuẩn")
    assert later == list(COOPSTAR.ranking.tie_breaks[1:])
    assert COOPGOLD.rounding == COOPSTAR.rounding


def test_a_food_product_by_hand() -> None:
    assert points_of(COOPGOLD, an_entry("food_drink")) == {
        "Q2a": 6,  # four stars
        "Q2b": 3,  # three items
        "Q3a": 4,  # passed
        "Q3b": 4,  # 5 months: below 12
        "M1a": 7,  # 4.8 billion: from 3 to below 10 billion
        "M1b": 3,  # (4.8 - 4.2) / 4.2 = 14.3 %: from 10 to below 20 %
        "M2": 8,  # 2 + 2 + 2 + 2 + 1 = 9, at most 8
        "M3": 4,  # 2.4 / 4.8 = 50 %: from 50 to below 70 %
        "M4": 4,  # 45 / 60 = 75 %: from 50 to below 80 %
        "C1a": Fraction("3.75"),  # 1.5 / 2 = 75 %; 4 x 75 / 80
        "C1b": 4,  # 28 / 30 = 93.3 %: above 80 %
        "C2a": 3,  # 0.9 / 2 = 45 %; 4 x 45 / 60
        "C3": 3,  # three items
        "B1": 5,  # 3 + 2
        "B3b": 2,  # the code works
    }


def test_a_handicraft_by_hand() -> None:
    assert points_of(COOPGOLD, an_entry("handicraft")) == {
        "Q2a": 4,  # three stars
        "Q2b": 0,  # none of them
        "Q3a": 4,
        "Q3b": 2,  # 12 months: no longer below 12
        "M1a": 5,  # 900 million: from 500 million to below 1 billion
        "M1b": 0,  # it fell
        "M2": 4,  # 2 + 1 + 1
        "M3": 5,  # 720 / 900 = 80 %
        "M4": 5,  # 800 / 1000 = 80 %
        "C1a": 2,  # 120 / 300 = 40 %; 4 x 40 / 80
        "C1b": 4,  # all
        "C2a": 4,  # 240 / 300 = 80 %: above 60 %
        "C3": 4,  # five items, at most 4 points
        "B1": 3,  # 2 + 1
        "B3b": 0,  # no code
    }


def test_without_a_test_report_there_are_no_points_for_its_age() -> None:
    assert points_of(COOPGOLD, an_entry("food_drink", test_report_age=None))["Q3b"] is None


def test_the_totals_ranks_and_outcomes() -> None:
    entries, sheets = season()
    counted = count(COOPGOLD, entries, sheets)
    assert [(one.entry, one.total, one.printed_total, one.rank, one.outcome) for one in counted.entries] == [
        # computed Q 17 + M 26 + C 13.75 + B 7 = 63.75; 255/4 + 65.5 / 3 = 255/4 + 131/6 = 1027/12
        ("CG-1", Fraction(1027, 12), "85.58", 1, Outcome.PROPOSED),
        # computed Q 10 + M 19 + C 14 + B 3 = 46; 46 + 77.5 / 3 = 46 + 155/6 = 431/6
        ("CG-2", Fraction(431, 6), "71.83", 2, Outcome.PROPOSED),
    ]
    groups = {key: counted.entries[0].criteria[key] for key in "QMCBN"}
    assert groups == {
        "Q": 17 + Fraction("15.5") / 3 + Fraction("9.5") / 3,
        "M": 26,
        "C": Fraction("13.75") + Fraction("9.5") / 3,
        "B": 7 + Fraction("12.5") / 3 + Fraction(7, 3),
        "N": Fraction("11.5") / 3,
    }
    told = explain(COOPGOLD, counted.entries[0])
    assert "Tổng điểm: 85,58, làm tròn một lần đến 2 chữ số thập phân (nửa làm tròn lên)." in told


def test_an_owner_wins_with_at_most_three_products() -> None:
    owned = [replace(an_entry("food_drink", f"CG-{number}"), traits={"owner": "HTX Mẫu"}) for number in range(1, 5)]
    entries = [*owned, replace(an_entry("food_drink", "CG-5"), traits={"owner": "HTX Mẫu khác"})]
    first_marks = ("6", "5.5", "5", "4.5", "4")
    sheets = [
        sheet
        for entry, mark in zip(entries, first_marks, strict=True)
        for sheet in sheets_of(entry.code, JUDGED, [f"{mark} 3 3 4 2 4"] * 3)
    ]
    assert [(one.entry, one.outcome) for one in count(COOPGOLD, entries, sheets).entries] == [
        ("CG-1", Outcome.PROPOSED),
        ("CG-2", Outcome.PROPOSED),
        ("CG-3", Outcome.PROPOSED),
        ("CG-4", Outcome.OVER_CAP),
        ("CG-5", Outcome.PROPOSED),
    ]


OUTCOMES: list[tuple[str, Answer | None, str, str]] = [
    ("owner_kind", "cooperative_union", "P01", "pass"),
    ("owner_kind", "other", "P01", "fail"),
    ("owner_kind", None, "P01", "unknown"),
    ("owner_stable", True, "P02", "pass"),
    ("owner_stable", False, "P02", "fail"),
    ("owner_stable", None, "P02", "unknown"),
    ("origin_code", False, "P03", "pass"),
    ("lawful_label", True, "P06", "pass"),
    ("lawful_label", False, "P06", "fail"),
    ("lawful_label", None, "P06", "unknown"),
    ("brand_dispute", False, "P07", "pass"),
    ("brand_dispute", True, "P07", "on_hold"),
    ("brand_dispute", None, "P07", "unknown"),
]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("figure", "answer", "condition", "outcome"), OUTCOMES)
def test_each_condition_passes_fails_waits_or_is_not_known(
    group: str, figure: str, answer: Answer | None, condition: str, outcome: str
) -> None:
    results = check(COOPGOLD, an_entry(group, **{figure: answer}))
    assert {result.key: str(result.outcome) for result in results}[condition] == outcome


@pytest.mark.parametrize(("code", "outcome"), [(True, "pass"), (False, "fail"), (None, "unknown")])
def test_without_papers_of_origin_a_code_decides(code: bool | None, outcome: str) -> None:
    papers = {key: held for key, held in PAPERS.items() if key != "origin_proof"}
    results = check(COOPGOLD, replace(an_entry("handicraft", origin_code=code), papers=papers))
    assert {result.key: str(result.outcome) for result in results}["P03"] == outcome


def test_only_food_and_drink_need_papers_of_food_safety() -> None:
    assert {variant.key: [rule.key for rule in variant.eligibility] for variant in VARIANTS} == {
        "food_drink": ["P01", "P02", "P03", "P05", "P06", "P07", "P08", "P09"],
        "handicraft": ["P01", "P02", "P03", "P06", "P07", "P08", "P09"],
        "tourism_service": ["P01", "P02", "P03", "P06", "P07", "P08", "P09"],
        "other": ["P01", "P02", "P03", "P06", "P07", "P08", "P09"],
    }


@pytest.mark.parametrize(
    ("condition", "paper", "held", "outcome"),
    [
        ("P05", "food_safety", dated("2023-03-01", "2026-02-28"), "pass"),
        ("P05", "food_safety", dated("2023-03-01", "2026-02-27"), "fail"),
        ("P05", "food_safety", dated("2026-03-01", "2029-02-28"), "fail"),
        ("P05", "food_safety", HeldPaper(), "unknown"),
        ("P05", "food_safety", None, "fail"),
        ("P05", "quality_declaration", None, "fail"),
        ("P09", "ocop_certificate", dated("2023-02-28", "2026-02-28"), "pass"),
        ("P09", "ocop_certificate", dated("2023-02-27", "2026-02-27"), "fail"),
        ("P09", "ocop_certificate", HeldPaper(), "unknown"),
        ("P09", "ocop_certificate", None, "fail"),
    ],
)
def test_papers_must_be_in_force_on_the_closing_day(
    condition: str, paper: str, held: HeldPaper | None, outcome: str
) -> None:
    papers = {key: other for key, other in {**PAPERS, paper: held}.items() if other is not None}
    results = check(COOPGOLD, replace(an_entry("food_drink"), papers=papers))
    assert {result.key: str(result.outcome) for result in results if result.outcome != "pass"} == (
        {} if outcome == "pass" else {condition: outcome}
    )


def test_a_product_without_stars_needs_no_certificate() -> None:
    papers = {key: held for key, held in PAPERS.items() if key != "ocop_certificate"}
    results = check(COOPGOLD, replace(an_entry("food_drink", ocop_stars="none"), papers=papers))
    assert {str(result.outcome) for result in results} == {"pass"}


@pytest.mark.parametrize(("past", "outcome"), [((), "pass"), ((1,), "fail"), ((9,), "fail"), (None, "unknown")])
def test_a_product_that_has_won_never_enters_again(past: tuple[int, ...] | None, outcome: str) -> None:
    honours = {} if past is None else {"product": past}
    results = check(COOPGOLD, replace(an_entry("other"), past_honours=honours))
    assert {result.key: str(result.outcome) for result in results}["P08"] == outcome
    rules = [rule for variant in VARIANTS for rule in variant.eligibility if isinstance(rule, Repeat)]
    assert [(rule.of, rule.seasons, rule.origin) for rule in rules] == [("product", None, "model")] * 4


@pytest.mark.parametrize(
    ("stars", "certificates", "outcome"),
    [("three", frozenset(), "pass"), ("none", frozenset({"title"}), "pass"), ("none", frozenset({"iso"}), "fail")],
)
def test_stars_or_a_title_as_a_condition_are_off_and_can_be_switched_on(
    stars: str, certificates: frozenset[str], outcome: str
) -> None:
    rulebook = read_rulebook(switched_on(text_of("coopgold-2026")))
    results = check(rulebook, an_entry("handicraft", ocop_stars=stars, certificates=certificates))
    assert {result.key: str(result.outcome) for result in results}["P04"] == outcome
