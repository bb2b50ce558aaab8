"""Ballots as rows of votes: whatever is cast, scoring counts it, and a secret one tells nothing but its totals."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.meetings.electorate import Electorate
from awards.meetings.results_told import (
    Counted,
    Outcome,
    counted_by_hands,
    counted_by_the_rulebook,
    needed_yes,
    reveals,
    working,
)
from awards.meetings.tallying import (
    ImpossibleTotals,
    Names,
    Totals,
    on_entry,
    open_rows,
    secret_rows,
    share_out,
    write_names,
)
from awards.meetings.wording import ALL_ALIKE, FEW_VOTERS, ONE_DIFFERS
from scoring.ballots import Vote, count_ballots
from scoring.levels import Ballot, Level, Meeting, Quorum
from tests.scoring.world import SMALL

FACTS: Any = {"clause": "Điều 9", "origin": "tự đặt"}
MEMBERS = tuple(range(1, 8))
ENTRIES = (10, 11, 12)
NAMES = Names({10: "CS-1", 11: "CS-2", 12: "CS-3"}, {one: one for one in MEMBERS}, 1)
RULE = Ballot(kind="yes_no", secret=False, threshold=Fraction(2, 3), denominator="all", written_opinions=True, **FACTS)


def a_level(rule: Ballot, *, recused: Any = "out") -> Level:
    quorum = Quorum(fraction=Fraction(1, 2), chair_required=False, recused=recused, **FACTS)
    small = SMALL.level()
    return Level(
        key=small.key,
        label=small.label,
        aggregation=small.aggregation,
        decision=small.decision,
        meeting=Meeting(quorum=quorum, approval=rule),
    )


@st.composite
def electorates(draw: st.DrawFn, entries: tuple[int, ...]) -> Electorate:
    there = draw(st.lists(st.booleans(), min_size=len(MEMBERS), max_size=len(MEMBERS)))
    present = frozenset(one for one, is_there in zip(MEMBERS, there, strict=True) if is_there)
    out = {entry: draw(st.frozensets(st.sampled_from(MEMBERS), max_size=3)) for entry in entries}
    return Electorate(entries, present, frozenset(MEMBERS) - present, out, 1)


@st.composite
def named(draw: st.DrawFn) -> tuple[Electorate, dict[int, frozenset[int]], int]:
    """Who is there, what each voter names, and how many may be named."""
    electorate, most = draw(electorates(ENTRIES)), draw(st.integers(1, 3))
    slips = {}
    for member in sorted(electorate.voters):
        able = electorate.entries_of(member)
        slips[member] = draw(st.frozensets(st.sampled_from(able), max_size=most))
    return electorate, slips, most


def counts(rule: Ballot, rows: list[Vote], recused: str = "out") -> list[tuple[str, int, int, int, int, int, bool]]:
    found = count_ballots(a_level(rule, recused=recused), rows, NAMES.codes.values()).approvals
    return [
        (code, one.members, one.present, one.recused, one.yes, one.denominator, one.passed)
        for code, one in sorted(found.items())
    ]


@settings(max_examples=60)
@given(named(), st.sampled_from(["all", "present", "valid"]), st.sampled_from(["out", "counted"]))
def test_a_secret_ballot_that_names_entries_counts_as_the_same_slips_by_name(
    ballot: tuple[Electorate, dict[int, frozenset[int]], int], denominator: Any, recused: str
) -> None:
    electorate, slips, most = ballot
    rule = Ballot(kind="approve_k", secret=True, most=most, threshold=Fraction(1, 2), denominator=denominator, **FACTS)
    cast = {member: write_names(sorted(chosen)) for member, chosen in slips.items()}
    by_name = open_rows("approve", electorate, NAMES, cast, {})
    yes = Counter(entry for chosen in slips.values() for entry in chosen)
    silent = electorate.present - electorate.voters
    hidden = secret_rows("approve", electorate, NAMES, Totals(yes, silent=len(silent), silent_members=silent), {}, most)
    assert counts(rule, hidden, recused) == counts(rule, by_name, recused)


@given(electorates(ENTRIES[:1]), st.data())
def test_a_secret_ballot_on_one_entry_counts_as_the_same_votes_by_name(electorate: Electorate, data: Any) -> None:
    cast = {one: data.draw(st.sampled_from(["yes", "no", "blank"])) for one in sorted(electorate.voters)}
    written = {one: data.draw(st.sampled_from(["yes", "no"])) for one in sorted(electorate.writers)}
    said = Counter(cast.values())
    totals = Totals({10: said["yes"]}, no=said["no"])
    hidden = secret_rows("approve", electorate, NAMES, totals, written, None)
    assert counts(RULE, hidden) == counts(RULE, open_rows("approve", electorate, NAMES, cast, written))


def test_rows_of_a_secret_ballot_are_made_of_its_totals_alone() -> None:
    electorate = Electorate((10,), frozenset({1, 2, 3, 4}), frozenset({5}), {10: frozenset({4})}, 1)
    rows = secret_rows("approve", electorate, NAMES, Totals({10: 1}, no=2), {}, None)
    assert sorted((one.voter, one.vote) for one in rows) == [
        ("1", "recused"), ("2", "yes"), ("3", "no"), ("4", "no"), ("member 5", "absent"),
    ]  # fmt: skip


def test_more_yes_than_the_slips_could_give_is_refused() -> None:
    able = {10: frozenset({0, 1}), 11: frozenset({0, 1})}
    assert share_out({10: 1, 11: 1}, able, 1) == {10: {0}, 11: {1}}
    with pytest.raises(ImpossibleTotals):
        share_out({10: 2, 11: 1}, able, 1)
    with pytest.raises(ImpossibleTotals):
        secret_rows("approve", Electorate((10,), frozenset({1})), NAMES, Totals({10: 1}, no=1), {}, None)


def test_room_is_made_for_an_entry_only_one_slip_can_name() -> None:
    assert share_out({10: 1, 11: 1}, {10: frozenset({0, 1}), 11: frozenset({0})}, 1) == {10: {1}, 11: {0}}


def test_a_vote_that_names_entries_says_yes_or_no_of_each() -> None:
    vote = write_names([12, 10])
    assert (vote, [on_entry(vote, one) for one in ENTRIES], on_entry("blank", 10)) == (
        "[10, 12]", ["yes", "no", "yes"], "blank",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("threshold", "strictly", "denominator", "needed"),
    [("9/10", False, 20, 18), ("2/3", False, 7, 5), ("1/2", True, 10, 6), ("1/2", True, 9, 5), ("1", False, 7, 7)],
)
def test_the_least_number_of_yes_is_told(threshold: str, strictly: bool, denominator: int, needed: int) -> None:
    rule = Ballot(
        kind="yes_no", secret=False, threshold=Fraction(threshold), strictly=strictly, denominator="all", **FACTS
    )
    assert needed_yes(rule, denominator) == needed


def a_count(**numbers: Any) -> Counted:
    given = {"entry": 10, "members": 7, "present": 6, "recused": 1, "written": 1, "yes": 5, "no": 1, "blank": 1}
    facts = given | {"invalid": 0, "denominator": 7, "needed": 5, "quorate": True, "passed": True} | numbers
    return Counted(**{"chair_decided": False, **facts})


def test_the_working_is_told_in_words() -> None:
    assert working(a_count(), RULE) == (
        "5 đồng ý, 1 không đồng ý, 1 không có ý kiến; trong đó 1 ý kiến bằng văn bản. "
        "Tính trên tổng số thành viên: 5/7 = 71,4%; cần ít nhất 2/3 tổng số thành viên, là 5."
    )
    assert working(a_count(quorate=False, passed=False, written=0, blank=0, chair_decided=True), None) == (
        "5 đồng ý, 1 không đồng ý. Tính trên số người có mặt: 5/7 = 71,4%; cần quá nửa số người có mặt, là 5. "
        "Số đồng ý và không đồng ý bằng nhau nên theo phiếu của người chủ trì. "
        "Không đủ số thành viên có mặt theo thể lệ nên biểu quyết không có hiệu lực."
    )


@pytest.mark.parametrize(
    ("yes", "no", "blank", "told"),
    [
        (7, 0, 0, ALL_ALIKE),
        (1, 0, 0, ALL_ALIKE),
        (6, 1, 0, ONE_DIFFERS),
        (5, 1, 1, ""),
        (2, 1, 0, FEW_VOTERS),
        (0, 0, 0, ""),
    ],
)
def test_a_secret_result_that_gives_votes_away_says_so(yes: int, no: int, blank: int, told: str) -> None:
    assert reveals({"yes": yes, "no": no, "blank": blank}) == told


def test_whoever_gave_no_slip_hides_nobody() -> None:
    electorate = Electorate((10,), frozenset({1, 2, 3, 4, 5}))
    rows = secret_rows("approve", electorate, NAMES, Totals({10: 1}, silent=4), {}, None)
    [counted] = counted_by_the_rulebook(a_level(RULE), RULE, (10,), NAMES, rows, silent=4)
    assert (counted.yes, counted.blank, counted.reveals) == (1, 4, ALL_ALIKE)


def test_an_outcome_and_an_electorate_are_read_as_they_were_written() -> None:
    rows = (("approve", "CS-1", "chair", "yes"),)
    outcome = Outcome((a_count(), counted_by_hands(3, {1: "yes"})), rows, (10, 11), 5, 4)
    electorate = Electorate(ENTRIES, frozenset({1, 2}), frozenset({3}), {10: frozenset({2})}, 1)
    assert (Outcome.read(outcome.write()), Electorate.read(electorate.write())) == (outcome, electorate)
    assert (Outcome.read(""), Electorate.read("")) == (Outcome(), Electorate())


def test_counts_come_in_the_order_of_the_agenda() -> None:
    rows = [Vote(motion="approve", entry=code, voter="chair", vote="yes") for code in ("CS-3", "CS-1")]
    found = counted_by_the_rulebook(a_level(RULE), RULE, (12, 10), NAMES, rows)
    assert [one.entry for one in found] == [12, 10]
