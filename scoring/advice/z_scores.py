"""Scores per judge in standard deviations: shown only to warn of them.

They take every judge's set of entries for equally good. Where the sets differ, as they do when each
judge scores a part, they can turn the true order around; the tests hold exact cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from scoring.advice.ballots import Ballots
from scoring.advice.statement import NO_BALLOTS, NoAnswer

WARNING = (
    "Điểm chuẩn hóa theo từng giám khảo coi các bộ hồ sơ được giao là tốt như nhau; khi mỗi giám khảo chỉ chấm một "
    "phần, thứ tự có thể bị đảo. Không dùng để xếp hạng."
)


@dataclass(frozen=True, kw_only=True)
class ZScores:
    """Mean of the population z-scores of each entry; None where no judge of the entry has one.

    `undefined`: judges whose ballots do not differ, so that there is no standard deviation to divide by.
    """

    means: Mapping[str, float | None]
    undefined: tuple[int, ...]
    warning: str


def z_scores(ballots: Ballots) -> ZScores | NoAnswer:
    """(points - judge's mean) / judge's population standard deviation, averaged over the ballots of an entry."""
    if not ballots.rows:
        return NO_BALLOTS
    of_judge: dict[int, list[int]] = {}
    for (_, judge, _), score in zip(ballots.rows, ballots.whole[0], strict=True):
        of_judge.setdefault(judge, []).append(score)
    moments = {judge: _moments(scores) for judge, scores in of_judge.items()}
    found: dict[int, list[float]] = {entry: [] for entry, _, _ in ballots.rows}
    for (entry, judge, _), score in zip(ballots.rows, ballots.whole[0], strict=True):
        mean, variance = moments[judge]
        if variance:
            # The square is taken exactly, so that no unit of points is too large or too small.
            deviation = score - mean
            size = sqrt(deviation * deviation / variance)
            found[entry].append(size if deviation > 0 else -size)
    return ZScores(
        means={
            ballots.entries[entry]: sum(values) / len(values) if values else None
            for entry, values in sorted(found.items())
        },
        undefined=tuple(sorted(ballots.judges[judge] for judge, (_, variance) in moments.items() if not variance)),
        warning=WARNING,
    )


def _moments(scores: list[int]) -> tuple[Fraction, Fraction]:
    mean = Fraction(sum(scores), len(scores))
    return mean, Fraction(sum(score * score for score in scores), len(scores)) - mean * mean
