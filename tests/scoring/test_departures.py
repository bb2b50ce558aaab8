"""Who gets a place follows the ranking, unless a recorded motion of the council departs from it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.ballots import Vote
from scoring.counting import Count, count
from scoring.decision import Outcome
from scoring.errors import ScoringError
from scoring.levels import Ballot, Meeting, Quorum
from tests.scoring.world import SMALL, an_entry, ballots_of, by_code, sheets_of, with_decision, with_level

TWO_THIRDS = Ballot(
    kind="yes_no", secret=False, threshold=Fraction(2, 3), denominator="all", clause="Điều 15", origin="tự đặt"
)
QUORUM = Quorum(fraction=Fraction(2, 3), chair_required=False, recused="out", clause="Điều 13", origin="tự đặt")
BOOK = with_decision(with_level(SMALL, meeting=Meeting(quorum=QUORUM, departures=TWO_THIRDS)), waiting_list=1)
TOTALS = {"CS-1": 26, "CS-2": 24, "CS-3": 22, "CS-4": 20, "CS-5": 5}
ENTRIES = [an_entry(code) for code in TOTALS]
SHEETS = [sheet for code, total in TOTALS.items() for sheet in sheets_of(code, [total, total])]


def a_motion(motion: str, entry: str, *, yes: int = 6, no: int = 3) -> list[Vote]:
    voters = {f"m{number}": "yes" if number < yes else "no" for number in range(yes + no)}
    return ballots_of(entry, motion, **voters)


def counted(votes: list[Vote]) -> Count:
    return count(BOOK, ENTRIES, SHEETS, votes)


def told(votes: list[Vote]) -> list[tuple[str, int | None, Outcome, int | None, str | None]]:
    return [(one.entry, one.rank, one.outcome, one.waiting, one.motion) for one in counted(votes).entries]


UNTOUCHED = [
    ("CS-1", 1, Outcome.HONOURED, None, None),
    ("CS-2", 2, Outcome.HONOURED, None, None),
    ("CS-3", 3, Outcome.WAITING, 1, None),
    ("CS-4", 4, Outcome.NOT_HONOURED, None, None),
    ("CS-5", 5, Outcome.BELOW_FLOOR, None, None),
]


def test_without_a_motion_the_ranking_decides() -> None:
    assert told([]) == UNTOUCHED


def test_a_motion_that_passes_adds_an_entry_and_the_last_of_the_others_waits() -> None:
    assert told(a_motion("add: vùng đặc biệt khó khăn", "CS-4")) == [
        ("CS-1", 1, Outcome.HONOURED, None, None),
        ("CS-2", 2, Outcome.WAITING, 1, None),
        ("CS-3", 3, Outcome.NOT_HONOURED, None, None),
        ("CS-4", 4, Outcome.HONOURED, None, "add: vùng đặc biệt khó khăn"),
        ("CS-5", 5, Outcome.BELOW_FLOOR, None, None),
    ]


def test_a_motion_that_passes_removes_an_entry_and_the_next_takes_the_place() -> None:
    assert told(a_motion("remove:báo cáo không trung thực", "CS-1")) == [
        ("CS-1", 1, Outcome.REMOVED, None, "remove: báo cáo không trung thực"),
        ("CS-2", 2, Outcome.HONOURED, None, None),
        ("CS-3", 3, Outcome.HONOURED, None, None),
        ("CS-4", 4, Outcome.WAITING, 1, None),
        ("CS-5", 5, Outcome.BELOW_FLOOR, None, None),
    ]


@pytest.mark.parametrize(("yes", "no"), [(5, 4), (0, 9)])
def test_a_motion_that_does_not_pass_changes_nothing_and_is_kept(yes: int, no: int) -> None:
    votes = a_motion("add:lý do", "CS-4", yes=yes, no=no)
    assert told(votes) == UNTOUCHED
    (motion,) = counted(votes).ballots.departures
    assert (motion.motion, motion.entry, motion.reason, motion.yes, motion.passed) == (
        "add", "CS-4", "lý do", yes, False,
    )  # fmt: skip


def test_a_motion_without_a_quorum_does_not_pass() -> None:
    votes = a_motion("remove:x", "CS-1", yes=5, no=0) + ballots_of(
        "CS-1", "remove:x", **{f"a{number}": "absent" for number in range(4)}
    )
    assert told(votes) == UNTOUCHED


def test_the_floor_stands_before_any_motion() -> None:
    found = by_code(counted(a_motion("add:lý do", "CS-5")))["CS-5"]
    assert (found.outcome, found.motion) == (Outcome.BELOW_FLOOR, "add: lý do")


def test_several_motions_are_taken_together_whatever_their_order() -> None:
    votes = a_motion("add:một", "CS-3") + a_motion("add:hai", "CS-4") + a_motion("remove:ba", "CS-2")
    assert counted(votes) == counted(votes[::-1])
    assert [one.reason for one in counted(votes[::-1]).ballots.departures] == ["hai", "một", "ba"]
    assert [(entry, outcome) for entry, _, outcome, _, _ in told(votes)] == [
        ("CS-1", Outcome.WAITING),
        ("CS-2", Outcome.REMOVED),
        ("CS-3", Outcome.HONOURED),
        ("CS-4", Outcome.HONOURED),
        ("CS-5", Outcome.BELOW_FLOOR),
    ]


@pytest.mark.parametrize("second", ["remove:lý do", "add:lý do khác"])
def test_one_entry_is_moved_by_one_motion_only(second: str) -> None:
    votes = a_motion("add:lý do", "CS-4") + a_motion(second, "CS-4")
    with pytest.raises(ScoringError) as refused:
        counted(votes)
    assert str(refused.value) == "Hồ sơ CS-4 có hai đề nghị làm khác thứ hạng."


@pytest.mark.parametrize("motion", ["add", "add:", "remove: "])
def test_a_motion_tells_its_reason(motion: str) -> None:
    with pytest.raises(ScoringError) as refused:
        counted(ballots_of("CS-4", motion, m1="yes"))
    assert str(refused.value) == (
        "Phiếu của “m1” cho hồ sơ CS-4: đề nghị làm khác thứ hạng phải ghi lý do, ví dụ add:lý do."
    )


def test_where_the_rules_know_no_departure_none_is_taken() -> None:
    book = with_level(BOOK, meeting=Meeting(quorum=QUORUM, approval=TWO_THIRDS))
    with pytest.raises(ScoringError) as refused:
        count(book, ENTRIES, SHEETS, a_motion("add:x", "CS-4"))
    assert str(refused.value) == "Phiếu của “m0” cho hồ sơ CS-4: thể lệ không có bỏ phiếu “add” ở cấp này."


# ---------------------------------------------------------------- Biểu quyết từng hồ sơ


def approving(**passed: bool) -> list[Vote]:
    """A ballot on each entry named: CS_1=True passes with nine yes."""
    return [
        vote
        for code, yes in passed.items()
        for vote in a_motion("approve", code.replace("_", "-"), yes=9 if yes else 0, no=0 if yes else 9)
    ]


VOTING = with_level(BOOK, meeting=Meeting(quorum=QUORUM, approval=TWO_THIRDS, departures=TWO_THIRDS))


def test_until_the_council_has_voted_the_best_are_only_proposed() -> None:
    found = by_code(count(VOTING, ENTRIES, SHEETS))
    assert [(code, one.outcome) for code, one in found.items()] == [
        ("CS-1", Outcome.PROPOSED),
        ("CS-2", Outcome.PROPOSED),
        ("CS-3", Outcome.WAITING),
        ("CS-4", Outcome.NOT_HONOURED),
        ("CS-5", Outcome.BELOW_FLOOR),
    ]


def test_an_entry_the_council_refuses_gives_its_place_to_the_next() -> None:
    counted_ = count(VOTING, ENTRIES, SHEETS, approving(CS_1=True, CS_2=False, CS_3=True, CS_5=True))
    assert [(one.entry, one.outcome) for one in counted_.entries] == [
        ("CS-1", Outcome.HONOURED),
        ("CS-2", Outcome.NOT_APPROVED),
        ("CS-3", Outcome.HONOURED),
        ("CS-4", Outcome.WAITING),
        ("CS-5", Outcome.BELOW_FLOOR),
    ]
    assert [one.ballot.yes if one.ballot else None for one in counted_.entries] == [9, 0, 9, None, 9]


def test_a_ballot_without_a_quorum_refuses_nobody_and_honours_nobody() -> None:
    away = [replace(vote, vote="absent") if vote.voter > "m2" else vote for vote in approving(CS_1=True)]
    found = by_code(count(VOTING, ENTRIES, SHEETS, away))["CS-1"]
    assert (found.outcome, found.ballot and found.ballot.quorate) == (Outcome.PROPOSED, False)


def test_an_added_entry_needs_the_ballot_on_it_too() -> None:
    votes = a_motion("add:lý do", "CS-4")
    assert by_code(count(VOTING, ENTRIES, SHEETS, votes))["CS-4"].outcome == Outcome.PROPOSED
    assert by_code(count(VOTING, ENTRIES, SHEETS, votes + approving(CS_4=True)))["CS-4"].outcome == Outcome.HONOURED
    assert by_code(count(VOTING, ENTRIES, SHEETS, votes + approving(CS_4=False)))["CS-4"].outcome == (
        Outcome.NOT_APPROVED
    )
