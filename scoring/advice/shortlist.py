"""Who is within the first k, by which score, and which single judge it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.advice.ballots import Ballots
from scoring.advice.places import Value, within_first
from scoring.advice.severity import severity
from scoring.advice.statement import NO_BALLOTS, NoAnswer

Scores = Callable[[Ballots], Mapping[str, Value] | NoAnswer]


@dataclass(frozen=True, kw_only=True)
class Change:
    """The entries that come in and go out when one list of the first k is exchanged for another."""

    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WithoutJudge:
    """The change when the ballots of one judge are left out; or why the list cannot be made without them."""

    judge: int
    change: Change | NoAnswer


def by_raw_mean(ballots: Ballots) -> Mapping[str, Fraction] | NoAnswer:
    """Exact means of the ballots."""
    return ballots.exact_means or NO_BALLOTS


def by_adjusted_score(ballots: Ballots) -> Mapping[str, float] | NoAnswer:
    """Scores of the crossed mixed model."""
    fit = severity(ballots)
    return fit if isinstance(fit, NoAnswer) else fit.adjusted


def change(before: Mapping[str, Value], after: Mapping[str, Value], first: int) -> Change:
    """From the first k by one score to the first k by another; equals at the line are all within."""
    old, new = within_first(before, first), within_first(after, first)
    return Change(enters=tuple(sorted(new - old)), leaves=tuple(sorted(old - new)))


def leave_one_judge_out(
    ballots: Ballots, *, first: int, scores: Scores = by_raw_mean
) -> tuple[WithoutJudge, ...] | NoAnswer:
    """For every judge with a ballot: how the first k would change without that judge."""
    everybody = scores(ballots)
    if isinstance(everybody, NoAnswer):
        return everybody
    told: list[WithoutJudge] = []
    for index, judge in enumerate(ballots.judges):
        if any(row[1] == index for row in ballots.rows):
            rest = scores(ballots.without_judge(judge))
            answer = rest if isinstance(rest, NoAnswer) else change(everybody, rest, first)
            told.append(WithoutJudge(judge=judge, change=answer))
    return tuple(told)
