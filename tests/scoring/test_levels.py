"""Two levels of one rulebook: each with its own sheets, meeting and decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from scoring.ballots import Vote
from scoring.counting import count
from scoring.decision import Outcome
from scoring.entry import Entry, HeldPaper
from scoring.errors import ScoringError
from scoring.sheet import Sheet
from tests.scoring.world import EVERY, SMALL, an_entry, ballots_of, by_code, sheets_of


def a_product(code: str, *, sector: str = "food", province: str = "Bến Tre", owner: str = "HTX Một") -> Entry:
    """A product with 34 computed points (P1a 8, P1b 6, P1c 6, P2 10, P3 4; Q3, Q4 none) that meets every condition."""
    return Entry(
        code=code,
        variant="food",
        province=province,
        series={
            "revenue": {0: Fraction(6000), -1: Fraction(5000), -2: Fraction(4000)},
            "profit": {0: Fraction(600)},
            "members": {0: Fraction(60)},
            "customers": {0: Fraction(30)},
        },
        choices={"form": "coop"},
        sets={"titles": frozenset(), "certificates": frozenset({"vietgap"}), "owner_traits": frozenset()},
        flags={"lawful": True, "inquiry": False, "traceable": False, "late": False},
        papers={"test_report": HeldPaper(date(2025, 6, 1))},
        past_honours={"nominee": (), "product": ()},
        traits={"sector": sector, "owner": owner},
    )


def a_sheet(entry: str, judge: int, q1: int, q2: int = 20, group: str = "") -> Sheet:
    return Sheet(entry=entry, judge=judge, marks={"Q1": Fraction(q1), "Q2": Fraction(q2)}, group=group)


def six(entry: str, q1: int) -> list[Sheet]:
    """The sheets of three experts and three members of the council."""
    return [a_sheet(entry, judge, q1, group="experts" if judge < 4 else "council") for judge in range(1, 7)]


def slips(*approved: str, members: int = 3) -> list[Vote]:
    return [vote for code in approved for vote in ballots_of(code, **{f"s{n}": "yes" for n in range(members)})]


def test_the_province_forwards_and_the_centre_honours() -> None:
    entries = [a_product("SP-1"), a_product("SP-2")]
    sheets = [a_sheet("SP-1", 1, 30), a_sheet("SP-1", 2, 28), a_sheet("SP-2", 1, 10, 0), a_sheet("SP-2", 2, 10, 0)]
    votes = ballots_of("SP-1", chair="yes", m1="yes", m2="no", m3="written_yes")
    votes += ballots_of("SP-2", chair="yes", m1="yes", m2="yes", m3="yes")
    province = count(EVERY, entries, sheets, votes, "province")
    assert (province.level, [(one.entry, one.printed_total, one.outcome) for one in province.entries]) == (
        "province",
        [("SP-1", "83.00", Outcome.FORWARDED), ("SP-2", "44.00", Outcome.BELOW_FLOOR)],
    )
    centre = count(EVERY, entries[:1], six("SP-1", 28), slips("SP-1"))
    (one,) = centre.entries
    assert (centre.level, one.printed_total, one.outcome, one.tier) == ("central", "82.00", Outcome.HONOURED, "silver")


def test_the_last_level_is_meant_when_none_is_named() -> None:
    entries = [an_entry()]
    sheets = sheets_of("CS-1", [20, 20])
    assert count(SMALL, entries, sheets) == count(SMALL, entries, sheets, level="central")
    assert EVERY.level() == EVERY.level("central") == EVERY.levels[1]


def test_a_level_nobody_wrote_is_refused() -> None:
    with pytest.raises(ScoringError) as refused:
        count(SMALL, [an_entry()], [], level="commune")
    assert str(refused.value) == "Thể lệ không có cấp “commune”."


def test_each_level_has_its_own_minimum_of_sheets_and_member_groups() -> None:
    two = [a_sheet("SP-1", 1, 30, group="experts"), a_sheet("SP-1", 2, 30, group="council")]
    assert count(EVERY, [a_product("SP-1")], two, level="province").entries[0].outcome == Outcome.PROPOSED
    assert count(EVERY, [a_product("SP-1")], two).entries[0].outcome == Outcome.NOT_COUNTED


def test_a_criterion_below_its_minimum_knocks_an_entry_out_whatever_its_total() -> None:
    good, poor = a_product("SP-1"), a_product("SP-2")
    # Cảm quan tối thiểu 10 điểm: hai phiếu 10 và 9 có trung bình 9,5.
    sheets = [a_sheet("SP-1", 1, 10), a_sheet("SP-1", 2, 10), a_sheet("SP-2", 1, 10), a_sheet("SP-2", 2, 9)]
    found = by_code(count(EVERY, [good, poor], sheets, level="province"))
    assert [(one.knocked_out, one.rank, one.outcome) for one in found.values()] == [
        (None, 1, Outcome.PROPOSED),
        ("Q1", None, Outcome.KNOCKED_OUT),
    ]
    assert found["SP-2"].printed_total == "63.50"


def test_a_group_has_its_minimum_too() -> None:
    idle = replace(a_product("SP-1"), series={"revenue": {-1: Fraction(5000)}, "members": {0: Fraction(60)}})
    waived = replace(EVERY, variants=(replace(EVERY.variants[0], eligibility=()),))
    sheets = [a_sheet("SP-1", judge, 30) for judge in (1, 2)]
    found = count(waived, [idle], sheets, level="province").entries[0]
    assert (found.criteria["P1"], found.knocked_out, found.outcome) == (0, "P1", Outcome.KNOCKED_OUT)


def test_targets_caps_tiers_and_the_waiting_list_of_the_centre_hold_together() -> None:
    entries = [
        a_product("SP-1", province="Bến Tre"),
        a_product("SP-2", province="Bến Tre"),
        a_product("SP-3", province="Bến Tre"),
        a_product("SP-4", province="Cà Mau"),
        a_product("SP-5", province="Cà Mau"),
        a_product("SP-6", province="Huế"),
        a_product("SP-7", province="Huế", sector="drink"),
        a_product("SP-8", province="Huế", sector="drink"),
    ]
    sheets = [sheet for number, one in enumerate(entries) for sheet in six(one.code, 30 - number)]
    # Mỗi phiếu chọn tối đa 3, nên ba nhóm người bỏ phiếu cho ba nhóm hồ sơ; cần một nửa số phiếu hợp lệ.
    book = replace(EVERY, levels=(EVERY.levels[0], replace(EVERY.levels[1], meeting=None)))
    ranking = replace(book.ranking, tie_breaks=(book.ranking.tie_breaks[-1],))
    found = count(replace(book, ranking=ranking), entries, sheets).entries
    assert [(one.entry, one.outcome, one.tier, one.waiting) for one in found] == [
        ("SP-1", Outcome.HONOURED, "silver", None),
        ("SP-2", Outcome.HONOURED, "silver", None),
        ("SP-3", Outcome.OVER_CAP, None, None),
        ("SP-4", Outcome.HONOURED, "silver", None),
        ("SP-5", Outcome.HONOURED, "silver", None),
        ("SP-6", Outcome.WAITING, None, 1),
        ("SP-7", Outcome.HONOURED, "bronze", None),
        ("SP-8", Outcome.WAITING, None, 2),
    ]


def test_more_yes_votes_part_equals() -> None:
    entries = [a_product("SP-1"), a_product("SP-2")]
    votes = slips("SP-1", members=2) + slips("SP-2", members=3)
    found = count(EVERY, entries, six("SP-1", 28) + six("SP-2", 28), votes).entries
    assert [(one.entry, one.rank, one.tie_step) for one in found] == [
        ("SP-2", 1, "Số phiếu tán thành"),
        ("SP-1", 2, "Số phiếu tán thành"),
    ]
