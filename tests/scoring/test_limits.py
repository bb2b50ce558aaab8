"""Places, caps and targets: per province, sector, product group and owner; and who waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ballots import Ballots, count_ballots
from scoring.decision import CHOSEN, Candidate, Decided, Outcome, decide
from scoring.decision_rules import Cap, DecisionRule, Limit, Target, Trait
from scoring.entry import Entry
from scoring.figures import Sourced
from scoring.levels import Ballot, Level, Meeting, Quorum
from tests.scoring.world import SMALL, ballots_of

NO_VOTES = Ballots(approvals={}, departures=(), order={}, order_reason="")


def a_cap(count: int, by: Trait, value: str = "") -> Cap:
    return Cap(by=by, value=value, count=count, clause="Điều 12", origin="tự đặt")


def a_target(count: int, value: str, by: Trait = "sector") -> Target:
    return Target(by=by, value=value, count=count, clause="Điều 12", origin="tự đặt")


def a_level(
    places: int | None,
    *limits: Limit,
    floor: str | None = None,
    unfilled: Literal["ranking", "empty"] = "ranking",
    waiting: int = 0,
    purpose: Literal["forward", "honour", "classify"] = "honour",
) -> Level:
    rule = DecisionRule(
        purpose=purpose,
        places=None if places is None else Sourced(value=places, origin="verified"),
        floor=None if floor is None else Sourced(value=Fraction(floor), origin="model"),
        limits=limits,
        unfilled=unfilled,
        waiting_list=waiting,
    )
    return replace(SMALL.level(), decision=rule)


def in_order(*traits: str, by: str = "sector") -> list[Candidate]:
    """Candidates from the first to the last, a point apart, each with its sector (or owner, province...)."""
    made = []
    for number, trait in enumerate(traits):
        told: dict[str, Any] = {"province": trait} if by == "province" else {"province": "Huế", "traits": {by: trait}}
        entry = Entry(code=f"{number + 1:03}", variant="agri", **told)
        made.append(Candidate(entry=entry, rank=number + 1, total=Fraction(200 - number)))
    return made


def decided(level: Level, candidates: Sequence[Candidate]) -> list[Decided]:
    found = decide(level, candidates, NO_VOTES)
    return [found[one.entry.code] for one in candidates]


def outcomes(level: Level, candidates: Sequence[Candidate]) -> list[Outcome]:
    return [one.outcome for one in decided(level, candidates)]


HONOURED, NOT, OVER, WAITING = Outcome.HONOURED, Outcome.NOT_HONOURED, Outcome.OVER_CAP, Outcome.WAITING


def test_the_best_have_the_places() -> None:
    assert outcomes(a_level(2), in_order("a", "b", "c")) == [HONOURED, HONOURED, NOT]
    assert outcomes(a_level(None), in_order("a", "b", "c")) == [HONOURED] * 3
    assert outcomes(a_level(9), []) == []


def test_what_is_below_the_floor_has_no_place_however_many_are_left() -> None:
    assert outcomes(a_level(5, floor="199"), in_order("a", "b", "c")) == [HONOURED, HONOURED, Outcome.BELOW_FLOOR]


def test_a_level_that_forwards_honours_nobody() -> None:
    level = a_level(1, purpose="forward")
    assert outcomes(level, in_order("a", "b")) == [Outcome.FORWARDED, Outcome.NOT_FORWARDED]


def test_a_level_that_only_puts_into_classes_honours_nobody_either() -> None:
    # Thông tư 01/2020/TT-BKHĐT xếp loại mọi hợp tác xã được đánh giá.
    assert outcomes(a_level(None, purpose="classify"), in_order("a", "b")) == [Outcome.CLASSIFIED] * 2


# ---------------------------------------------------------------- Chỉ tiêu


@pytest.mark.parametrize(
    ("order", "honoured"),
    [
        ("agri " * 150 + "non_agri " * 50 + "credit_fund " * 20, {"agri": 60, "non_agri": 28, "credit_fund": 12}),
        ("credit_fund " * 20 + "agri " * 70 + "non_agri " * 30, {"agri": 60, "non_agri": 28, "credit_fund": 12}),
        ("agri " * 100 + "non_agri " * 20 + "credit_fund " * 5, {"agri": 75, "non_agri": 20, "credit_fund": 5}),
    ],
)
def test_sixty_twenty_eight_and_twelve_as_targets(order: str, honoured: dict[str, int]) -> None:
    # Kết quả CoopStar 2024: 60 nông nghiệp, 28 phi nông nghiệp, 12 quỹ tín dụng; ở đây coi là chỉ tiêu.
    candidates = in_order(*order.split())
    level = a_level(100, a_target(60, "agri"), a_target(28, "non_agri"), a_target(12, "credit_fund"))
    chosen = [one for one, result in zip(candidates, outcomes(level, candidates), strict=True) if result is HONOURED]
    assert {sector: sum(one.entry.trait("sector") == sector for one in chosen) for sector in honoured} == honoured


def test_a_target_goes_to_its_best_before_the_ranking_goes_on() -> None:
    level = a_level(3, a_target(1, "credit_fund"))
    assert outcomes(level, in_order("agri", "agri", "agri", "credit_fund", "credit_fund")) == [
        HONOURED, HONOURED, NOT, HONOURED, NOT,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unfilled", "expected"),
    [("ranking", [HONOURED, HONOURED, HONOURED, NOT]), ("empty", [HONOURED, NOT, HONOURED, NOT])],
)
def test_places_nobody_fills_go_to_the_ranking_or_stay_empty(unfilled: Any, expected: list[Outcome]) -> None:
    level = a_level(3, a_target(2, "credit_fund"), unfilled=unfilled)
    assert outcomes(level, in_order("agri", "agri", "credit_fund", "agri")) == expected


def test_an_entry_of_no_known_sector_is_in_no_target_and_under_no_cap() -> None:
    level = a_level(2, a_target(1, "agri"), a_cap(1, "owner"))
    assert outcomes(level, in_order("", "", "agri")) == [HONOURED, NOT, HONOURED]


def with_added(level: Level, candidates: Sequence[Candidate], *codes: str) -> list[Outcome]:
    """The outcomes when motions have added these entries."""
    rule = Ballot(
        kind="yes_no", secret=False, threshold=Fraction(1), denominator="all", clause="Điều 15", origin="tự đặt"
    )
    quorum = Quorum(fraction=Fraction(1), chair_required=False, recused="out", clause="Điều 13", origin="tự đặt")
    meeting = replace(level, meeting=Meeting(quorum=quorum, departures=rule))
    votes = [vote for code in codes for vote in ballots_of(code, "add:lý do", m1="yes")]
    found = decide(level, candidates, count_ballots(meeting, votes, [one.entry.code for one in candidates]))
    return [found[one.entry.code].outcome for one in candidates]


def test_entries_added_by_a_motion_fill_the_target_of_their_sector() -> None:
    level = a_level(4, a_target(1, "fund"))
    order = in_order("agri", "agri", "agri", "fund", "fund", "fund")
    assert with_added(level, order, "005") == [HONOURED, HONOURED, HONOURED, NOT, HONOURED, NOT]
    assert with_added(level, order, "005", "006") == [HONOURED, HONOURED, NOT, NOT, HONOURED, HONOURED]


def test_more_empty_places_than_are_left_leave_none() -> None:
    level = a_level(3, a_target(2, "fund"), unfilled="empty")
    assert with_added(level, in_order("agri", "agri", "agri", "agri"), "003", "004") == [NOT, NOT, HONOURED, HONOURED]


# ---------------------------------------------------------------- Mức tối đa


def test_an_owner_has_three_products_at_most() -> None:
    # Thể lệ dự thảo Mai An Tiêm: mỗi chủ thể nhiều nhất 3 sản phẩm.
    candidates = in_order("HTX Một", "HTX Một", "HTX Hai", "HTX Một", "HTX Một", "HTX Hai", by="owner")
    level = a_level(5, a_cap(3, "owner"))
    assert outcomes(level, candidates) == [HONOURED, HONOURED, HONOURED, HONOURED, OVER, HONOURED]


def test_a_cap_may_be_for_one_value_only() -> None:
    candidates = in_order("Huế", "Huế", "Cà Mau", "Cà Mau", by="province")
    assert outcomes(a_level(4, a_cap(1, "province", "Huế")), candidates) == [HONOURED, OVER, HONOURED, HONOURED]
    assert outcomes(a_level(4, a_cap(1, "province")), candidates) == [HONOURED, OVER, HONOURED, OVER]


@pytest.mark.parametrize("by", ["province", "sector", "product_group", "owner", "variant"])
def test_a_cap_looks_at_the_trait_it_names(by: Trait) -> None:
    entries = [
        Entry(
            code=f"{number}",
            province=same if by == "province" else f"p{number}",
            variant=same if by == "variant" else f"v{number}",
            traits={name: same if by == name else f"{name}{number}" for name in ("sector", "product_group", "owner")},
        )
        for number, same in enumerate(("x", "x", "y"))
    ]
    candidates = [Candidate(entry=entry, rank=rank, total=Fraction(9)) for rank, entry in enumerate(entries, 1)]
    assert outcomes(a_level(3, a_cap(1, by)), candidates) == [HONOURED, OVER, HONOURED]


def test_several_caps_hold_together() -> None:
    entries = [("Huế", "HTX Một"), ("Huế", "HTX Hai"), ("Huế", "HTX Ba"), ("Cà Mau", "HTX Một"), ("Cà Mau", "HTX Bốn")]
    candidates = [
        Candidate(
            entry=Entry(code=str(number), variant="agri", province=province, traits={"owner": owner}),
            rank=number,
            total=Fraction(9),
        )
        for number, (province, owner) in enumerate(entries, 1)
    ]
    level = a_level(None, a_cap(2, "province"), a_cap(1, "owner"))
    assert outcomes(level, candidates) == [HONOURED, HONOURED, OVER, OVER, HONOURED]


def test_a_cap_stands_above_a_target() -> None:
    level = a_level(3, a_target(3, "agri"), a_cap(2, "sector", "agri"))
    assert outcomes(level, in_order("agri", "agri", "agri", "non_agri")) == [HONOURED, HONOURED, OVER, HONOURED]


# ---------------------------------------------------------------- Danh sách dự bị


def test_the_next_ones_wait_in_order_and_who_is_over_a_cap_does_not() -> None:
    level = a_level(2, a_cap(1, "owner"), waiting=2)
    found = decided(level, in_order("một", "một", "hai", "ba", "bốn", "năm", by="owner"))
    assert [(one.outcome, one.waiting) for one in found] == [
        (HONOURED, None),
        (OVER, None),
        (HONOURED, None),
        (WAITING, 1),
        (WAITING, 2),
        (NOT, None),
    ]


def test_equals_of_whom_only_some_would_have_a_place_wait_for_the_chair() -> None:
    equals = [replace(one, rank=2) if one.rank in (2, 3) else one for one in in_order("a", "b", "c", "d")]
    found = decided(a_level(2, waiting=2), equals)
    assert [(one.outcome, one.waiting) for one in found] == [
        (HONOURED, None),
        (Outcome.AWAITING_CHAIR, None),
        (Outcome.AWAITING_CHAIR, None),
        (WAITING, 2),
    ]
    assert outcomes(a_level(3), equals) == [HONOURED, HONOURED, HONOURED, NOT]
    assert outcomes(a_level(1), equals) == [HONOURED, NOT, NOT, NOT]


TRAITS = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12)
LIMITS = st.lists(
    st.one_of(
        st.builds(a_cap, st.integers(1, 3), st.just("sector"), st.sampled_from(["", "a", "b"])),
        st.builds(a_target, st.integers(1, 2), st.sampled_from(["a", "b"])),
    ),
    max_size=3,
    unique_by=lambda limit: (limit.kind, limit.value),
)


@given(TRAITS, LIMITS, st.integers(4, 8), st.sampled_from(["ranking", "empty"]), st.integers(0, 3))
def test_no_limit_is_ever_exceeded_and_no_place_is_given_past_a_better_equal(
    traits: list[str], limits: list[Limit], places: int, unfilled: Any, waiting: int
) -> None:
    candidates = in_order(*traits)
    found = decided(a_level(places, *limits, unfilled=unfilled, waiting=waiting), candidates)
    chosen = [one.outcome in CHOSEN for one in found]
    assert sum(chosen) <= places
    for cap in (limit for limit in limits if isinstance(limit, Cap)):
        for value in {cap.value} if cap.value else set(traits) - {""}:
            assert sum(yes for yes, trait in zip(chosen, traits, strict=True) if trait == value) <= cap.count
    for value in set(traits):
        own = [yes for yes, trait in zip(chosen, traits, strict=True) if trait == value]
        assert own == sorted(own, reverse=True)
    assert [one.waiting for one in found if one.waiting] == list(
        range(1, sum(one.waiting is not None for one in found) + 1)
    )


# ---------------------------------------------------------------- Hồ sơ bằng nhau


def equal_from(second: int, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, of whom those from place `second` on share that rank."""
    top = candidates[second - 1].total
    return [one if one.rank < second else replace(one, rank=second, total=top) for one in candidates]


