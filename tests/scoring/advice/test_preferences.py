"""Orders made into one, and strengths from comparisons: published examples and properties."""

from __future__ import annotations

from itertools import permutations
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.advice.bradley_terry import SEPARATED, Strengths, bradley_terry
from scoring.advice.preferences import (
    NO_VOTES,
    NOT_ALL_RANKED,
    TOO_MANY,
    Kemeny,
    Vote,
    borda,
    copeland,
    disagreements,
    kemeny,
    pairwise,
    schulze,
    strongest_paths,
)
from scoring.advice.statement import NO_BALLOTS
from tests.scoring.advice.known_data import plain

SCHULZE_45 = tuple(
    Vote(voters=voters, order=tuple(order))
    for voters, order in [
        (5, "ACBED"),
        (5, "ADECB"),
        (8, "BEDAC"),
        (3, "CABED"),
        (7, "CAEBD"),
        (2, "CBADE"),
        (7, "DCEBA"),
        (8, "EBADC"),
    ]
)
JOURNALS = ((714, 730, 498, 221), (33, 425, 68, 17), (320, 813, 1072, 142), (284, 276, 325, 188))

votes = st.lists(
    st.builds(Vote, voters=st.integers(1, 4), order=st.permutations("ABCD").map(tuple)), min_size=1, max_size=6
)


def shown(table: dict[tuple[str, str], int]) -> dict[str, int]:
    return {one + other: number for (one, other), number in table.items()}


def test_forty_five_voters_pair_by_pair() -> None:
    above = {"AB": 20, "AC": 26, "AD": 30, "AE": 22, "BC": 16, "BD": 33, "BE": 18, "CD": 17, "CE": 24, "DE": 14}
    assert shown(pairwise(SCHULZE_45)) == above | {pair[::-1]: 45 - number for pair, number in above.items()}


def test_forty_five_voters_strongest_paths() -> None:
    lines = {"A": (28, 28, 30, 24), "B": (25, 28, 33, 24), "C": (25, 29, 29, 24), "D": (25, 28, 28, 24)}
    lines["E"] = (25, 28, 28, 31)
    expected = {
        one + other: strength
        for one, strengths in lines.items()
        for other, strength in zip("ABCDE".replace(one, ""), strengths, strict=True)
    }
    assert shown(strongest_paths(SCHULZE_45)) == expected


def test_forty_five_voters_have_four_different_orders() -> None:
    assert schulze(SCHULZE_45) == (("E",), ("A",), ("C",), ("B",), ("D",))
    assert borda(SCHULZE_45) == {"E": 102, "A": 98, "B": 92, "C": 89, "D": 69}
    assert copeland(SCHULZE_45) == {"E": 2, "A": 0, "B": 0, "C": 0, "D": -2}
    assert kemeny(SCHULZE_45) == Kemeny(disagreements=190, orders=(tuple("EBADC"),))


def test_the_next_order_has_one_disagreement_more() -> None:
    ranked = sorted((disagreements(SCHULZE_45, order), "".join(order)) for order in permutations("ABCDE"))
    assert ranked[:2] == [(190, "EBADC"), (191, "ACEBD")]
    assert ranked[2][0] > 191


def test_a_circle_of_majorities_is_one_level() -> None:
    circle = [Vote(voters=1, order=tuple(order)) for order in ("ABC", "BCA", "CAB")]
    assert schulze(circle) == (("A", "B", "C"),)
    assert kemeny(circle) == Kemeny(disagreements=4, orders=(tuple("ABC"), tuple("BCA"), tuple("CAB")))


def test_partial_orders_count_only_what_they_compare() -> None:
    partial = [Vote(voters=2, order=("A", "B")), Vote(voters=1, order=("B", "C"))]
    assert shown(pairwise(partial)) == {"AB": 2, "BC": 1, "AC": 0, "BA": 0, "CB": 0, "CA": 0}
    assert borda(partial) == NOT_ALL_RANKED
    assert schulze(partial) == (("A",), ("B",), ("C",))
    assert kemeny(partial) == Kemeny(disagreements=0, orders=(tuple("ABC"),))


