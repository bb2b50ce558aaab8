"""The whole count: worked by hand once, then its laws."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ballots import Ballots
from scoring.counting import Count, EntryCount, count
from scoring.criteria import judged_in
from scoring.decision import Outcome
from scoring.eligibility import Outcome as Eligibility
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.ranking_rules import ChairTie, MedianTie
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet, check_marks
from scoring.tally import Share
from tests.scoring.world import (
    SMALL,
    a_sheet,
    an_entry,
    ballots_of,
    by_code,
    outcomes,
    seasons,
    sheets_of,
    with_level,
)

Season = tuple[list[Entry], list[Sheet]]

MIDDLE_BAND = "từ 1.000.000.000 đến dưới 5.000.000.000"
THREE_SHEETS = [
    a_sheet("CS-1", 1, A2="7.5", B="10.25"),
    a_sheet("CS-1", 2, A2=8, B=11),
    a_sheet("CS-1", 3, A2=8, B=12),
]


def test_one_entry_worked_by_hand() -> None:
    counted = count(SMALL, [an_entry()], THREE_SHEETS)
    assert counted == Count(
        "central",
        (
            EntryCount(
                given=an_entry(),
                eligibility=Eligibility.PASS,
                conditions=dict.fromkeys(("E1", "E2", "E3", "E4"), Eligibility.PASS),
                sheets=3,
                round=1,
                spread=Fraction(9, 4),
                criteria={
                    "A": Fraction(40, 3),
                    "A1": Fraction(11, 2),
                    "A2": Fraction(47, 6),
                    "B": Fraction(133, 12),
                    "C": Fraction(4),
                },
                adjustments={},
                base=Fraction(341, 12),
                total=Fraction(341, 12),
                printed_total="28.42",
                knocked_out=None,
                rank=1,
                tie_step=None,
                outcome=Outcome.HONOURED,
                tier=None,
                waiting=None,
                motion=None,
                ballot=None,
                shares=(
                    Share(judge=1, group="", round=1, total=Fraction("17.75"), use="counted"),
                    Share(judge=2, group="", round=1, total=Fraction(19), use="counted"),
                    Share(judge=3, group="", round=1, total=Fraction(20), use="counted"),
                ),
            ),
        ),
        Ballots(approvals={}, departures=(), order={}, order_reason=""),
    )


def test_the_outcomes_of_one_season() -> None:
    entries = [an_entry(code) for code in ("CS-1", "CS-2", "CS-3", "CS-4", "CS-5")]
    entries.append(an_entry("PN-6", variant="non_agri"))
    sheets = [sheet for code, total in (("CS-1", 26), ("CS-4", 10)) for sheet in sheets_of(code, [total, total])]
    sheets += [a_sheet("CS-2", judge, A2=9, B=16) for judge in (1, 2)]
    sheets += [a_sheet("CS-3", judge, A2=10, B=15) for judge in (1, 2)]
    sheets += [a_sheet("CS-5", 1, A2=10, B=16), a_sheet("CS-5", 2, A2=10, B=None)]
    sheets += [a_sheet("PN-6", judge, A=24, B=16) for judge in (1, 2)]
    assert outcomes(count(SMALL, entries, sheets)) == [
        ("PN-6", "40.00", 1, "honoured", None),
        ("CS-1", "35.50", 2, "honoured", None),
        ("CS-3", "34.50", 3, "not_honoured", "Điểm nhóm A"),
        ("CS-2", "34.50", 4, "not_honoured", "Điểm nhóm A"),
        ("CS-4", "19.50", 5, "below_floor", None),
        ("CS-5", "35.50", None, "not_counted", None),
    ]


def test_who_does_not_meet_the_conditions_is_counted_but_not_ranked_and_takes_no_place() -> None:
    entries = [
        an_entry("CS-1"),
        an_entry("CS-2", flags={"law_compliance": False, "open_inquiry": False}),
        an_entry("CS-3", flags={"law_compliance": True, "open_inquiry": True}),
        an_entry("CS-4", flags={"open_inquiry": False}),
        an_entry("CS-5"),
        an_entry("CS-6", flags={"law_compliance": False}),
    ]
    sheets = [sheet for one in entries for sheet in sheets_of(one.code, [26 if one.code != "CS-1" else 20] * 2)]
    found = count(SMALL, entries, sheets)
    assert outcomes(found) == [
        ("CS-5", "35.50", 1, "honoured", None),
        ("CS-1", "29.50", 2, "honoured", None),
        ("CS-2", "35.50", None, "ineligible", None),
        ("CS-3", "35.50", None, "on_hold", None),
        ("CS-4", "35.50", None, "unknown", None),
        ("CS-6", "35.50", None, "ineligible", None),
    ]
    assert [one.eligibility for one in found.entries] == [
        Eligibility.PASS,
        Eligibility.PASS,
        Eligibility.FAIL,
        Eligibility.ON_HOLD,
        Eligibility.UNKNOWN,
        Eligibility.FAIL,
    ]


def test_a_hold_that_was_released_is_ranked() -> None:
    held = an_entry(flags={"law_compliance": True, "open_inquiry": True}, waivers={"E4": "đã có kết luận"})
    found = count(SMALL, [held], THREE_SHEETS).entries[0]
    assert (found.eligibility, found.rank, found.outcome) == (Eligibility.PASS, 1, Outcome.HONOURED)


def test_totals_that_print_alike_are_equal_though_they_differ_exactly() -> None:
    entries = [an_entry("CS-1"), an_entry("CS-2")]
    lower = [a_sheet("CS-1", 1, A2=8, B=8), a_sheet("CS-1", 2, A2=8, B=8), a_sheet("CS-1", 3, A2=8, B="8.25")]
    whole = replace(SMALL, rounding=replace(SMALL.rounding, digits=0))
    higher = [a_sheet("CS-2", judge, A2="7.5", B="8.75") for judge in (1, 2, 3)]
    counted = count(whole, entries, lower + higher)
    assert [(one.entry, one.total, one.printed_total, one.tie_step) for one in counted.entries] == [
        ("CS-1", Fraction(307, 12), "26", "Điểm nhóm A"),
        ("CS-2", Fraction(103, 4), "26", "Điểm nhóm A"),
    ]


@pytest.mark.parametrize(
    ("mode", "printed", "outcome"), [("half_up", "20", "honoured"), ("half_even", "18", "below_floor")]
)
def test_the_floor_is_asked_of_the_total_rounded_once(mode: str, printed: str, outcome: str) -> None:
    # 5,5 + 4 + 10 = 19,5 và 5,5 + 4 + 9 = 18,5: nửa làm tròn lên được 20, nửa về số chẵn từ 18,5 được 18.
    book = replace(SMALL, rounding=replace(SMALL.rounding, digits=0, mode=mode))  # type: ignore[arg-type]
    total = 10 if mode == "half_up" else 9
    (found,) = count(book, [an_entry()], sheets_of("CS-1", [total, total])).entries
    assert (found.printed_total, str(found.outcome)) == (printed, outcome)


def chair_decides() -> Rulebook:
    """Two places, and the chair's order at the end."""
    step = ChairTie(label="Chủ tịch quyết định", origin="model")
    return replace(SMALL, ranking=replace(SMALL.ranking, tie_breaks=(step,)))


