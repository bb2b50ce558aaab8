"""Fleiss' kappa: agreement of nominal decisions beyond chance. Source: Fleiss 1971, Psychol. Bull. 76:378."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from scoring.advice.ballots import Ballots
from scoring.advice.statement import NO_BALLOTS, NoAnswer

UNEQUAL = NoAnswer(sentence="Hệ số này cần mỗi hồ sơ có cùng số phiếu, ít nhất hai phiếu.")
ONE_CATEGORY = NoAnswer(sentence="Mọi phiếu chọn cùng một mức nên không đo được sự đồng thuận ngoài ngẫu nhiên.")


@dataclass(frozen=True, kw_only=True)
class Kappa:
    """Observed agreement of two ballots of one entry, agreement expected by chance, and kappa."""

    observed: float
    expected: float
    value: float


def fleiss_kappa(ballots: Ballots) -> Kappa | NoAnswer:
    """Each distinct score is one category; who chose it is not asked."""
    if not ballots.rows:
        return NO_BALLOTS
    chosen: dict[int, Counter[int]] = {}
    for (entry, _, _), score in zip(ballots.rows, ballots.whole[0], strict=True):
        chosen.setdefault(entry, Counter())[score] += 1
    sizes = {counts.total() for counts in chosen.values()}
    if len(sizes) > 1 or min(sizes) < 2:
        return UNEQUAL
    if ballots.all_equal:
        return ONE_CATEGORY
    size, total = min(sizes), len(ballots.rows)
    pairs = sum(count * (count - 1) for counts in chosen.values() for count in counts.values())
    observed = Fraction(pairs, len(chosen) * size * (size - 1))
    categories = Counter(ballots.whole[0])
    expected = Fraction(sum(count * count for count in categories.values()), total * total)
    return Kappa(
        observed=float(observed), expected=float(expected), value=float((observed - expected) / (1 - expected))
    )
