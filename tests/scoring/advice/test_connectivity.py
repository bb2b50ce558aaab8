"""Whether the ballots let entries be compared, and how firmly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from scoring.advice.additive import additive_fit
from scoring.advice.ballots import Ballots
from scoring.advice.connectivity import Connectivity, connectivity, parts
from scoring.advice.rank_intervals import rank_intervals
from scoring.advice.severity import severity
from scoring.advice.statement import NO_BALLOTS, NoAnswer, NotComparable, Part
from tests.scoring.advice.known_data import FANO_LINES, T3, T4, any_ballots, random_jury

FANO = Ballots(
    entries=tuple("abcdefg"),
    judges=tuple(range(1, 8)),
    rows=tuple((entry, judge, entry + judge) for judge, line in enumerate(FANO_LINES) for entry in line),
)
REFUSED = NotComparable(
    sentence=(
        "Không so sánh được hồ sơ giữa 2 nhóm không có giám khảo chung: nhóm 1: hồ sơ a, b (giám khảo số 1); "
        "nhóm 2: hồ sơ c, d (giám khảo số 2, 3)."
    ),
    parts=(Part(entries=("a", "b"), judges=(1,)), Part(entries=("c", "d"), judges=(2, 3))),
    raw_means={"a": 8.5, "b": 7.5, "c": 5.75, "d": 4.5},
)


def dense_spectrum(ballots: Ballots) -> tuple[float, float]:
    """Second smallest eigenvalues of the two matrices themselves."""
    table = np.zeros((len(ballots.entries), len(ballots.judges)))
    for entry, judge, _ in ballots.rows:
        table[entry, judge] += 1
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    of_entry, of_judge = np.diag(table.sum(axis=1)), np.diag(table.sum(axis=0))
    laplacian = np.block([[of_entry, -table], [-table.T, of_judge]])
    information = of_entry - table @ np.linalg.inv(of_judge) @ table.T
    return float(np.linalg.eigvalsh(laplacian)[1]), float(np.linalg.eigvalsh(information)[1:2].sum())


def test_unlinked_parts_are_named_refused_and_keep_their_raw_means() -> None:
    assert connectivity(T4) == REFUSED
    assert additive_fit(T4) == REFUSED
    assert severity(T4) == REFUSED
    assert rank_intervals(T4, first=2, seed=1) == REFUSED


def test_one_ballot_and_one_judge_each_is_no_comparison() -> None:
    refused = severity(Ballots.given([("a", 1, 5), ("b", 2, 6)]))
    assert isinstance(refused, NotComparable)
    assert refused.parts == (Part(entries=("a",), judges=(1,)), Part(entries=("b",), judges=(2,)))


def test_a_part_of_many_entries_is_cut_short_in_the_sentence_only() -> None:
    refused = connectivity(Ballots.given([(f"h{at}", 1, at) for at in range(12)] + [("x", 2, 1)]))
    assert isinstance(refused, NotComparable)
    assert "h0, h1, h2, h3, h4, h5, h6, h7 và 4 hồ sơ khác" in refused.sentence
    assert len(refused.parts[0].entries) == 12


def test_the_fano_plane_is_perfectly_balanced() -> None:
    found = connectivity(FANO)
    assert isinstance(found, Connectivity)
    assert found.information == pytest.approx(7 / 3, abs=1e-12)
    assert found.information / 3 == pytest.approx(0.7778, abs=5e-5)
    assert found.algebraic == pytest.approx(3 - 2**0.5, abs=1e-12)  # the Heawood graph


def test_one_part_holds_the_whole_incomplete_design() -> None:
    assert parts(T3) == (Part(entries=("a", "b", "c", "d"), judges=(1, 2, 3)),)


def test_no_ballot_is_no_graph() -> None:
    assert connectivity(Ballots.table([])) == NO_BALLOTS


@pytest.mark.parametrize("ballots", [FANO, T3, random_jury(40, 9, 3, 1), random_jury(5, 30, 8, 2)])
def test_the_eigenvalues_are_those_of_the_full_matrices(ballots: Ballots) -> None:
    found = connectivity(ballots)
    assert isinstance(found, Connectivity)
    assert (found.algebraic, found.information) == pytest.approx(dense_spectrum(ballots), abs=1e-9)


@given(any_ballots())
def test_ballots_are_linked_exactly_when_the_second_eigenvalue_is_not_zero(ballots: Ballots) -> None:
    found = connectivity(ballots)
    if isinstance(found, Connectivity):
        algebraic, information = dense_spectrum(ballots)
        assert found.algebraic == pytest.approx(algebraic, abs=1e-7)
        assert found.algebraic > 1e-9
        assert (found.information or 0) == pytest.approx(information, abs=1e-7)
    elif isinstance(found, NotComparable):
        assert dense_spectrum(ballots)[0] == pytest.approx(0, abs=1e-9)
        assert sorted(code for part in found.parts for code in part.entries) == sorted(ballots.raw_means)
    else:
        assert isinstance(found, NoAnswer)
        assert not ballots.rows
