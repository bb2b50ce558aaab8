"""Published tables and small exact cases, and whatever ballots a machine can think of."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction
from math import isfinite

import numpy as np
from hypothesis import strategies as st

from scoring.advice.ballots import Ballots

# Shrout & Fleiss 1979: four judges (lines), six targets.
SHROUT_FLEISS = Ballots.table([[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]])

# Davies 1947: yield of dyestuff, six batches of five.
DYESTUFF = {
    "A": (1545, 1440, 1440, 1520, 1580),
    "B": (1540, 1555, 1490, 1560, 1495),
    "C": (1595, 1550, 1605, 1510, 1560),
    "D": (1445, 1440, 1595, 1465, 1545),
    "E": (1595, 1630, 1515, 1635, 1625),
    "F": (1520, 1455, 1450, 1480, 1445),
}

# Box & Tiao 1973: the same design where the batches show no difference at all.
DYESTUFF_WITHOUT_BATCHES = {
    "A": ("7.298", "3.846", "2.434", "9.566", "7.990"),
    "B": ("5.220", "6.556", "0.608", "11.788", "-0.892"),
    "C": ("0.110", "10.386", "13.434", "5.510", "8.166"),
    "D": ("2.212", "4.852", "7.092", "9.288", "4.980"),
    "E": ("0.282", "9.014", "4.458", "9.446", "7.198"),
    "F": ("1.722", "4.782", "8.106", "0.758", "3.758"),
}

# T1: no judge is biased, yet z-scores put e4 above e2 and e3.
T1 = Ballots.given(
    [("e1", 1, 9), ("e2", 1, 8), ("e3", 1, Fraction("7.9")), ("e3", 2, Fraction("7.9")), ("e4", 2, 7.5), ("e5", 2, 3)]
)
# T2: z-scores make three different entries tie.
T2 = Ballots.given([("e1", 1, 9), ("e2", 1, 8), ("e3", 1, 7), ("e3", 2, 7), ("e4", 2, 6), ("e5", 2, 5)])
# T3: quality a 8, b 7, c 6, d 5; bias +0.5, 0, -0.5; no noise.
T3_ROWS = (
    ("a", 1, 8.5),
    ("b", 1, 7.5),
    ("b", 2, 7),
    ("c", 2, 6),
    ("c", 3, 5.5),
    ("d", 3, 4.5),
    ("a", 3, 7.5),
)
T3 = Ballots.given(T3_ROWS)
# T4: without (b, 2) and (a, 3) nothing links two parts.
T4 = Ballots.given([row for row in T3_ROWS if row[:2] not in {("b", 2), ("a", 3)}])

# Seven entries, seven judges, three ballots each; every two entries share exactly one judge.
FANO_LINES = ((0, 1, 3), (1, 2, 4), (2, 3, 5), (3, 4, 6), (4, 5, 0), (5, 6, 1), (6, 0, 2))


def one_way(groups: dict[str, tuple[int, ...]] | dict[str, tuple[str, ...]]) -> Ballots:
    """A one-way layout as ballots of one judge."""
    return Ballots.given([(code, 1, Fraction(value)) for code, values in groups.items() for value in values])


def random_jury(entries: int, judges: int, sheets: int, seed: int) -> Ballots:
    """`sheets` different judges for each entry, points on a quarter grid."""
    chance = np.random.default_rng(seed)
    quality, bias = chance.normal(75, 6, entries), chance.normal(0, 3, judges)
    rows = []
    for entry in range(entries):
        for judge in chance.permutation(judges)[:sheets].tolist():
            points = quality[entry] + bias[judge] + chance.normal(0, 3)
            rows.append((entry, judge, Fraction(round(float(points) * 4), 4)))
    return Ballots(
        entries=tuple(f"CS-{number:03d}" for number in range(entries)),
        judges=tuple(range(1, judges + 1)),
        rows=tuple(rows),
    )


@st.composite
def any_ballots(draw: st.DrawFn, largest: int = 6) -> Ballots:
    """Empty, single, equal, repeated, unlinked, tiny, huge: anything that is a number."""
    entries, judges = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    score = draw(
        st.sampled_from(
            [
                st.integers(0, 2),
                st.integers(0, 100),
                st.decimals(0, 10, places=2),
                st.floats(-1e12, 1e12),
                st.fractions(-5, 5),
            ]
        )
    )
    row = st.tuples(st.integers(0, entries - 1), st.integers(0, judges - 1), score)
    rows = draw(st.lists(row, max_size=3 * largest))
    if draw(st.booleans()):
        rows = [(entry, judge, draw(score)) for entry in range(entries) for judge in range(judges)]
    return Ballots(
        entries=tuple(f"e{number}" for number in range(entries)), judges=tuple(range(judges)), rows=tuple(rows)
    )


def plain(value: object) -> bool:
    """Nothing but plain Python values inside, and every number finite."""
    if isinstance(value, float):
        return type(value) is float and isfinite(value)
    if isinstance(value, dict):
        return all(map(plain, value)) and all(map(plain, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(plain, value))
    if is_dataclass(value):
        return all(plain(getattr(value, field.name)) for field in fields(value))
    return value is None or type(value) in {int, str, bool, Fraction}