CHAIR = Outcome.AWAITING_CHAIR


def test_equals_of_whom_only_some_have_a_place_wait_for_the_chair() -> None:
    assert outcomes(a_level(2), equal_from(2, in_order("a", "b", "c"))) == [HONOURED, CHAIR, CHAIR]
    assert outcomes(a_level(3), equal_from(2, in_order("a", "b", "c"))) == [HONOURED] * 3
    assert outcomes(a_level(1), equal_from(2, in_order("a", "b", "c"))) == [HONOURED, NOT, NOT]


def test_equals_do_not_queue_in_the_order_of_their_codes() -> None:
    found = decided(a_level(1, waiting=1), equal_from(2, in_order("a", "b", "c")))
    assert [(one.outcome, one.waiting) for one in found] == [(HONOURED, None), (CHAIR, None), (CHAIR, None)]
    found = decided(a_level(1, waiting=5), equal_from(2, in_order("a", "b", "c")))
    assert [(one.outcome, one.waiting) for one in found] == [(HONOURED, None), (CHAIR, None), (CHAIR, None)]
    found = decided(a_level(1, waiting=1), in_order("a", "b", "c"))
    assert [(one.outcome, one.waiting) for one in found] == [(HONOURED, None), (WAITING, 1), (NOT, None)]


def test_an_equal_over_its_cap_in_any_order_makes_nobody_wait() -> None:
    level = a_level(2, a_cap(1, "owner"))
    assert outcomes(level, equal_from(2, in_order("x", "x", "y", by="owner"))) == [HONOURED, OVER, HONOURED]


def test_equals_that_contend_for_the_last_place_under_a_cap_wait_for_the_chair() -> None:
    level = a_level(5, a_cap(2, "owner"))
    assert outcomes(level, equal_from(2, in_order("x", "x", "x", "y", by="owner"))) == [
        HONOURED,
        CHAIR,
        CHAIR,
        HONOURED,
    ]


def test_an_entry_added_by_a_motion_owes_its_place_to_no_order_and_makes_no_equal_wait() -> None:
    equals = equal_from(2, in_order("a", "b", "c"))
    assert with_added(a_level(2), equals, "003") == [HONOURED, NOT, HONOURED]
