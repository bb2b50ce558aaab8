"""The conditions: each outcome with the sentence a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.conditions import AnyOf, ChoiceIn, EligibilityRule, PaperPresent, Threshold
from scoring.eligibility import ConditionResult, Outcome, check, overall
from scoring.entry import Entry, HeldPaper
from scoring.errors import ScoringError
from scoring.rulebook import Rulebook
from tests.scoring.world import EVERY, SMALL, an_entry, with_variant

PASS, FAIL, HOLD, UNKNOWN, WAIVED = Outcome.PASS, Outcome.FAIL, Outcome.ON_HOLD, Outcome.UNKNOWN, Outcome.WAIVED


def a_product(**facts: Any) -> Entry:
    """An entry of the rulebook with every kind of rule that meets every condition, unless told otherwise."""
    series = {"revenue": {0: 1500, -1: 1200}, "members": {0: 60}} | facts.pop("series", {})
    told: dict[str, Any] = {
        "choices": {"form": "coop"},
        "flags": {"lawful": True, "inquiry": False, "traceable": True},
        "papers": {"registration": HeldPaper(), "test_report": HeldPaper(date(2025, 6, 1), date(2026, 5, 31))},
        "past_honours": {"nominee": (), "product": ()},
    } | facts
    exact = {key: {year: Fraction(value) for year, value in years.items()} for key, years in series.items()}
    return Entry(code="SP-1", variant="food", province="Bến Tre", series=exact, **told)


def result_of(key: str, entry: Entry, rulebook: Rulebook = SMALL) -> ConditionResult:
    return next(result for result in check(rulebook, entry) if result.key == key)


def verdict(key: str, entry: Entry, rulebook: Rulebook = EVERY) -> tuple[Outcome, str]:
    result = result_of(key, entry, rulebook)
    return result.outcome, result.sentence


def with_rule(rule: EligibilityRule) -> Rulebook:
    """The rulebook of every kind with this one condition in place of its own."""
    return with_variant(EVERY, eligibility=(rule,))


def test_an_entry_in_order_passes_every_condition() -> None:
    assert check(SMALL, an_entry()) == (
        ConditionResult(
            key="E1",
            label="Doanh thu từ 1,5 tỷ",
            outcome=PASS,
            sentence="Doanh thu 1.620.000.000 đồng/năm, đạt mức tối thiểu 1.500.000.000.",
            figure="1.620.000.000",
            limit="1.500.000.000",
            clause="Điều 1",
        ),
        ConditionResult(
            key="E2",
            label="Có bản đăng ký",
            outcome=PASS,
            sentence="Hồ sơ đã có “Bản đăng ký tham gia”.",
            figure="",
            limit="",
            clause="Điều 3",
        ),
        ConditionResult(
            key="E3",
            label="Chấp hành pháp luật",
            outcome=PASS,
            sentence="“Chấp hành pháp luật”: có.",
            figure="có",
            limit="",
            clause="Điều 4",
        ),
        ConditionResult(
            key="E4",
            label="Không bị thanh tra",
            outcome=PASS,
            sentence="“Đang bị thanh tra”: không.",
            figure="không",
            limit="",
            clause="Điều 5",
        ),
    )


def test_every_kind_of_condition_can_be_met() -> None:
    results = check(EVERY, a_product())
    assert [(one.key, one.outcome) for one in results] == [(f"K{number}", PASS) for number in range(1, 10)]
    assert overall(results) == PASS


@pytest.mark.parametrize(
    ("revenue", "outcome", "sentence"),
    [
        ({0: 1_500_000_000}, PASS, "Doanh thu 1.500.000.000 đồng/năm, đạt mức tối thiểu 1.500.000.000."),
        ({0: "1499999999.5"}, FAIL, "Doanh thu 1.499.999.999,5 đồng/năm, thấp hơn mức tối thiểu 1.500.000.000."),
        ({-1: 9_000_000_000}, UNKNOWN, "Chưa có số liệu “Doanh thu” của năm gần nhất."),
    ],
)
def test_a_threshold_includes_its_limit(revenue: Mapping[int, int | str], outcome: Outcome, sentence: str) -> None:
    # Ngưỡng 1,5 tỷ đồng/năm của nhóm nông nghiệp, mùa giải 2024.
    assert verdict("E1", an_entry(revenue=revenue), SMALL) == (outcome, sentence)


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        (">=", "thấp hơn mức tối thiểu", "đạt mức tối thiểu", "đạt mức tối thiểu"),
        (">", "không cao hơn mức", "không cao hơn mức", "cao hơn mức"),
        ("<=", "không quá mức tối đa", "không quá mức tối đa", "vượt mức tối đa"),
        ("<", "thấp hơn mức", "không thấp hơn mức", "không thấp hơn mức"),
    ],
)
def test_each_comparison_says_what_it_found(operator: Any, below: str, equal: str, above: str) -> None:
    rule = EVERY.variant("food").eligibility[0]
    assert isinstance(rule, Threshold)
    book = with_rule(replace(rule, operator=operator))
    found = [verdict("K1", a_product(series={"revenue": {-1: value}}), book)[1] for value in (999, 1000, 1001)]
    assert found == [
        f"Doanh thu 999 triệu đồng, {below} 1.000.",
        f"Doanh thu 1.000 triệu đồng, {equal} 1.000.",
        f"Doanh thu 1.001 triệu đồng, {above} 1.000.",
    ]


def test_a_threshold_looks_at_the_year_it_names() -> None:
    assert verdict("K1", a_product(series={"revenue": {0: 9000, -1: 999}})) == (
        FAIL,
        "Doanh thu 999 triệu đồng, thấp hơn mức tối thiểu 1.000.",
    )
    missing = result_of("K1", a_product(series={"revenue": {0: 9000}}), EVERY)
    assert missing == ConditionResult(
        key="K1",
        label="Doanh thu",
        outcome=UNKNOWN,
        sentence="Chưa có số liệu “Doanh thu” của 1 năm trước năm gần nhất.",
        limit="1.000",
        clause="Điều 5.1",
    )


@pytest.mark.parametrize(
    ("revenue", "outcome", "sentence"),
    [
        ({-2: 5, -1: 6, 0: 7}, PASS, "Doanh thu 3 năm gần nhất: 5 → 6 → 7 đồng/năm, năm sau cao hơn năm trước."),
        ({-2: 5, -1: 6, 0: 6}, FAIL, "Doanh thu 3 năm gần nhất: 5 → 6 → 6 đồng/năm, năm sau không cao hơn năm trước."),
        ({-2: 9, -1: 6, 0: 7}, FAIL, "Doanh thu 3 năm gần nhất: 9 → 6 → 7 đồng/năm, năm sau không cao hơn năm trước."),
        ({-1: 6, 0: 7}, UNKNOWN, "Chưa có số liệu “Doanh thu” của 2 năm trước năm gần nhất."),
    ],
)
def test_a_series_must_rise_strictly_every_year(
    revenue: Mapping[int, int | str], outcome: Outcome, sentence: str
) -> None:
    # "Doanh thu năm sau cao hơn năm trước" (nhóm phi nông nghiệp, mùa giải 2024); số năm là tự đặt.
    assert verdict("E5", an_entry(variant="non_agri", revenue=revenue), SMALL) == (outcome, sentence)


def test_a_paper_that_is_not_there_fails() -> None:
    assert verdict("E2", an_entry(papers=["finance_report"]), SMALL) == (FAIL, "Hồ sơ chưa có “Bản đăng ký tham gia”.")


@pytest.mark.parametrize(
    ("issued", "expires", "outcome", "told"),
    [
        (date(2025, 4, 1), None, PASS, " cấp ngày 01/04/2025, còn hiệu lực ngày 31/03/2026."),
        (date(2025, 4, 1), date(2026, 3, 31), PASS, " cấp ngày 01/04/2025, còn hiệu lực ngày 31/03/2026."),
        (date(2026, 3, 31), date(2026, 3, 31), PASS, " cấp ngày 31/03/2026, còn hiệu lực ngày 31/03/2026."),
        (date(2025, 3, 31), None, FAIL, " cấp ngày 31/03/2025, trước ngày 01/04/2025."),
        (date(2026, 4, 1), None, FAIL, " cấp ngày 01/04/2026, sau ngày 31/03/2026."),
        (
            date(2025, 4, 1),
            date(2026, 3, 30),
            FAIL,
            " hết hạn ngày 30/03/2026, trước ngày 31/03/2026.",
        ),
        (None, date(2026, 3, 31), UNKNOWN, " chưa ghi ngày cấp."),
    ],
)
def test_a_paper_is_in_force_on_the_day_and_young_enough(
    issued: date | None, expires: date | None, outcome: Outcome, told: str
) -> None:
    result = result_of("K3", a_product(papers={"test_report": HeldPaper(issued, expires)}), EVERY)
    assert (result.outcome, result.sentence) == (outcome, f"“Phiếu kiểm nghiệm”{told}")
    assert result.limit == "cấp từ 01/04/2025, còn hiệu lực ngày 31/03/2026"


@pytest.mark.parametrize(
    ("valid_on", "issued_from", "limit", "sentence"),
    [
        (date(2026, 3, 31), None, "còn hiệu lực ngày 31/03/2026", ", còn hiệu lực ngày 31/03/2026."),
        (None, date(2025, 4, 1), "cấp từ 01/04/2025", ", đúng thời hạn."),
    ],
)
def test_a_rule_may_ask_for_one_of_the_two_days_only(
    valid_on: date | None, issued_from: date | None, limit: str, sentence: str
) -> None:
    rule = EVERY.variant("food").eligibility[2]
    assert isinstance(rule, PaperPresent)
    result = result_of("K3", a_product(), with_rule(replace(rule, valid_on=valid_on, issued_from=issued_from)))
    assert (result.outcome, result.limit) == (PASS, limit)
    assert result.sentence == f"“Phiếu kiểm nghiệm” cấp ngày 01/06/2025{sentence}"


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({"law_compliance": True, "open_inquiry": True}, (PASS, HOLD, HOLD)),
        ({"law_compliance": False, "open_inquiry": True}, (FAIL, HOLD, FAIL)),
        ({"open_inquiry": True}, (UNKNOWN, HOLD, UNKNOWN)),
        ({}, (UNKNOWN, UNKNOWN, UNKNOWN)),
    ],
)
def test_an_open_inquiry_holds_and_a_breach_fails(
    flags: Mapping[str, bool], expected: tuple[Outcome, Outcome, Outcome]
) -> None:
    # Nghị định 152/2025: chưa khen thưởng khi đang thanh tra, điều tra; không phải là không đủ điều kiện.
    entry = an_entry(flags=flags)
    found = result_of("E3", entry).outcome, result_of("E4", entry).outcome, overall(check(SMALL, entry))
    assert found == expected


def test_yes_and_no_are_told_in_words() -> None:
    entry = an_entry(flags={"law_compliance": False, "open_inquiry": True})
    assert verdict("E3", entry, SMALL)[1] == "“Chấp hành pháp luật”: không, nên không đạt điều kiện."
    assert verdict("E4", entry, SMALL)[1] == "“Đang bị thanh tra”: có, nên tạm dừng xét cho đến khi có kết luận."
    assert verdict("E4", an_entry(flags={}), SMALL)[1] == "Chưa có câu trả lời cho mục “Đang bị thanh tra”."


@pytest.mark.parametrize(
    ("choices", "outcome", "told"),
    [
        ({"form": "union"}, PASS, "Loại hình: Liên hiệp, thuộc diện được chấp nhận (Hợp tác xã; Liên hiệp)."),
        ({"form": "group"}, FAIL, "Loại hình: Tổ hợp tác, không thuộc diện được chấp nhận (Hợp tác xã; Liên hiệp)."),
        ({"form": "firm"}, FAIL, "Loại hình: firm, không thuộc diện được chấp nhận (Hợp tác xã; Liên hiệp)."),
        ({}, UNKNOWN, "Chưa có câu trả lời cho mục “Loại hình”."),
    ],
)
def test_an_answer_is_accepted_or_not(choices: Mapping[str, str], outcome: Outcome, told: str) -> None:
    assert verdict("K5", a_product(choices=choices)) == (outcome, told)


@pytest.mark.parametrize(
    ("sets", "outcome", "told"),
    [
        ({"titles": {"state", "province"}}, PASS, "Bằng khen cấp tỉnh; Huân chương, thuộc"),
        ({"titles": {"province"}}, FAIL, "Bằng khen cấp tỉnh, không thuộc"),
        ({"titles": set()}, FAIL, "không có, không thuộc"),
    ],
)
def test_one_accepted_answer_of_several_is_enough(sets: Any, outcome: Outcome, told: str) -> None:
    rule = ChoiceIn(
        key="K5", label="Khen thưởng", figure="titles", options=("ministry", "state"), clause="thử", origin="tự đặt"
    )
    held = {key: frozenset(options) for key, options in sets.items()}
    assert verdict("K5", a_product(sets=held), with_rule(rule)) == (
        outcome,
        f"Khen thưởng: {told} diện được chấp nhận (Bằng khen cấp bộ; Huân chương).",
    )


def test_any_of_tells_every_part_and_all_of_is_one_of_them() -> None:
    entry = a_product(series={"members": {0: 20}})
    few = "Thành viên 20 người, thấp hơn mức tối thiểu 50."
    both = "Phải đạt mọi điều kiện: Hồ sơ đã có “Bản đăng ký”. “Truy xuất được nguồn gốc”: có."
    result = result_of("K9", entry, EVERY)
    assert (result.outcome, result.sentence) == (PASS, f"Chỉ cần đạt một điều kiện: {few} {both}")
    assert [(part.key, part.outcome) for part in result.parts] == [("K9a", FAIL), ("K9b", PASS)]
    assert [(part.key, part.outcome) for part in result.parts[1].parts] == [("K9b1", PASS), ("K9b2", PASS)]


@pytest.mark.parametrize(
    ("members", "traceable", "outcome"),
    [
        (60, None, PASS),
        (60, False, PASS),
        (20, True, PASS),
        (20, False, FAIL),
        (20, None, UNKNOWN),
        (None, False, UNKNOWN),
        (None, True, PASS),
    ],
)
def test_any_of_is_unknown_only_while_the_answer_could_change(
    members: int | None, traceable: bool | None, outcome: Outcome
) -> None:
    flags = {"lawful": True, "inquiry": False} | ({} if traceable is None else {"traceable": traceable})
    entry = a_product(series={"members": {} if members is None else {0: members}}, flags=flags)
    assert result_of("K9", entry, EVERY).outcome == outcome
    if members is None:
        assert "Chưa có số liệu “Thành viên”." in result_of("K9", entry, EVERY).sentence


def test_a_waived_condition_keeps_what_was_found_and_tells_the_reason() -> None:
    entry = a_product(papers={"registration": HeldPaper()}, waivers={"K3": "phiếu đang chờ cấp lại"})
    assert verdict("K3", entry) == (
        WAIVED,
        "Hồ sơ chưa có “Phiếu kiểm nghiệm”. Được miễn, lý do: phiếu đang chờ cấp lại",
    )
    assert overall(check(EVERY, entry)) == PASS


def test_a_condition_that_is_met_needs_no_waiver() -> None:
    entry = a_product(waivers={"K3": "không cần"})
    assert result_of("K3", entry, EVERY) == result_of("K3", a_product(), EVERY)


def test_a_hold_is_released_with_a_reason_though_nothing_is_waivable() -> None:
    held = a_product(flags={"lawful": True, "inquiry": True, "traceable": True})
    released = replace(held, waivers={"K6": "kết luận thanh tra số 12: không vi phạm"})
    assert overall(check(EVERY, held)) == HOLD
    assert overall(check(EVERY, released)) == PASS
    assert result_of("K6", released, EVERY).outcome == WAIVED


@pytest.mark.parametrize("key", ["K1", "K9b1", "K99"])
def test_what_the_rules_do_not_waive_nobody_waives(key: str) -> None:
    with pytest.raises(ScoringError) as refused:
        check(EVERY, a_product(waivers={key: "xin giúp"}))
    assert str(refused.value) == f"Hồ sơ SP-1: thể lệ không cho miễn điều kiện “{key}”."


def test_of_several_waivers_nobody_may_give_the_first_is_named() -> None:
    with pytest.raises(ScoringError) as refused:
        check(EVERY, a_product(waivers=dict.fromkeys(("K8", "K5", "K4", "K2", "K1", "K7"), "xin giúp")))
    assert str(refused.value) == "Hồ sơ SP-1: thể lệ không cho miễn điều kiện “K1”."


def test_a_waived_part_is_enough_for_any_of() -> None:
    nine = EVERY.variant("food").eligibility[8]
    assert isinstance(nine, AnyOf)
    first = replace(nine.conditions[0], waivable=True)
    book = with_rule(replace(nine, conditions=(first, nine.conditions[1])))
    entry = a_product(series={"members": {0: 20}}, papers={}, waivers={"K9a": "vùng thưa dân"})
    assert result_of("K9", entry, book).outcome == PASS


def test_nothing_to_check_is_nothing_against() -> None:
    assert overall(()) == PASS


def test_an_entry_of_a_table_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError):
        check(SMALL, an_entry(variant="credit_fund"))


@given(st.lists(st.integers(-(10**12), 10**12), min_size=3, max_size=3), st.integers(1, 10**6))
def test_multiplying_a_series_changes_no_verdict(values: list[int], factor: int) -> None:
    def outcome(times: int) -> Outcome:
        revenue = {offset: value * times for offset, value in zip((-2, -1, 0), values, strict=True)}
        return result_of("E5", an_entry(variant="non_agri", revenue=revenue)).outcome

    rises = values[0] < values[1] < values[2]
    assert {outcome(1), outcome(factor)} == {PASS if rises else FAIL}
