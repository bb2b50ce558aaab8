"""Ranks, tie steps and the drawn lot."""

from __future__ import annotations

import hashlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.decision import Outcome, decide
from scoring.ranking import Contender, Place, competition_ranks, lot, rank
from scoring.rulebook import CriterionTie, DecisionRule, LotTie

BY_A = CriterionTie(criterion="A", label="Điểm nhóm A", origin="tự đặt")
BY_LOT = LotTie(seed="2026", label="Bốc thăm", origin="tự đặt")


def contender(entry: str, total: str, points: str = "0") -> Contender:
    return Contender(entry=entry, total=Fraction(total), criteria={"A": Fraction(points)})


def test_equal_keys_share_the_best_place_and_the_next_keeps_its_own() -> None:
    assert competition_ranks([90, 85, 85, 70]) == [1, 2, 2, 4]
    assert competition_ranks([5, 5, 5]) == [1, 1, 1]
    assert competition_ranks([]) == []


def test_without_a_step_equals_share_a_rank() -> None:
    places = rank([contender("d", "70"), contender("c", "85"), contender("b", "85"), contender("a", "90")], ())
    assert [(place.entry, place.rank) for place in places] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]


def test_a_tenth_and_two_tenths_tie_with_three_tenths() -> None:
    summed = contender("a", str(Fraction("0.1") + Fraction("0.2")))
    assert [place.rank for place in rank([summed, contender("b", "0.3")], ())] == [1, 1]


def test_the_criterion_parts_equals_and_its_label_is_the_trail() -> None:
    places = rank([contender("a", "80", "10"), contender("b", "80", "12"), contender("c", "90", "1")], (BY_A, BY_LOT))
    assert places == (
        Place(entry="c", rank=1, tie_step=None),
        Place(entry="b", rank=2, tie_step="Điểm nhóm A"),
        Place(entry="a", rank=3, tie_step="Điểm nhóm A"),
    )


def test_the_lot_parts_what_nothing_else_parts_and_anyone_can_repeat_it() -> None:
    codes = [f"CS-{number}" for number in range(20)]
    drawn = sorted(codes, key=lambda code: hashlib.sha256(f"2026:{code}".encode()).hexdigest())
    places = rank([contender(code, "80", "10") for code in codes], (BY_A, BY_LOT))
    assert [place.entry for place in places] == drawn
    assert [place.rank for place in places] == list(range(1, 21))
    assert {place.tie_step for place in places} == {"Bốc thăm"}
    assert drawn != codes
    assert lot("2026", "CS-1") == hashlib.sha256(b"2026:CS-1").hexdigest()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=12), st.data())
def test_the_order_of_the_contenders_never_matters(scores: list[tuple[int, int]], data: st.DataObject) -> None:
    contenders = [contender(str(number), str(total), str(points)) for number, (total, points) in enumerate(scores)]
    places = rank(data.draw(st.permutations(contenders)), (BY_A, BY_LOT))
    assert places == rank(contenders, (BY_A, BY_LOT))
    assert [place.rank for place in places] == list(range(1, len(scores) + 1))
    by_code = {one.entry: (one.total, one.criteria["A"]) for one in contenders}
    order = [by_code[place.entry] for place in places]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize(
    ("place", "total", "outcome"),
    [
        (1, "70", Outcome.HONOURED),
        (1, "69.99", Outcome.BELOW_FLOOR),
        (2, "70", Outcome.HONOURED),
        (3, "95", Outcome.NOT_HONOURED),
        (3, "12", Outcome.BELOW_FLOOR),
        (None, "95", Outcome.NOT_COUNTED),
    ],
)
def test_floor_and_number_of_honours_decide(place: int | None, total: str, outcome: Outcome) -> None:
    rule = DecisionRule(floor=Fraction(70), floor_origin="model", honours_total=2, honours_total_origin="verified")
    assert decide(rule, place, Fraction(total)) == outcome
