"""Can the entries be compared at all? The graph of judges and entries, an edge for each ballot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.advice.ballots import Ballots
from scoring.advice.design import Design, Floats, design
from scoring.advice.statement import NO_BALLOTS, NoAnswer, NotComparable, Part, named

HALVINGS = 60


@dataclass(frozen=True, kw_only=True)
class Connectivity:
    """How firmly the ballots hold together a graph that is in one piece.

    algebraic: second smallest eigenvalue of the Laplacian of the two-sided graph (Fiedler 1973);
    information: smallest positive eigenvalue of the entries' information matrix
    diag(n) - C diag(1/m) C'; the larger, the more precisely the worst contrast is known; None for one entry.
    """

    algebraic: float
    information: float | None


def parts(ballots: Ballots) -> tuple[Part, ...]:
    """The connected pieces, in order of their first entry; entries without a ballot belong to none."""
    root: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for entry, judge, _ in ballots.rows:
        root[find(("judge", judge))] = find(("entry", entry))
    pieces: dict[tuple[str, int], tuple[list[str], list[int]]] = {}
    for index, code in enumerate(ballots.entries):
        if ("entry", index) in root:
            pieces.setdefault(find(("entry", index)), ([], []))[0].append(code)
    for index, number in enumerate(ballots.judges):
        if ("judge", index) in root:
            pieces[find(("judge", index))][1].append(number)
    return tuple(Part(entries=tuple(codes), judges=tuple(numbers)) for codes, numbers in pieces.values())


def refusal(ballots: Ballots) -> NotComparable | None:
    """The refusal to compare what no ballot links; None when everything is linked."""
    pieces = parts(ballots)
    if len(pieces) < 2:
        return None
    described = "; ".join(
        f"nhóm {number}: hồ sơ {named(piece.entries)} (giám khảo số {', '.join(map(str, piece.judges))})"
        for number, piece in enumerate(pieces, start=1)
    )
    return NotComparable(
        sentence=f"Không so sánh được hồ sơ giữa {len(pieces)} nhóm không có giám khảo chung: {described}.",
        parts=pieces,
        raw_means=ballots.raw_means,
    )


def connectivity(ballots: Ballots) -> Connectivity | NoAnswer:
    """Strength of the graph, or the refusal that names its parts."""
    if not ballots.rows:
        return NO_BALLOTS
    refused = refusal(ballots)
    if refused is not None:
        return refused
    arrays = design(ballots)
    information = _second_smallest(arrays, whole_graph=False) if len(arrays.codes) > 1 else None
    return Connectivity(algebraic=_second_smallest(arrays, whole_graph=True), information=information)


def _second_smallest(arrays: Design, *, whole_graph: bool) -> float:
    """By bisection on the number of eigenvalues below a point, counted on the judges' side alone.

    Sylvester's law of inertia: the eigenvalues of [[N, -C], [-C', M]] below t are the n_i below t and
    the negative ones of M - t - C' (N - t)^-1 C; without "- t" beside M they are those of N - C M^-1 C'.
    """
    incidence = arrays.incidence
    if incidence.shape[0] < incidence.shape[1] and whole_graph:
        incidence = incidence.T
    of_entry, of_judge = incidence.sum(axis=1), incidence.sum(axis=0)
    low, high = 0.0, 2 * float(max(of_entry.max(), of_judge.max())) + 1
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _below(incidence, of_entry, of_judge, middle, shift=middle if whole_graph else 0.0) >= 2:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _below(incidence: Floats, of_entry: Floats, of_judge: Floats, point: float, *, shift: float) -> int:
    # A pole at a whole number of ballots is stepped around; the count on both sides of it is the same.
    left = np.where(of_entry == point, 1e-9, of_entry - point)
    rest = np.diag(of_judge - shift) - incidence.T @ (incidence / left[:, None])
    return int((left < 0).sum() + (np.linalg.eigvalsh(rest) < 0).sum())
