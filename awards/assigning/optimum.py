"""The best assignment as a transportation problem, solved by HiGHS: largest sum of affinities, then the worst pair
as good as can be.

Entry rows and load rows alone are totally unimodular, and so they are with sides that part the judges (regions, member
groups): a vertex of the linear programme is whole. Where it is not, the same model is solved in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import highspy
import numpy as np

from awards.assigning.lots import shares
from awards.assigning.table import Bools, Floats, NoPlan, Shortage, Table, Whole

WISH = 10.0
"""What a soft side weighs in units of affinity."""
EXACT = 1e-6
LOOSE = 0.1
LONGEST = 120.0
"""Seconds after which HiGHS gives up; thousands of entries need a few."""
OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0, "time_limit": LONGEST,
    "mip_rel_gap": 0.0, "mip_abs_gap": 1e-6,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Optimum:
    """Chosen pairs. ``total``: their affinity; ``floor``: that of the worst; ``best_total``: the largest sum there is
    when nobody looks at the worst pair; ``lowest`` and ``highest``: the loads that were allowed."""

    chosen: Bools
    total: float
    floor: float
    best_total: float
    lowest: Whole
    highest: Whole


def optimum(table: Table, *, fair: bool = True) -> Optimum:
    """The assignment of the largest sum; ``fair``: among those whose worst pair is as good as can be.

    Equal ones are told apart by the seed. Raises :class:`NoPlan`.
    """
    _refuse_short(table)
    for lowest, highest in _loads(table):
        chosen = _solve(table, table.allowed, lowest, highest)
        if chosen is not None:
            break
    else:
        raise NoPlan(_shortages(table))
    best = float(table.affinity[chosen].sum())
    if fair:
        chosen = _fairer(table, chosen, lowest, highest)
    return Optimum(
        chosen=chosen,
        total=float(table.affinity[chosen].sum()),
        floor=float(table.affinity[chosen].min()),
        best_total=best,
        lowest=lowest,
        highest=highest,
    )


def _refuse_short(table: Table) -> None:
    possible = table.allowed.sum(axis=1)
    short = np.flatnonzero(possible < table.per_entry)
    if len(short) or not table.entries:
        raise NoPlan(tuple(Shortage(int(entry), int(possible[entry])) for entry in short))


def _loads(table: Table) -> Iterator[tuple[Whole, Whole]]:
    """Bounds of the judges' loads: within one in a hundred of the mean, then wider and wider."""
    mean = table.entries * table.per_entry / table.judges
    able = table.allowed.sum(axis=0)
    width = round(mean / 100)
    while True:
        low, high = max(0, int(np.floor(mean)) - width), min(table.entries, int(np.ceil(mean)) + width)
        yield np.minimum(low, able), np.full(table.judges, high)
        if low == 0 and high == table.entries:
            return
        width = 2 * width + 1


def _fairer(table: Table, chosen: Bools, lowest: Whole, highest: Whole) -> Bools:
    """Raise the worst pair by bisection over the affinities there are; the sum is largest again above that floor."""
    worst = table.affinity[chosen].min()
    higher = [value for value in np.unique(table.affinity[table.allowed]) if value > worst]
    low, high = 0, len(higher)  # the first `low` values are reached, those from `high` on are not
    while low < high:
        middle = (low + high) // 2
        edges = table.allowed & (table.affinity >= higher[middle])
        found = _is_likely(table, edges, lowest) and _solve(table, edges, lowest, highest) is not None
        low, high = (middle + 1, high) if found else (low, middle)
    if not low:
        return chosen
    best = _solve(table, table.allowed & (table.affinity >= higher[low - 1]), lowest, highest)
    return chosen if best is None else best


def _is_likely(table: Table, edges: Bools, lowest: Whole) -> bool:
    """Quick to see: every entry and every judge has enough pairs left."""
    return bool((edges.sum(axis=1) >= table.per_entry).all() and (edges.sum(axis=0) >= lowest).all())


@dataclass(eq=False)
class _Model:
    """A linear programme put together from arrays: the pairs' columns first, then those of slack."""

    cost: Floats
    first_cost: Floats
    rows: list[Whole]
    columns: list[Whole]
    lower: list[Floats]
    upper: list[Floats]
    slack: list[float]
    height: int = 0

    def add_rows(self, of_column: Whole, rows: Whole, lower: Floats, upper: Floats) -> int:
        """A block of rows; ``rows[i]`` (from 0 in the block) is the one that column ``of_column[i]`` stands in."""
        first = self.height
        self.rows.append(rows + first)
        self.columns.append(of_column)
        self.lower.append(lower)
        self.upper.append(upper)
        self.height += len(lower)
        return first

    def add_slack(self, rows: Whole, cost: float) -> None:
        """A column of its own for each of these rows, counted as one judge more."""
        first = len(self.cost) + len(self.slack)
        self.rows.append(rows)
        self.columns.append(np.arange(first, first + len(rows)))
        self.slack.extend([cost] * len(rows))


