"""Kendall's W: do the judges rank the entries alike? Source: Kendall & Babington Smith 1939."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.advice.ballots import Ballots, complete_table
from scoring.advice.statement import NoAnswer

ALL_TIED = NoAnswer(sentence="Mỗi giám khảo cho mọi hồ sơ cùng một điểm nên không có thứ hạng nào để so sánh.")


@dataclass(frozen=True, kw_only=True)
class Concordance:
    """W without and with the correction for ties (0 none, 1 full), and chi square = m (n - 1) W from the latter."""

    uncorrected: float
    corrected: float
    chi_square: float
    degrees: int


def kendall_w(ballots: Ballots) -> Concordance | NoAnswer:
    """Every judge ranks every entry; tied entries take their mean rank."""
    table = complete_table(ballots)
    if isinstance(table, NoAnswer):
        return table
    columns = list(zip(*table.lines, strict=True))
    n, m = len(table.lines), len(columns)
    twice = [_twice_ranks(column) for column in columns]
    sums = [sum(ranks) for ranks in zip(*twice, strict=True)]
    spread = Fraction(sum((total - m * (n + 1)) ** 2 for total in sums), 4)
    ties = sum(count**3 - count for column in columns for count in Counter(column).values())
    full = m * m * (n**3 - n)
    if full == m * ties:
        return ALL_TIED
    corrected = 12 * spread / (full - m * ties)
    return Concordance(
        uncorrected=float(12 * spread / full),
        corrected=float(corrected),
        chi_square=float(m * (n - 1) * corrected),
        degrees=n - 1,
    )


def _twice_ranks(scores: Sequence[int]) -> list[int]:
    """Two times the mean ranks, so that they stay whole."""
    counts = Counter(scores)
    rank_of: dict[int, int] = {}
    before = 0
    for score in sorted(counts):
        rank_of[score] = 2 * before + counts[score] + 1
        before += counts[score]
    return [rank_of[score] for score in scores]
