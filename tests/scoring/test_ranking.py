"""Ranks, tie steps and the drawn lot."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking import Contender, Place, lot, rank, shared_ranks
from scoring.ranking_rules import ChairTie, CriterionTie, LotTie, MedianTie, Ranking, TieBreak, VotesTie

BY_A = CriterionTie(criterion="A", label="Điểm nhóm A", origin="tự đặt")
BY_MEDIAN = MedianTie(label="Trung vị", origin="tự đặt")
BY_VOTES = VotesTie(label="Số phiếu", origin="tự đặt")
BY_LOT = LotTie(seed="2026", label="Bốc thăm", origin="tự đặt")
BY_CHAIR = ChairTie(label="Chủ tịch quyết định", origin="model")


def contender(entry: str, total: str, points: str = "0", **rest: Any) -> Contender:
    told: dict[str, Any] = {"median": Fraction(0), "votes": 0, "chair_place": 0} | rest
    return Contender(entry=entry, total=Fraction(total), criteria={"A": Fraction(points)}, **told)


def a_ranking(*steps: TieBreak, shared: Literal["competition", "dense"] = "competition") -> Ranking:
    return Ranking(shared=shared, tie_breaks=steps)


@pytest.mark.parametrize(
    ("keys", "competition", "dense"),
    [
        ([90, 85, 85, 70], [1, 2, 2, 4], [1, 2, 2, 3]),
        ([5, 5, 5], [1, 1, 1], [1, 1, 1]),
        ([9, 9, 8, 8, 7], [1, 1, 3, 3, 5], [1, 1, 2, 2, 3]),
        ([3, 2, 1], [1, 2, 3], [1, 2, 3]),
        ([], [], []),
    ],
)
def test_equals_share_the_best_place_and_the_next_keeps_its_own_or_follows(
    keys: list[int], competition: list[int], dense: list[int]
) -> None:
    assert (shared_ranks(keys), shared_ranks(keys, dense=True)) == (competition, dense)


@pytest.mark.parametrize(("shared", "last"), [("competition", 4), ("dense", 3)])
def test_without_a_step_equals_share_a_rank(shared: Literal["competition", "dense"], last: int) -> None:
    contenders = [contender("d", "70"), contender("c", "85"), contender("b", "85"), contender("a", "90")]
    places = rank(contenders, a_ranking(shared=shared))
    assert [(place.entry, place.rank) for place in places] == [("a", 1), ("b", 2), ("c", 2), ("d", last)]
    assert {place.tie_step for place in places} == {None}


def test_a_tenth_and_two_tenths_tie_with_three_tenths() -> None:
    summed = contender("a", str(Fraction("0.1") + Fraction("0.2")))
    assert [place.rank for place in rank([summed, contender("b", "0.3")], a_ranking())] == [1, 1]


def test_the_criterion_parts_equals_and_its_label_is_the_trail() -> None:
    contenders = [contender("a", "80", "10"), contender("b", "80", "12"), contender("c", "90", "1")]
    assert rank(contenders, a_ranking(BY_A, BY_LOT)) == (
        Place(entry="c", rank=1, tie_step=None),
        Place(entry="b", rank=2, tie_step="Điểm nhóm A"),
        Place(entry="a", rank=3, tie_step="Điểm nhóm A"),
    )


def test_the_steps_are_taken_in_order_and_each_entry_is_told_the_last_it_needed() -> None:
    equal = ("80", "10")
    contenders = [
        contender("a", *equal, median=Fraction(20), votes=3),
        contender("b", *equal, median=Fraction(20), votes=5),
        contender("c", *equal, median=Fraction(21), votes=1),
        contender("d", "80", "11", median=Fraction(1), votes=9),
        contender("e", "79", "11", median=Fraction(30), votes=9),
    ]
    assert rank(contenders, a_ranking(BY_A, BY_MEDIAN, BY_VOTES, BY_LOT)) == (
        Place(entry="d", rank=1, tie_step="Điểm nhóm A"),
        Place(entry="c", rank=2, tie_step="Trung vị"),
        Place(entry="b", rank=3, tie_step="Số phiếu"),
        Place(entry="a", rank=4, tie_step="Số phiếu"),
        Place(entry="e", rank=5, tie_step=None),
    )


def test_the_chair_puts_equals_in_order_and_no_one_else() -> None:
    contenders = [
        contender("a", "80", chair_place=2),
        contender("b", "80", chair_place=1),
        contender("c", "90", chair_place=9),
    ]
    assert [(place.entry, place.rank, place.tie_step) for place in rank(contenders, a_ranking(BY_CHAIR))] == [
        ("c", 1, None),
        ("b", 2, "Chủ tịch quyết định"),
        ("a", 3, "Chủ tịch quyết định"),
    ]


def test_equals_the_chair_has_not_yet_put_in_order_stay_equal_and_come_after_those_put_in_order() -> None:
    contenders = [contender("a", "80"), contender("b", "80"), contender("c", "80", chair_place=1)]
    assert [(place.entry, place.rank) for place in rank(contenders, a_ranking(BY_CHAIR))] == [
        ("c", 1),
        ("a", 2),
        ("b", 2),
    ]


def test_the_lot_parts_what_nothing_else_parts_and_anyone_can_repeat_it() -> None:
    codes = [f"CS-{number}" for number in range(20)]
    drawn = sorted(codes, key=lambda code: hashlib.sha256(f"2026:{code}".encode()).hexdigest())
    places = rank([contender(code, "80", "10") for code in codes], a_ranking(BY_A, BY_LOT))
    assert [place.entry for place in places] == drawn
    assert [place.rank for place in places] == list(range(1, 21))
    assert {place.tie_step for place in places} == {"Bốc thăm"}
    assert drawn != codes
    assert lot("2026", "CS-1") == hashlib.sha256(b"2026:CS-1").hexdigest()


CONTENDERS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1), st.integers(0, 1)), max_size=12
).map(
    lambda rows: [
        contender(str(number), str(total), str(points), median=Fraction(median), votes=votes)
        for number, (total, points, median, votes) in enumerate(rows)
    ]
)
RULES = st.sampled_from(
    [
        a_ranking(),
        a_ranking(shared="dense"),
        a_ranking(BY_A, shared="dense"),
        a_ranking(BY_A, BY_MEDIAN, BY_VOTES),
        a_ranking(BY_A, BY_MEDIAN, BY_VOTES, BY_LOT),
    ]
)


@given(CONTENDERS, RULES, st.randoms(use_true_random=False))
def test_the_order_of_the_contenders_never_matters(contenders: list[Contender], rule: Ranking, random: Any) -> None:
    assert rank(random.sample(contenders, len(contenders)), rule) == rank(contenders, rule)


@given(CONTENDERS, RULES, st.integers(-5, 5))
def test_a_constant_shift_of_all_totals_reorders_nobody(contenders: list[Contender], rule: Ranking, shift: int) -> None:
    shifted = [
        contender(
            one.entry,
            str(one.total + shift),
            str(one.criteria["A"] + shift),
            median=one.median + shift,
            votes=one.votes,
        )
        for one in contenders
    ]
    assert rank(shifted, rule) == rank(contenders, rule)


@given(CONTENDERS)
def test_after_the_lot_every_rank_is_given_once_and_the_order_is_that_of_the_steps(contenders: list[Contender]) -> None:
    places = rank(contenders, a_ranking(BY_A, BY_MEDIAN, BY_VOTES, BY_LOT))
    assert [place.rank for place in places] == list(range(1, len(contenders) + 1))
    by_code = {one.entry: (one.total, one.criteria["A"], one.median, one.votes) for one in contenders}
    order = [by_code[place.entry] for place in places]
    assert order == sorted(order, reverse=True)
