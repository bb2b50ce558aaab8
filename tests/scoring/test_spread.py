"""Sheets too far apart lead to a discussion and new sheets; both rounds are kept."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from scoring.counting import EntryCount, count
from scoring.decision import Outcome
from scoring.errors import ScoringError
from scoring.levels import Spread
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from tests.scoring.world import SMALL, a_sheet, an_entry, sheets_of, with_level


def a_book(limit: int = 10, rounds: int = 2) -> Rulebook:
    """The councils of OCOP: not more than 10 points apart, else discuss and mark again."""
    spread = Spread(limit=Fraction(limit), rounds=rounds, clause="Quy chế hội đồng OCOP cấp tỉnh", origin="model")
    return with_level(SMALL, spread=spread)


def counted(sheets: Sequence[Sheet], book: Rulebook | None = None) -> EntryCount:
    return count(book or a_book(), [an_entry()], sheets).entries[0]


@pytest.mark.parametrize(
    ("totals", "spread", "outcome"),
    [
        ([20, 15, 10], "10", Outcome.HONOURED),
        ([20, 15, "9.75"], "10.25", Outcome.NEEDS_DISCUSSION),
        ([26, 0], "26", Outcome.NEEDS_DISCUSSION),
        ([20, 20], "0", Outcome.HONOURED),
    ],
)
def test_ten_points_apart_are_not_too_far_and_a_quarter_more_is(
    totals: list[int | str], spread: str, outcome: Outcome
) -> None:
    result = counted(sheets_of("CS-1", totals))
    assert (result.spread, result.outcome) == (Fraction(spread), outcome)
    assert (result.rank is None) == (outcome is Outcome.NEEDS_DISCUSSION)


def test_the_new_sheets_stand_and_the_old_ones_are_kept() -> None:
    result = counted(sheets_of("CS-1", [26, 10, 12]) + sheets_of("CS-1", [20, 18, 16], again=2))
    assert (result.round, result.spread, result.sheets, result.printed_total) == (2, 4, 3, "27.50")
    assert [(share.round, share.judge, share.total, share.use) for share in result.shares] == [
        (1, 1, 26, "superseded"),
        (1, 2, 10, "superseded"),
        (1, 3, 12, "superseded"),
        (2, 1, 20, "counted"),
        (2, 2, 18, "counted"),
        (2, 3, 16, "counted"),
    ]


def test_the_order_in_which_the_rounds_come_in_does_not_matter() -> None:
    first, second = sheets_of("CS-1", [26, 10, 12]), sheets_of("CS-1", [20, 18, 16], again=2)
    assert counted(second + first) == counted(first + second)


def test_after_the_last_round_the_sheets_stand_however_far_apart() -> None:
    result = counted(sheets_of("CS-1", [26, 0]) + sheets_of("CS-1", [25, 1], again=2))
    assert (result.spread, result.outcome, result.printed_total) == (24, Outcome.HONOURED, "22.50")


def test_the_rulebook_may_allow_a_third_round() -> None:
    two = sheets_of("CS-1", [26, 0]) + sheets_of("CS-1", [25, 1], again=2)
    assert counted(two, a_book(rounds=3)).outcome == Outcome.NEEDS_DISCUSSION
    three = counted([*two, *sheets_of("CS-1", [15, 14], again=3)], a_book(rounds=3))
    assert (three.round, three.outcome, three.printed_total) == (3, Outcome.HONOURED, "24.00")


def test_an_incomplete_sheet_and_an_abstention_spread_nothing() -> None:
    silent = Sheet(entry="CS-1", judge=4, marks={}, abstained=True)
    result = counted([*sheets_of("CS-1", [20, 18, None]), silent])
    assert (result.spread, result.outcome) == (2, Outcome.HONOURED)


def test_an_empty_second_round_is_waited_for() -> None:
    started = Sheet(entry="CS-1", judge=1, round=2, marks={"A2": None, "B": None})
    result = counted([*sheets_of("CS-1", [26, 0]), started])
    assert (result.round, result.sheets, result.spread, result.outcome) == (2, 0, None, Outcome.NOT_COUNTED)
    assert [share.use for share in result.shares] == ["superseded", "superseded", "incomplete"]


@pytest.mark.parametrize(
    ("rounds", "refused"),
    [
        ({1: [20, 19], 2: [20, 19]}, 2),
        ({2: [20, 19]}, 2),
        ({1: [26, 0], 2: [26, 0], 3: [20, 19]}, 3),
        ({1: [26, 0], 3: [20, 19]}, 3),
        ({0: [20, 19]}, 0),
    ],
)
def test_a_round_nobody_asked_for_is_refused(rounds: dict[int, list[int]], refused: int) -> None:
    sheets = [sheet for number, totals in rounds.items() for sheet in sheets_of("CS-1", totals, again=number)]
    with pytest.raises(ScoringError) as told:
        counted(sheets)
    assert str(told.value) == f"Hồ sơ CS-1 có phiếu của vòng {refused} mà thể lệ không cho chấm lại."


def test_without_a_rule_there_is_one_round_and_no_discussion() -> None:
    assert counted(sheets_of("CS-1", [26, 0]), SMALL).outcome == Outcome.HONOURED
    with pytest.raises(ScoringError):
        counted(sheets_of("CS-1", [26, 0]) + sheets_of("CS-1", [20, 19], again=2), SMALL)


def test_one_entry_in_discussion_does_not_hold_up_the_others() -> None:
    entries = [an_entry("CS-1"), an_entry("CS-2")]
    sheets = [*sheets_of("CS-1", [26, 0]), *sheets_of("CS-2", [20, 19]), a_sheet("CS-2", 3, A2=5, B=16)]
    assert [(one.entry, one.rank, one.outcome) for one in count(a_book(), entries, sheets).entries] == [
        ("CS-2", 1, Outcome.HONOURED),
        ("CS-1", None, Outcome.NEEDS_DISCUSSION),
    ]