def test_equals_wait_for_the_chair_and_take_the_places_in_the_order_the_chair_gives() -> None:
    entries = [an_entry(code) for code in ("CS-1", "CS-2", "CS-3")]
    sheets = [sheet for one in entries for sheet in sheets_of(one.code, [20, 20])]
    assert outcomes(count(chair_decides(), entries, sheets)) == [
        (code, "29.50", 1, "awaiting_chair", "Chủ tịch quyết định") for code in ("CS-1", "CS-2", "CS-3")
    ]
    votes = [
        row
        for place, code in enumerate(("CS-3", "CS-1", "CS-2"), 1)
        for row in ballots_of(code, "order:nhiều lao động hơn", chair=str(place))
    ]
    decided = count(chair_decides(), entries, sheets, votes)
    assert [(one.entry, one.rank, one.outcome, one.tie_step) for one in decided.entries] == [
        ("CS-3", 1, Outcome.HONOURED, "Chủ tịch quyết định"),
        ("CS-1", 2, Outcome.HONOURED, "Chủ tịch quyết định"),
        ("CS-2", 3, Outcome.NOT_HONOURED, "Chủ tịch quyết định"),
    ]
    assert decided.ballots.order_reason == "nhiều lao động hơn"


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        # Trung bình đều là 15; trung vị 15 và 12.
        ([15, 26, 4], [12, 26, 7], ["CS-1", "CS-2"]),
        ([26, 7, 12], [4, 15, 26], ["CS-2", "CS-1"]),
        # Số phiếu chẵn: trung vị là trung bình của hai phiếu ở giữa, 14 và 15.
        ([26, 20, 8, 6], [4, 10, 20, 26], ["CS-2", "CS-1"]),
    ],
)
def test_the_higher_median_of_the_sheets_totals_parts_equals(
    first: list[int], second: list[int], order: list[str]
) -> None:
    steps = (MedianTie(label="Trung vị", origin="tự đặt"), *SMALL.ranking.tie_breaks)
    everybody = with_level(SMALL, aggregation=replace(SMALL.level().aggregation, minimum_sheets=1))
    book = replace(everybody, ranking=replace(SMALL.ranking, tie_breaks=steps))
    sheets = sheets_of("CS-1", first) + sheets_of("CS-2", second)
    found = count(book, [an_entry("CS-1"), an_entry("CS-2")], sheets)
    assert [(one.entry, one.printed_total) for one in found.entries] == [(code, "24.50") for code in order]


