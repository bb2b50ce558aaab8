"""The light: pieces that share no entry, and how even the ties are, in plain Python as with numpy."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.assigning.light import Light, ties
from awards.assigning.spread import algebraic_connectivity

FANO = [(0, 1, 3), (1, 2, 4), (2, 3, 5), (3, 4, 6), (4, 5, 0), (5, 6, 1), (6, 0, 2)]


def test_the_fano_plane_is_as_even_as_can_be() -> None:
    found = ties(dict(enumerate(FANO)))
    assert (found.parts, found.evenness, found.light) == (
        ((0, 1, 2, 3, 4, 5, 6),),
        pytest.approx(1.0),
        Light.FIRM,
    )


def test_judges_who_share_no_entry_are_apart() -> None:
    found = ties({1: [10, 11], 2: [11, 12], 3: [20, 21]})
    assert (found.parts, found.evenness, found.light) == (((10, 11, 12), (20, 21)), 0.0, Light.APART)
    assert ties({1: [1], 2: [1]}).light is Light.FIRM
    assert ties({1: [1], 2: [2]}).light is Light.APART
    assert ties({}).parts == ()


def test_one_shared_entry_between_two_rooms_is_weak() -> None:
    panels = {number: [1, 2, 3] for number in range(10)} | {number: [4, 5, 6] for number in range(10, 20)}
    assert ties(panels | {20: [3, 4]}).light is Light.WEAK


@given(st.lists(st.sampled_from(list(combinations(range(6), 3))), min_size=4, max_size=12))
def test_it_is_the_second_eigenvalue_as_numpy_finds_it(panels: list[tuple[int, ...]]) -> None:
    seated = sorted({judge for panel in panels for judge in panel})
    chosen = np.array([[judge in panel for judge in seated] for panel in panels])
    found = ties(dict(enumerate(panels)))
    expected = algebraic_connectivity(chosen) * (len(seated) - 1) / (2 * len(panels))
    assert found.evenness == pytest.approx(0.0 if len(found.parts) > 1 else expected, abs=1e-5)