def test_without_votes_there_is_no_order_and_nine_are_too_many_to_try() -> None:
    assert {borda([]), copeland([]), schulze([]), kemeny([])} == {NO_VOTES}
    assert kemeny([Vote(voters=1, order=tuple("ABCDEFGHI"))]) == TOO_MANY


@given(votes)
def test_kemeny_finds_the_fewest_disagreements(given_votes: list[Vote]) -> None:
    counted = {order: disagreements(given_votes, order) for order in permutations("ABCD")}
    fewest = min(counted.values())
    assert kemeny(given_votes) == Kemeny(
        disagreements=fewest, orders=tuple(order for order, number in counted.items() if number == fewest)
    )


@given(votes)
def test_whoever_beats_everybody_wins_by_copeland_schulze_and_kemeny(given_votes: list[Vote]) -> None:
    above = pairwise(given_votes)
    for winner in "ABCD":
        if all(above[winner, other] > above[other, winner] for other in "ABCD" if other != winner):
            first, best, balance = schulze(given_votes), kemeny(given_votes), copeland(given_votes)
            assert isinstance(first, tuple)
            assert isinstance(best, Kemeny)
            assert isinstance(balance, dict)
            assert first[0] == (winner,)
            assert {order[0] for order in best.orders} == {winner}
            assert balance[winner] == 3


def test_journal_citations_as_published() -> None:
    found = bradley_terry(JOURNALS)
    assert isinstance(found, Strengths)
    assert found.abilities == pytest.approx((0, -2.94907, -0.47957, 0.26895), abs=5e-6)
    assert (found.residual_deviance, found.residual_degrees) == (pytest.approx(4.293, abs=5e-4), 3)
    assert (found.null_deviance, found.null_degrees) == (pytest.approx(1925, abs=0.5), 6)
    assert plain(found)


def test_journal_citations_with_reduced_bias_as_published() -> None:
    found = bradley_terry(JOURNALS, bias_reduced=True)
    assert isinstance(found, Strengths)
    assert found.abilities == pytest.approx((0, -2.9444, -0.4791, 0.2685), abs=5e-5)


def test_two_who_meet_have_the_logarithm_of_their_wins() -> None:
    found = bradley_terry([[0, 3], [9, 0]])
    assert isinstance(found, Strengths)
    assert found.abilities == pytest.approx((0, log(3)), abs=1e-12)
    assert found.standard_errors == pytest.approx((0, (1 / 3 + 1 / 9) ** 0.5), abs=1e-9)
    reduced = bradley_terry([[0, 3], [9, 0]], bias_reduced=True)
    assert isinstance(reduced, Strengths)
    assert reduced.abilities == pytest.approx((0, log(9.5 / 3.5)), abs=1e-9)


def test_who_never_lost_has_no_strength_unless_bias_is_reduced() -> None:
    unbeaten = [[0, 2, 2], [0, 0, 1], [0, 1, 0]]
    assert bradley_terry(unbeaten) == SEPARATED
    reduced = bradley_terry(unbeaten, bias_reduced=True)
    assert isinstance(reduced, Strengths)
    assert max(reduced.abilities[1:]) < 0
    assert bradley_terry([[0, 1, 0], [1, 0, 0], [0, 0, 0]], bias_reduced=True) == SEPARATED
    assert bradley_terry([]) == NO_BALLOTS
    assert bradley_terry([[5]]) == Strengths(
        abilities=(0.0,),
        standard_errors=(0.0,),
        residual_deviance=0.0,
        residual_degrees=0,
        null_deviance=0.0,
        null_degrees=0,
    )


@given(st.lists(st.lists(st.integers(0, 1000), min_size=4, max_size=4), min_size=4, max_size=4), st.booleans())
def test_at_the_maximum_everybody_wins_as_often_as_expected(wins: list[list[int]], bias_reduced: bool) -> None:
    found = bradley_terry(wins, bias_reduced=bias_reduced)
    assert plain(found)
    if isinstance(found, Strengths) and not bias_reduced:
        strength = [2.718281828459045**ability for ability in found.abilities]
        for one in range(4):
            others = [other for other in range(4) if other != one]
            expected = sum(
                (wins[one][other] + wins[other][one]) * strength[one] / (strength[one] + strength[other])
                for other in others
            )
            assert sum(wins[one][other] for other in others) == pytest.approx(expected, rel=1e-6, abs=1e-6)