@pytest.mark.parametrize(
    ("entries", "sheets", "sentence"),
    [
        ([an_entry(), an_entry()], [], "Mã hồ sơ CS-1 xuất hiện hai lần."),
        ([an_entry(variant="khác")], [], "Hồ sơ CS-1 thuộc bảng “khác” không có trong thể lệ."),
        (
            [an_entry()],
            [a_sheet("CS-9", 1, A2=1, B=1)],
            "Có phiếu chấm cho hồ sơ CS-9 không có trong danh sách.",
        ),
        (
            [an_entry()],
            [a_sheet("CS-1", 1, A2=1, B=1), a_sheet("CS-1", 1, A2=2, B=1)],
            "Giám khảo số 1 có hai phiếu cho hồ sơ CS-1.",
        ),
        (
            [an_entry(waivers={"E1": "xin giúp"})],
            [],
            "Hồ sơ CS-1: thể lệ không cho miễn điều kiện “E1”.",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused(entries: list[Entry], sheets: list[Sheet], sentence: str) -> None:
    with pytest.raises(ScoringError) as refused:
        count(SMALL, entries, sheets)
    assert str(refused.value) == sentence


def test_nothing_counted_is_nothing_ranked() -> None:
    assert count(SMALL, [], []) == Count("central", (), Ballots(approvals={}, departures=(), order={}, order_reason=""))


# ---------------------------------------------------------------- Quy luật


@given(seasons(), st.data())
def test_the_order_of_entries_and_sheets_never_matters(season: Season, data: st.DataObject) -> None:
    entries, sheets = season
    shuffled = data.draw(st.permutations(entries)), data.draw(st.permutations(sheets))
    assert count(SMALL, *shuffled) == count(SMALL, entries, sheets)


@given(seasons())
def test_counting_every_sheet_twice_changes_neither_points_nor_ranks(season: Season) -> None:
    entries, sheets = season
    enough = [sheet for sheet in sheets if sheet.judge < 2]
    again = [replace(sheet, judge=sheet.judge + 100) for sheet in enough]
    everybody = with_level(SMALL, aggregation=replace(SMALL.level().aggregation, minimum_sheets=1))
    once, twice = count(everybody, entries, enough), count(everybody, entries, enough + again)
    assert outcomes(once) == outcomes(twice)
    assert [one.criteria for one in once.entries] == [one.criteria for one in twice.entries]


@given(seasons())
def test_the_means_are_those_of_plain_division(season: Season) -> None:
    entries, sheets = season
    for one in count(SMALL, entries, sheets).entries:
        variant = SMALL.variant(one.variant)
        complete = [
            sheet
            for sheet in sheets
            if sheet.entry == one.entry and not check_marks(variant, sheet.marks, complete=True)
        ]
        assert one.sheets == len(complete)
        for criterion in judged_in(variant.criteria):
            marks = [sheet.marks[criterion.key] or Fraction(0) for sheet in complete]
            assert one.criteria[criterion.key] == (sum(marks, Fraction(0)) / len(marks) if marks else 0)
        assert one.total == sum(one.criteria[root.key] for root in variant.criteria)
        assert 0 <= one.total <= SMALL.max_total.value


@given(seasons(), st.data())
def test_a_higher_mark_never_lowers_the_rank(season: Season, data: st.DataObject) -> None:
    entries, sheets = season
    before = by_code(count(SMALL, entries, sheets))
    raisable = [
        (place, key)
        for place, sheet in enumerate(sheets)
        if before[sheet.entry].rank is not None
        and not check_marks(SMALL.variant(before[sheet.entry].variant), sheet.marks, complete=True)
        for key, mark in sheet.marks.items()
        if (mark or 0) < SMALL.variant(before[sheet.entry].variant).criterion(key).max_points
    ]
    if not raisable:
        return
    place, key = data.draw(st.sampled_from(raisable))
    old = sheets[place]
    most = SMALL.variant(before[old.entry].variant).criterion(key).max_points
    raised = [*sheets]
    raised[place] = replace(old, marks={**old.marks, key: most})
    after = by_code(count(SMALL, entries, raised))
    assert after[old.entry].total >= before[old.entry].total
    assert (after[old.entry].rank or 0) <= (before[old.entry].rank or 0)


@given(seasons(), st.integers(0, 7))
def test_a_sheet_with_full_marks_never_lowers_a_total(season: Season, place: int) -> None:
    entries, sheets = season
    entry = entries[place % len(entries)]
    full = {one.key: one.max_points for one in judged_in(SMALL.variant(entry.variant).criteria)}
    more = Sheet(entry=entry.code, judge=99, marks=full)
    before, after = (by_code(count(SMALL, entries, cast))[entry.code] for cast in (sheets, [*sheets, more]))
    assert after.sheets == before.sheets + 1
    assert after.total >= before.total


@given(st.lists(st.integers(0, 8), min_size=2, max_size=8), st.integers(0, 8))
def test_adding_the_same_points_to_everybody_shifts_totals_and_reorders_nobody(marks: list[int], more: int) -> None:
    entries = [an_entry(f"CS-{number}") for number in range(len(marks))]

    def counted(extra: int) -> Count:
        sheets = [
            a_sheet(f"CS-{number}", judge, A2=5, B=mark + extra)
            for number, mark in enumerate(marks)
            for judge in (1, 2)
        ]
        return count(SMALL, entries, sheets)

    before, after = counted(0), counted(more)
    assert [one.entry for one in after.entries] == [one.entry for one in before.entries]
    assert [one.total - more for one in after.entries] == [one.total for one in before.entries]


@given(seasons())
def test_honours_never_exceed_the_places_and_follow_the_ranks(season: Season) -> None:
    counted = count(SMALL, *season)
    ranked = [one for one in counted.entries if one.rank is not None]
    assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
    honoured = [one.rank for one in ranked if one.outcome == Outcome.HONOURED]
    assert honoured == list(range(1, len(honoured) + 1))
    assert len(honoured) <= 2
    unranked = counted.entries[len(ranked) :]
    assert [one.entry for one in unranked] == sorted(one.entry for one in unranked)
    assert {one.outcome for one in unranked} <= {Outcome.NOT_COUNTED, Outcome.UNKNOWN, Outcome.INELIGIBLE}
