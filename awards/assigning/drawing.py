"""Drawing a plan: the problem as arrays, the optimum, the mixing; or the sentence that says why there is no plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from awards.assigning.inputs import PlanInput
from awards.assigning.optimum import optimum
from awards.assigning.problem import Problem
from awards.assigning.rooms import in_rooms
from awards.assigning.spread import improved
from awards.assigning.states import Method
from awards.assigning.table import Bools, NoPlan, Shortage, Side, Table
from awards.assigning.wording import NOT_FOUND, SHORT_KINDS
from awards.base.errors import DomainError

ALGORITHM = 1
"""Raised with every change that makes another plan of the same problem and seed."""
STEPS = 3
TOLD = 3

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Drawn:
    """Pairs of entry and member (ids), in order. ``best_total`` is the largest sum of affinities there is."""

    pairs: tuple[tuple[int, int], ...]
    total: int
    best_total: int
    floor: int


def draw(problem: Problem, wanted: PlanInput, report: Report) -> Drawn:
    """The plan of this problem and seed. Raises :class:`DomainError` with the entries that lack judges, and why."""
    table = table_of(problem, wanted)
    report(1, STEPS, "Đang tìm cách xếp hợp nhất")
    try:
        return _in_rooms(problem, wanted, table) if wanted.method is Method.ROOMS else _balanced(problem, table, report)
    except NoPlan as error:
        raise DomainError(_why(problem, wanted, table, error.shortages)) from error


def _balanced(problem: Problem, table: Table, report: Report) -> Drawn:
    found = optimum(table)
    report(2, STEPS, "Đang xếp cho các ủy viên chấm xen kẽ với nhau")
    return _drawn(problem, table, improved(table, found.chosen, found.floor), found.best_total)


def _in_rooms(problem: Problem, wanted: PlanInput, table: Table) -> Drawn:
    rooms = in_rooms(table, [one.field for one in problem.entries], wanted.rooms or 1)
    short = rooms.short(problem.minimum)
    if short:
        raise NoPlan(short)
    return _drawn(problem, table, rooms.chosen, float(table.affinity[rooms.chosen].sum()))


def _drawn(problem: Problem, table: Table, chosen: Bools, best_total: float) -> Drawn:
    entries, judges = np.nonzero(chosen)
    pairs = [(problem.entries[one].id, problem.markers[other].id) for one, other in zip(entries, judges, strict=True)]
    fits = table.affinity[chosen]
    return Drawn(tuple(sorted(pairs)), round(fits.sum()), round(best_total), round(fits.min()))


def table_of(problem: Problem, wanted: PlanInput) -> Table:
    """The problem as arrays, with the sides that the wish and the rulebook ask for."""
    fields = sorted({one.field for one in problem.entries})
    by_field = np.array([[one.affinity(field) for one in problem.markers] for field in fields], dtype=float)
    fits = by_field[[fields.index(one.field) for one in problem.entries]]
    allowed = np.ones(fits.shape, dtype=bool)
    row = {one.id: place for place, one in enumerate(problem.entries)}
    column = {one.id: place for place, one in enumerate(problem.markers)}
    for member, entry in problem.out:
        if member in column and entry in row:
            allowed[row[entry], column[member]] = False
    sides = (*_region_sides(problem, wanted, fits.shape), *_group_sides(problem, fits.shape))
    if any(one.fields for one in problem.markers):
        knows = np.array([[field in one.fields for one in problem.markers] for field in fields])
        expert = knows[[fields.index(one.field) for one in problem.entries]]
        sides = (*sides, Side(mask=expert, lower=1, soft=True))
    return Table(
        affinity=fits, allowed=allowed, per_entry=wanted.per_entry or problem.minimum, sides=sides, seed=wanted.seed
    )


def _region_sides(problem: Problem, wanted: PlanInput, shape: tuple[int, ...]) -> tuple[Side, ...]:
    if wanted.region_cap is None:
        return ()
    regions = sorted({one.region for one in problem.markers if one.region})
    return tuple(
        Side(mask=_columns([one.region == region for one in problem.markers], shape), upper=wanted.region_cap)
        for region in regions
    )


def _group_sides(problem: Problem, shape: tuple[int, ...]) -> tuple[Side, ...]:
    return tuple(
        Side(mask=_columns([one.group == group.key for one in problem.markers], shape), lower=group.minimum_sheets)
        for group in problem.aggregation.member_groups
    )


def _columns(belongs: list[bool], shape: tuple[int, ...]) -> Bools:
    mask: Bools = np.broadcast_to(np.array(belongs), shape)
    return mask


def _why(problem: Problem, wanted: PlanInput, table: Table, shortages: tuple[Shortage, ...]) -> str:
    """Which entries lack judges, with the reasons of the first ones."""
    if not shortages:
        return NOT_FOUND
    per_entry = problem.minimum if wanted.method is Method.ROOMS else table.per_entry
    told = " ".join(_told(problem, wanted, one) for one in shortages[:TOLD])
    return f"{len(shortages)} hồ sơ không đủ {per_entry} ủy viên chấm được. {told}"


def _told(problem: Problem, wanted: PlanInput, shortage: Shortage) -> str:
    entry = problem.entries[shortage.entry]
    kinds = Counter(recusal.kind for (_, nomination), recusal in problem.out.items() if nomination == entry.id)
    reasons = [f"{count} người {SHORT_KINDS[kind]}" for kind, count in kinds.items()]
    if wanted.region_cap is not None:
        reasons.append(f"tối đa {wanted.region_cap} người mỗi vùng")
    because = f" ({', '.join(reasons)})" if reasons else ""
    where = "phòng của hồ sơ này có" if wanted.method is Method.ROOMS else "có"
    return f"{entry.reference}: {where} {shortage.possible} người{because}."