def _solve(table: Table, edges: Bools, lowest: Whole, highest: Whole) -> Bools | None:
    """The best choice among ``edges`` within these loads; None when there is none."""
    places = np.flatnonzero(edges)
    entry, judge = np.divmod(places, table.judges)
    exact, loose = _weights(table)
    model = _Model(-exact.ravel()[places], -loose.ravel()[places], [], [], [], [], [])
    column = np.arange(len(places))
    wanted = np.full(table.entries, float(table.per_entry))
    model.add_rows(column, entry, wanted, wanted)
    model.add_rows(column, judge, lowest.astype(float), highest.astype(float))
    if not _add_sides(model, table, edges, places, entry):
        return None
    values = _run(model, len(places))
    if values is None:
        return None
    chosen = np.zeros(table.allowed.shape, dtype=bool)
    chosen.ravel()[places[values[: len(places)] > 0.5]] = True
    return chosen


def _weights(table: Table) -> tuple[Floats, Floats]:
    """Affinities with a drawn trifle that all pairs together cannot make worth one step of affinity; and with a
    larger one, which the simplex method crosses five times as fast: its basis is where the exact one begins."""
    values = np.unique(table.affinity[table.allowed])
    step = float(np.diff(values).min()) if len(values) > 1 else 1.0
    pairs = table.entries * table.per_entry
    drawn = shares(table.seed, "pairs", table.affinity.size).reshape(table.affinity.shape)
    return table.affinity + drawn * step / (2 * pairs + 2), table.affinity + drawn * step * LOOSE


def _add_sides(model: _Model, table: Table, edges: Bools, places: Whole, entry: Whole) -> bool:
    """Rows for the sides that could be broken; False when one cannot be kept."""
    for side in table.sides:
        inside = edges & side.mask
        able = inside.sum(axis=1)
        if not side.soft and (able < side.lower).any():
            return False
        upper = table.per_entry if side.upper is None else side.upper
        at = np.flatnonzero((able > upper) | ((able > 0) & (side.lower > 0)))
        if not len(at):
            continue
        row_of = np.full(table.entries, -1)
        row_of[at] = np.arange(len(at))
        belongs = np.flatnonzero(inside.ravel()[places] & (row_of[entry] >= 0))
        lower = np.full(len(at), float(side.lower))
        first = model.add_rows(belongs, row_of[entry[belongs]], lower, np.full(len(at), float(upper)))
        if side.soft:
            model.add_slack(first + np.arange(len(at)), WISH)
    return True


def _run(model: _Model, pairs: int) -> Floats | None:
    """Solve it, in whole numbers where the vertex found is not whole."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in OPTIONS.items():
        solver.setOptionValue(option, value)
    lp = _as_lp(model, pairs)
    solver.passModel(lp)
    solver.run()
    if _values(solver) is None:
        return None
    solver.changeColsCost(pairs, np.arange(pairs, dtype=np.int32), model.cost)
    solver.run()
    values = _values(solver)
    if values is None or (np.abs(values[:pairs] - np.round(values[:pairs])) < EXACT).all():
        return values
    lp.col_cost_ = np.concatenate([model.cost, np.array(model.slack, dtype=float)])
    kinds = [highspy.HighsVarType.kInteger] * pairs
    lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * len(model.slack)
    solver.passModel(lp)
    solver.run()
    return _values(solver)


def _values(solver: highspy.Highs) -> Floats | None:
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return np.array(solver.getSolution().col_value)
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    raise TimeoutError(f"HiGHS ended with {status}")


def _as_lp(model: _Model, pairs: int) -> highspy.HighsLp:
    columns, rows = np.concatenate(model.columns), np.concatenate(model.rows)
    order = np.argsort(columns, kind="stable")
    count = pairs + len(model.slack)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, model.height
    lp.col_cost_ = np.concatenate([model.first_cost, np.array(model.slack, dtype=float)])
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.ones(count)
    lp.row_lower_, lp.row_upper_ = np.concatenate(model.lower), np.concatenate(model.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(columns[order], np.arange(count + 1))
    lp.a_matrix_.index_ = rows[order]
    lp.a_matrix_.value_ = np.ones(len(order))
    return lp


def _shortages(table: Table) -> tuple[Shortage, ...]:
    """Where judges are missing once everybody marks as much as there is, by a model in which entries may go short."""
    hard = tuple(side for side in table.sides if not side.soft)
    able = table.allowed.copy()
    for side in hard:
        if side.upper is not None:
            inside = table.allowed & side.mask
            able &= ~(inside & (np.cumsum(inside, axis=1) > side.upper))
    possible = able.sum(axis=1)
    short = possible < table.per_entry
    for side in hard:
        short |= (table.allowed & side.mask).sum(axis=1) < side.lower
    return tuple(Shortage(int(entry), int(possible[entry])) for entry in np.flatnonzero(short))


def without_sides(table: Table) -> Table:
    """The plain transportation problem of the same table."""
    return replace(table, sides=())
