"""A plan at the size of a large season: 3,000 entries x 60 judges x 5. Run: python -m bench.assigning

The reference in the same run is the plain transportation problem of the same table, solved once by HiGHS: no floor for
the worst pair, no experts, no regions, no mixing. The ratio says what those extras cost.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from time import perf_counter, process_time

import numpy as np

from awards.assigning.drawing import draw, table_of
from awards.assigning.inputs import PlanInput
from awards.assigning.optimum import optimum, without_sides
from awards.assigning.problem import EntryToMark, Marker, Problem
from awards.assigning.spread import algebraic_connectivity
from awards.assigning.states import Method
from awards.assigning.table import Bools
from awards.councils.assignment import Recusal
from awards.councils.states import RecusalKind
from scoring.levels import Aggregation

ENTRIES, JUDGES, PER_ENTRY, CONFLICTS = 3000, 60, 5, 0.08
LIMIT = 10.0  # seconds for a plan; printed, not enforced: machines differ
FIELDS = ("agri", "non_agri", "credit_fund")
REGIONS = tuple(f"Vùng {number}" for number in range(1, 7))
WANTED = PlanInput(Method.BALANCED, "MAU-2026", per_entry=PER_ENTRY, region_cap=2)


def season() -> Problem:
    """Invented judges and entries, the same in every run; two in three entries are of agriculture."""
    chance = np.random.default_rng(2026)
    markers = tuple(
        Marker(
            id=number,
            number=number,
            region=str(chance.choice(REGIONS)) if chance.random() < 0.6 else "",
            fields=tuple(field for field in FIELDS if chance.random() < 0.45),
        )
        for number in range(1, JUDGES + 1)
    )
    kinds = chance.choice(FIELDS, size=ENTRIES, p=(0.65, 0.25, 0.1))
    entries = tuple(EntryToMark(number, f"HS-{number}", str(kinds[number - 1])) for number in range(1, ENTRIES + 1))
    drawn = np.argwhere(chance.random((ENTRIES, JUDGES)) < CONFLICTS)
    out = {(int(judge) + 1, int(entry) + 1): Recusal(RecusalKind.RELATION, "mẫu") for entry, judge in drawn}
    return Problem(markers, entries, out, Aggregation(method="mean", minimum_sheets=3, origin="tự đặt"))


def as_design(pairs: tuple[tuple[int, int], ...]) -> Bools:
    design = np.zeros((ENTRIES, JUDGES), dtype=bool)
    design[tuple(np.array(pairs).T - 1)] = True
    return design


def main() -> int:
    problem = season()
    began, worked = perf_counter(), process_time()
    drawn = draw(problem, WANTED, lambda *_: None)
    seconds, work = perf_counter() - began, process_time() - worked
    table = without_sides(table_of(problem, replace(WANTED, region_cap=None)))
    began, worked = perf_counter(), process_time()
    plain = optimum(table, fair=False)
    plain_seconds, plain_work = perf_counter() - began, process_time() - worked
    design = as_design(drawn.pairs)
    loads = design.sum(axis=0)
    print(f"{ENTRIES} x {JUDGES} x {PER_ENTRY}, {len(problem.out)} conflicts, at most {WANTED.region_cap} of a region")
    print(f"plan        {seconds:7.2f} s ({work:.2f} s of processor; limit {LIMIT:.0f} s)")
    print(f"plain LP    {plain_seconds:7.2f} s ({plain_work:.2f} s of processor)  ratio {work / plain_work:.2f}")
    print(
        f"affinity    {drawn.total} of {round(plain.total)} ({drawn.total / plain.total:.4f}), worst pair {drawn.floor}"
    )
    print(f"loads       {loads.min()} to {loads.max()}; conflicts kept out: {not (design & ~table.allowed).any()}")
    print(f"mixing      {algebraic_connectivity(plain.chosen):.1f} plain, {algebraic_connectivity(design):.1f} plan")
    return 0


if __name__ == "__main__":
    sys.exit(main())
