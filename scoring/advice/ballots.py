"""The ballots as every advisory statistic reads them: who gave which entry how many points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import isfinite, lcm

from scoring.advice.statement import NO_BALLOTS, NOT_COMPLETE, ONE_ENTRY, ONE_JUDGE, NoAnswer
from scoring.errors import ScoringError

Score = int | float | Fraction | Decimal
LARGEST = 10**12


@dataclass(frozen=True, kw_only=True)
class Ballots:
    """Entry codes, judge numbers and one row (entry index, judge index, points) per ballot.

    An entry or a judge may have no ballot; the same judge may have scored an entry more than once.
    Points are any plain numbers; means are taken exactly.
    """

    entries: tuple[str, ...]
    judges: tuple[int, ...]
    rows: tuple[tuple[int, int, Score], ...]

    def __post_init__(self) -> None:
        if len(set(self.entries)) < len(self.entries) or len(set(self.judges)) < len(self.judges):
            raise ScoringError("Mã hồ sơ và số giám khảo không được lặp lại.")
        for entry, judge, score in self.rows:
            if not (0 <= entry < len(self.entries) and 0 <= judge < len(self.judges)):
                raise ScoringError("Một phiếu nêu hồ sơ hoặc giám khảo không có trong danh sách.")
            if not isfinite(score) or not -LARGEST <= score <= LARGEST:
                raise ScoringError(f"Phiếu cho hồ sơ {self.entries[entry]} có điểm không dùng được: {score}.")

    @staticmethod
    def given(ballots: Sequence[tuple[str, int, Score]]) -> Ballots:
        """From (entry code, judge number, points), entries and judges in the order of first appearance."""
        entries = {code: index for index, code in enumerate(dict.fromkeys(code for code, _, _ in ballots))}
        judges = {number: index for index, number in enumerate(dict.fromkeys(number for _, number, _ in ballots))}
        rows = tuple((entries[code], judges[number], score) for code, number, score in ballots)
        return Ballots(entries=tuple(entries), judges=tuple(judges), rows=rows)

    @staticmethod
    def table(by_judge: Sequence[Sequence[Score | None]], entries: Sequence[str] | None = None) -> Ballots:
        """From one line per judge (numbered from 1) and one column per entry; None is no ballot."""
        width = len(by_judge[0]) if by_judge else 0
        rows = tuple(
            (entry, judge, score)
            for judge, line in enumerate(by_judge)
            for entry, score in enumerate(line)
            if score is not None
        )
        codes = entries or [str(number) for number in range(1, width + 1)]
        return Ballots(entries=tuple(codes), judges=tuple(range(1, len(by_judge) + 1)), rows=rows)

    @cached_property
    def whole(self) -> tuple[tuple[int, ...], int]:
        """Every score as a whole number of one common unit, and how many units make a point."""
        exact = [Fraction(score) for _, _, score in self.rows]
        unit = lcm(1, *{score.denominator for score in exact})
        return tuple(score.numerator * (unit // score.denominator) for score in exact), unit

    @cached_property
    def exact_means(self) -> Mapping[str, Fraction]:
        """The raw mean of each entry that has a ballot, exact."""
        scores, unit = self.whole
        sums = [0] * len(self.entries)
        counts = [0] * len(self.entries)
        for (entry, _, _), score in zip(self.rows, scores, strict=True):
            sums[entry] += score
            counts[entry] += 1
        return {
            code: Fraction(total, unit * count)
            for code, total, count in zip(self.entries, sums, counts, strict=True)
            if count
        }

    @property
    def raw_means(self) -> dict[str, float]:
        return {code: float(mean) for code, mean in self.exact_means.items()}

    @property
    def all_equal(self) -> bool:
        return len(set(self.whole[0])) < 2

    def without_judge(self, judge: int) -> Ballots:
        """The same entries and judges without the ballots of one judge."""
        left = self.judges.index(judge)
        return Ballots(entries=self.entries, judges=self.judges, rows=tuple(row for row in self.rows if row[1] != left))


@dataclass(frozen=True, kw_only=True)
class CompleteTable:
    """Every judge scored every entry once: `lines[entry][judge]` in whole units, `unit` of them a point."""

    lines: tuple[tuple[int, ...], ...]
    unit: int


def complete_table(ballots: Ballots) -> CompleteTable | NoAnswer:
    """The ballots as a full table of at least two entries and two judges."""
    if not ballots.rows:
        return NO_BALLOTS
    if len(ballots.entries) < 2:
        return ONE_ENTRY
    if len(ballots.judges) < 2:
        return ONE_JUDGE
    scores, unit = ballots.whole
    cells = {(entry, judge): score for (entry, judge, _), score in zip(ballots.rows, scores, strict=True)}
    size = len(ballots.entries) * len(ballots.judges)
    if len(cells) < size or len(scores) > size:
        return NOT_COMPLETE
    lines = tuple(
        tuple(cells[entry, judge] for judge in range(len(ballots.judges))) for entry in range(len(ballots.entries))
    )
    return CompleteTable(lines=lines, unit=unit)
