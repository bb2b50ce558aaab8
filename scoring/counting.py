"""The count: entries, cast sheets and votes in, the whole result with every intermediate number out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.ballots import BallotResult, Ballots, Vote, count_ballots
from scoring.decision import Candidate, Decided, Outcome, decide
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.levels import Level
from scoring.ranking import Contender, Place, rank
from scoring.rounding import round_exact, rounded
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from scoring.tally import Scale, Share, Tally, tally
from scoring.verdicts import Outcome as Eligibility
from scoring.verdicts import Verdicts, verdicts

BARRED: Mapping[Eligibility, Outcome] = {
    Eligibility.FAIL: Outcome.INELIGIBLE,
    Eligibility.ON_HOLD: Outcome.ON_HOLD,
    Eligibility.UNKNOWN: Outcome.UNKNOWN,
}


@dataclass(frozen=True, kw_only=True)
class EntryCount:
    """The result of one entry: every number and every outcome, and no words. `explanation` tells it from these.

    `given`: the entry as it was counted. `conditions` holds the outcome of every condition by its key, `adjustments`
    bonus and (negative) penalty. `criteria` holds the exact points of every criterion and group, `base`
    their exact sum, `total` that sum with bonus and penalty. `printed_total` is the total by the rulebook's
    rounding; ranking, floor and tiers use that one. `tie_step` is the label of the step that decided among
    equal printed totals, `tier` the key of the prize or class, `waiting` the place on the waiting list,
    `motion` the council's motion that departed from the ranking. `shares` tell what became of each sheet.
    """

    given: Entry
    eligibility: Eligibility
    conditions: Mapping[str, Eligibility]
    sheets: int
    round: int
    spread: Fraction | None
    criteria: Mapping[str, Fraction]
    adjustments: Mapping[str, Fraction]
    base: Fraction
    total: Fraction
    printed_total: str
    knocked_out: str | None
    rank: int | None
    tie_step: str | None
    outcome: Outcome
    tier: str | None
    waiting: int | None
    motion: str | None
    ballot: BallotResult | None
    shares: tuple[Share, ...]

    @property
    def entry(self) -> str:
        """Its code."""
        return self.given.code

    @property
    def variant(self) -> str:
        return self.given.variant

    @property
    def province(self) -> str:
        return self.given.province


@dataclass(frozen=True)
class Count:
    """All results: ranked entries by rank, then those not ranked by code; and the votes of the meeting."""

    level: str
    entries: tuple[EntryCount, ...]
    ballots: Ballots


def count(
    rulebook: Rulebook,
    entries: Iterable[Entry],
    sheets: Iterable[Sheet],
    votes: Iterable[Vote] = (),
    level: str | None = None,
) -> Count:
    """Count the cast sheets and votes of one level (the last one unless told). Order never matters.

    Raises ScoringError for input the rulebook does not provide for.
    """
    stage = _level(rulebook, level)
    by_code = _by_code(entries)
    by_entry = _by_entry(sheets, by_code)
    ballots = count_ballots(stage, votes, by_code)
    scales = {variant.key: Scale(rulebook, variant, stage) for variant in rulebook.variants}
    checked: dict[str, Verdicts] = {}
    tallies: dict[str, Tally] = {}
    for code, entry in by_code.items():
        if entry.variant not in scales:
            raise ScoringError(f"Hồ sơ {code} thuộc bảng “{entry.variant}” không có trong thể lệ.")
        checked[code] = verdicts(rulebook, entry)
        tallies[code] = tally(scales[entry.variant], entry, by_entry[code])
    barred = {code: _barred(checked[code].overall, tallies[code]) for code in by_code}
    able = {code: one for code, one in tallies.items() if barred[code] is None}
    totals = {code: rounded(one.total, rulebook.rounding) for code, one in able.items()}
    places = _places(rulebook, able, totals, ballots)
    ranked = [Candidate(entry=by_code[one.entry], rank=one.rank, total=totals[one.entry]) for one in places]
    decided = decide(stage, ranked, ballots)
    decided |= {code: Decided(outcome=outcome) for code, outcome in barred.items() if outcome is not None}
    found = {place.entry: place for place in places}
    order = [*found, *sorted(by_code.keys() - found.keys())]
    return Count(
        stage.key,
        tuple(
            _entry_count(rulebook, by_code[code], checked[code], tallies[code], found.get(code), decided[code], ballots)
            for code in order
        ),
        ballots,
    )


def _level(rulebook: Rulebook, key: str | None) -> Level:
    try:
        return rulebook.level(key)
    except KeyError:
        raise ScoringError(f"Thể lệ không có cấp “{key}”.") from None


def _by_code(entries: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.code in found:
            raise ScoringError(f"Mã hồ sơ {entry.code} xuất hiện hai lần.")
        found[entry.code] = entry
    return found


def _by_entry(sheets: Iterable[Sheet], entries: Mapping[str, Entry]) -> dict[str, list[Sheet]]:
    found: dict[str, list[Sheet]] = {code: [] for code in entries}
    seen: set[tuple[str, int, int]] = set()
    for sheet in sheets:
        if sheet.entry not in found:
            raise ScoringError(f"Có phiếu chấm cho hồ sơ {sheet.entry} không có trong danh sách.")
        name = (sheet.entry, sheet.judge, sheet.round)
        if name in seen:
            raise ScoringError(f"Giám khảo số {sheet.judge} có hai phiếu cho hồ sơ {sheet.entry}.")
        seen.add(name)
        found[sheet.entry].append(sheet)
    return found


def _barred(eligibility: Eligibility, tallied: Tally) -> Outcome | None:
    """Why an entry is not ranked; None when it is."""
    outcome = BARRED.get(eligibility)
    if outcome is None and tallied.discussion:
        outcome = Outcome.NEEDS_DISCUSSION
    if outcome is None and not tallied.enough:
        outcome = Outcome.NOT_COUNTED
    if outcome is None and tallied.knocked_out:
        outcome = Outcome.KNOCKED_OUT
    return outcome


def _places(
    rulebook: Rulebook, tallies: Mapping[str, Tally], totals: Mapping[str, Fraction], ballots: Ballots
) -> tuple[Place, ...]:
    contenders = [
        Contender(
            entry=code,
            total=totals[code],
            criteria=one.criteria,
            median=one.median,
            votes=ballots.approvals[code].yes if code in ballots.approvals else 0,
            chair_place=ballots.order.get(code, 0),
        )
        for code, one in tallies.items()
    ]
    return rank(contenders, rulebook.ranking)


def _entry_count(
    rulebook: Rulebook,
    entry: Entry,
    checked: Verdicts,
    tallied: Tally,
    place: Place | None,
    decided: Decided,
    ballots: Ballots,
) -> EntryCount:
    return EntryCount(
        given=entry,
        eligibility=checked.overall,
        conditions=checked.by_key,
        sheets=tallied.sheets,
        round=tallied.round,
        spread=tallied.spread,
        criteria=tallied.criteria,
        adjustments=tallied.adjustments,
        base=tallied.base,
        total=tallied.total,
        printed_total=round_exact(tallied.total, rulebook.rounding),
        knocked_out=tallied.knocked_out,
        rank=place.rank if place else None,
        tie_step=place.tie_step if place else None,
        outcome=decided.outcome,
        tier=decided.tier,
        waiting=decided.waiting,
        motion=decided.motion,
        ballot=ballots.approvals.get(entry.code),
        shares=tallied.shares,
    )
