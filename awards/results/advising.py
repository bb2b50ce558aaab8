"""What statistics say beside a closed count: never part of it, told in plain words (scoring.md 11). Pure, slow, numpy.

Only tasks import this module; pages read what was stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.advice.ballots import Ballots
from scoring.advice.discrepancies import discrepancies
from scoring.advice.rank_intervals import RankIntervals, rank_intervals
from scoring.advice.severity import severity
from scoring.advice.shortlist import by_adjusted_score, by_raw_mean, change, leave_one_judge_out
from scoring.advice.statement import NoAnswer
from scoring.advice.wording import differing_lists, mean_and_adjusted, points, undecided, without_judge
from scoring.criteria import judged_in
from scoring.decision import CHOSEN
from scoring.reading import from_canonical
from scoring.record import canonical_record

MOST_DISCREPANCIES = 20
COUNTED_USES = frozenset({"counted", "dropped", "shared"})
"""Uses of a complete sheet that was not marked anew: what the judges said in the end."""


def advise(record: Mapping[str, Any], places: int | None) -> dict[str, Any]:
    """All advice on a counted record, ready for JSON.

    ``places``: how many the level may choose; None takes as many as the count chose. The draws are seeded by the
    record's digest, so the same record always gives the same advice.
    """
    ranked = [row for row in record["result"] if row["rank"] is not None]
    besides = _points_besides(record, ranked)
    ballots = Ballots.given(
        [
            (row["entry"], share["judge"], besides[row["entry"]] + Fraction(share["total"]))
            for row in ranked
            for share in row["shares"]
            if share["total"] is not None and share["use"] in COUNTED_USES
        ]
    )
    first = places if places is not None else sum(row["outcome"] in CHOSEN for row in ranked)
    fit = severity(ballots)
    seed = int(record["record_digest"][:12], 16)
    intervals = fit if isinstance(fit, NoAnswer) else rank_intervals(ballots, first=first, seed=seed, fit=fit)
    return {
        "first": first,
        "refusal": intervals.sentence if isinstance(intervals, NoAnswer) else "",
        "line": "" if isinstance(intervals, NoAnswer) else undecided(intervals),
        "entries": {} if isinstance(fit, NoAnswer) else _entries(fit.entries, intervals),
        "discrepancies": [
            {
                "entry": one.entry,
                "lowest": points(one.lowest),
                "highest": points(one.highest),
                "spread": points(one.spread),
                "lowest_judges": list(one.lowest_judges),
                "highest_judges": list(one.highest_judges),
            }
            for one in discrepancies(ballots, MOST_DISCREPANCIES)
        ],
        "without_judge": _without_judges(ballots, first),
        "differing": _differing(ballots, first),
    }


def _points_besides(record: Mapping[str, Any], ranked: Sequence[Mapping[str, Any]]) -> dict[str, Fraction]:
    """By entry, the points no judge gave (computed, bonus, penalty): a sheet plus these is a total."""
    rulebook = from_canonical(canonical_record(record["rulebook"]))
    return {
        row["entry"]: Fraction(row["total"])
        - sum(Fraction(row["criteria"][one.key]) for one in judged_in(rulebook.variant(row["variant"]).criteria))
        for row in ranked
    }


def _entries(scores: Sequence[Any], intervals: RankIntervals | NoAnswer) -> dict[str, dict[str, Any]]:
    placed = {} if isinstance(intervals, NoAnswer) else {one.entry: one for one in intervals.entries}
    band = None if isinstance(intervals, NoAnswer) else intervals.undecided
    told = {}
    for one in scores:
        place = placed.get(one.entry)
        told[one.entry] = {
            "sentence": mean_and_adjusted(one),
            "adjusted": points(one.adjusted),
            "error": points(one.adjusted_se),
            "place": place.place if place else None,
            "low": place.low if place else None,
            "high": place.high if place else None,
            "percent": round(100 * place.in_first) if place else None,
            "doubtful": band is not None and place is not None and band[0] <= place.place <= band[1],
        }
    return told


def _without_judges(ballots: Ballots, first: int) -> list[str]:
    left = leave_one_judge_out(ballots, first=first)
    return [left.sentence] if isinstance(left, NoAnswer) else [without_judge(one) for one in left]


def _differing(ballots: Ballots, first: int) -> str:
    raw, adjusted = by_raw_mean(ballots), by_adjusted_score(ballots)
    if isinstance(raw, NoAnswer):
        return raw.sentence
    if isinstance(adjusted, NoAnswer):
        return adjusted.sentence
    return differing_lists(first, change(raw, adjusted, first))
