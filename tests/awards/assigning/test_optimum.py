"""The best assignment: exact small cases, random ones against every possibility, and who is short of judges."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.assigning.optimum import optimum
from awards.assigning.rooms import in_rooms
from awards.assigning.spread import algebraic_connectivity, improved
from awards.assigning.table import Bools, NoPlan, Shortage, Side, Table


def table(
    affinity: list[list[float]], per_entry: int, out: set[tuple[int, int]] = frozenset(), **more: object
) -> Table:  # type: ignore[assignment]
    fits = np.array(affinity, dtype=float)
    allowed = np.ones(fits.shape, dtype=bool)
    for pair in out:
        allowed[pair] = False
    return Table(affinity=fits, allowed=allowed, per_entry=per_entry, **more)  # type: ignore[arg-type]


def chosen_in(question: Table, *, fair: bool = True) -> list[list[int]]:
    found = optimum(question, fair=fair).chosen
    return [[int(one) for one in np.flatnonzero(row)] for row in found]


@pytest.mark.parametrize(
    ("affinity", "fair", "chosen", "total", "floor"),
    [
        ([[1.0, 0.4], [0.5, 0.1]], False, [[0], [1]], 1.1, 0.1),
        ([[1.0, 0.4], [0.5, 0.1]], True, [[1], [0]], 0.9, 0.4),
        ([[0.9, 0.8, 0.0], [0.9, 0.1, 0.1], [0.3, 0.3, 0.3]], False, [[1], [0], [2]], 2.0, 0.3),
        ([[0.9, 0.8, 0.0], [0.9, 0.1, 0.1], [0.3, 0.3, 0.3]], True, [[1], [0], [2]], 2.0, 0.3),
    ],
)
def test_the_known_small_cases(
    affinity: list[list[float]], fair: bool, chosen: list[list[int]], total: float, floor: float
) -> None:
    found = optimum(table(affinity, 1), fair=fair)
    assert [[int(one) for one in np.flatnonzero(row)] for row in found.chosen] == chosen
    assert (found.total, found.floor) == (pytest.approx(total), pytest.approx(floor))


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_seven_judges_and_seven_entries_become_the_fano_plane(seed: str) -> None:
    question = table([[1.0] * 7] * 7, 3, seed=seed)
    plane = improved(question, optimum(question).chosen, 1.0)
    assert algebraic_connectivity(plane) == pytest.approx(7 / 3)
    assert {tuple(sorted((plane[:, one] & plane[:, other]).sum() for one, other in combinations(range(7), 2)))} == {
        (1,) * 21
    }
    assert (plane.sum(axis=0) == 3).all()


@st.composite
def questions(draw: st.DrawFn) -> Table:
    entries, judges = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    per_entry = draw(st.integers(1, min(2, judges)))
    levels = st.sampled_from([0.0, 1.0, 2.0])
    affinity = draw(st.lists(st.lists(levels, min_size=judges, max_size=judges), min_size=entries, max_size=entries))
    out = draw(st.sets(st.tuples(st.integers(0, entries - 1), st.integers(0, judges - 1)), max_size=entries))
    region = draw(st.lists(st.integers(0, 1), min_size=judges, max_size=judges))
    cap = draw(st.sampled_from([None, 1]))
    mask = np.broadcast_to(np.array(region) == 1, (entries, judges))
    sides = () if cap is None else (Side(mask=mask, upper=cap),)
    return table(affinity, per_entry, out, sides=sides, seed="mẫu")


def possibilities(question: Table) -> list[Bools]:
    """Every choice that keeps conflicts, the number of judges and the sides."""
    panels = []
    for row in range(question.entries):
        able = np.flatnonzero(question.allowed[row])
        panels.append([
            panel
            for panel in combinations(able, question.per_entry)
            if all(side.upper is None or side.mask[row, list(panel)].sum() <= side.upper for side in question.sides)
        ])  # fmt: skip
    found = []
    for choice in product(*panels):
        chosen = np.zeros(question.allowed.shape, dtype=bool)
        for row, panel in enumerate(choice):
            chosen[row, list(panel)] = True
        found.append(chosen)
    return found


@settings(max_examples=60)
@given(questions())
def test_nothing_is_better_than_what_is_found(question: Table) -> None:
    every = possibilities(question)
    if not every:
        with pytest.raises(NoPlan):
            optimum(question)
        return
    plain, fair = optimum(question, fair=False), optimum(question)
    even = [one for one in every if ((one.sum(0) >= plain.lowest) & (one.sum(0) <= plain.highest)).all()]
    assert any((plain.chosen == one).all() for one in even)
    assert any((fair.chosen == one).all() for one in even)
    fits = question.affinity
    assert plain.total == max(fits[one].sum() for one in even)
    assert fair.floor == max(fits[one].min() for one in even)
    assert fair.total == max(fits[one].sum() for one in even if fits[one].min() == fair.floor)


@settings(max_examples=15)
@given(questions())
def test_swaps_keep_every_rule_every_load_and_the_sum(question: Table) -> None:
    try:
        found = optimum(question)
    except NoPlan:
        return
    mixed = improved(question, found.chosen, found.floor)
    assert (mixed.sum(0) == found.chosen.sum(0)).all()
    assert any((mixed == one).all() for one in possibilities(question))
    assert question.affinity[mixed].sum() >= found.total
    assert question.affinity[mixed].min() >= found.floor
    assert algebraic_connectivity(mixed) >= algebraic_connectivity(found.chosen) - 1e-9


def test_the_same_seed_draws_the_same_and_another_seed_another() -> None:
    def drawn(seed: str) -> bytes:
        question = table([[1.0] * 8] * 20, 3, {(0, 0), (1, 1), (5, 2)}, seed=seed)
        found = optimum(question)
        return improved(question, found.chosen, found.floor).tobytes()

    assert (drawn("một"), drawn("một") == drawn("hai")) == (drawn("một"), False)


def test_entries_without_enough_judges_are_named() -> None:
    with pytest.raises(NoPlan) as told:
        optimum(table([[1.0] * 3] * 3, 2, {(1, 0), (1, 1), (2, 0)}))
    assert told.value.shortages == (Shortage(1, 1),)
    one_region = np.ones((2, 3), dtype=bool)
    with pytest.raises(NoPlan) as told:
        optimum(table([[1.0] * 3] * 2, 2, sides=(Side(mask=one_region, upper=1),)))
    assert told.value.shortages == (Shortage(0, 1), Shortage(1, 1))


def test_an_expert_is_in_every_panel_that_can_have_one() -> None:
    knows = np.array([[True, False, False, False], [True, False, False, False], [False] * 4])
    question = table([[1.0] * 4] * 3, 2, {(1, 0)}, sides=(Side(mask=knows, lower=1, soft=True),))
    assert all(0 in panel for panel in chosen_in(question)[:1])
    assert len(chosen_in(question)[1]) == 2


def test_rooms_hold_like_fields_and_judges_go_where_they_fit_and_may_mark() -> None:
    fields = ["b", "a", "b", "a"]
    knows_a, knows_b = [0.0, 2.0, 0.0, 2.0], [2.0, 0.0, 2.0, 0.0]
    affinity = np.array([knows_a, knows_b, knows_a, knows_b]).T.tolist()
    rooms = in_rooms(table(affinity, 1, {(1, 0)}, seed="x"), fields, 2)
    assert rooms.of_entry.tolist() == [1, 0, 1, 0]
    assert rooms.of_judge.tolist() == [0, 1, 0, 1]
    assert [np.flatnonzero(row).tolist() for row in rooms.chosen] == [[1, 3], [2], [1, 3], [0, 2]]
    assert rooms.short(2) == (Shortage(1, 1),)
