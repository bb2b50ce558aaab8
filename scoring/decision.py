"""Ranks, floor, places and votes -> what becomes of each entry.

Order of the rules: floor; the ballot on the entry and motions that remove it; then the places:
first those added by a motion, then the targets, each filled by its best, then the ranking. A cap
is never exceeded. Who is next without a place stands on the waiting list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from scoring.ballots import ADD, REMOVE, Ballots
from scoring.decision_rules import Cap, DecisionRule, Target, Tier
from scoring.entry import Entry
from scoring.levels import Level


class Outcome(StrEnum):
    """What the rulebook says of an entry; the Standing Committee's decision comes after it."""

    HONOURED = "honoured"
    PROPOSED = "proposed"
    FORWARDED = "forwarded"
    CLASSIFIED = "classified"
    WAITING = "waiting"
    NOT_HONOURED = "not_honoured"
    NOT_FORWARDED = "not_forwarded"
    OVER_CAP = "over_cap"
    BELOW_FLOOR = "below_floor"
    NOT_APPROVED = "not_approved"
    REMOVED = "removed"
    AWAITING_CHAIR = "awaiting_chair"
    KNOCKED_OUT = "knocked_out"
    NEEDS_DISCUSSION = "needs_discussion"
    NOT_COUNTED = "not_counted"
    INELIGIBLE = "ineligible"
    ON_HOLD = "on_hold"
    UNKNOWN = "unknown"


SEATED = {"honour": Outcome.HONOURED, "forward": Outcome.FORWARDED, "classify": Outcome.CLASSIFIED}
CHOSEN = (Outcome.PROPOSED, *SEATED.values())


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A ranked entry as the decision sees it; `total` is the printed one. Equal ranks mean: nothing parted them."""

    entry: Entry
    rank: int
    total: Fraction


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The outcome, the tier's key, the place on the waiting list, and the motion that departed from the ranking."""

    outcome: Outcome
    tier: str | None = None
    waiting: int | None = None
    motion: str | None = None


def decide(level: Level, candidates: Sequence[Candidate], ballots: Ballots) -> dict[str, Decided]:
    """What becomes of every ranked entry, by code. `candidates` stand in the order of the ranking."""
    rule = level.decision
    outcomes: dict[str, Outcome] = {}
    eligible: list[Candidate] = []
    for one in candidates:
        barred = _barred(level, one, ballots)
        if barred is None:
            eligible.append(one)
        else:
            outcomes[one.entry.code] = barred
    seats = _Seats(rule)
    chosen = _fill(seats, rule, eligible, ballots)
    seated = _seated_outcome(level, ballots)
    waiting: dict[str, int] = {}
    for one in eligible:
        code = one.entry.code
        outcomes[code] = seated(code) if code in chosen else _unseated(rule, seats, one, code, waiting)
    outcomes |= _undecided(rule, [one for one in eligible if not ballots.departed(one.entry.code, ADD)], outcomes)
    tiers = _tiers(rule, candidates, outcomes)
    return {
        code: Decided(
            outcome=outcome,
            tier=tiers.get(code),
            waiting=waiting.get(code) if outcome is Outcome.WAITING else None,
            motion=_motion(ballots, code),
        )
        for code, outcome in outcomes.items()
    }


class _Seats:
    """The places of a level, and how many of each province, sector... are taken."""

    def __init__(self, rule: DecisionRule) -> None:
        self.caps = tuple(limit for limit in rule.limits if isinstance(limit, Cap))
        self.left = rule.places.value if rule.places else None
        self.taken: Counter[tuple[str, str]] = Counter()

    def capped(self, entry: Entry) -> bool:
        """Whether a cap bars a further entry of this kind."""
        return any(
            self.taken[cap.by, entry.trait(cap.by)] >= cap.count
            for cap in self.caps
            if cap.value in ("", entry.trait(cap.by)) and entry.trait(cap.by)
        )

    def take(self, entry: Entry) -> bool:
        """Give the entry a place if there is one for it."""
        if self.left == 0 or self.capped(entry):
            return False
        if self.left is not None:
            self.left -= 1
        for name in {cap.by for cap in self.caps}:
            self.taken[name, entry.trait(name)] += 1
        return True


def _fill(seats: _Seats, rule: DecisionRule, eligible: Sequence[Candidate], ballots: Ballots) -> set[str]:
    """The codes that get a place: added ones, then targets, then the ranking."""
    chosen: set[str] = set()

    def seat(candidates: Iterable[Candidate], most: int | None = None) -> int:
        given = 0
        for one in candidates:
            if given != most and one.entry.code not in chosen and seats.take(one.entry):
                chosen.add(one.entry.code)
                given += 1
        return given

    seat(one for one in eligible if ballots.departed(one.entry.code, ADD))
    empty = 0
    for target in (limit for limit in rule.limits if isinstance(limit, Target)):
        own = [one for one in eligible if one.entry.trait(target.by) == target.value]
        had = sum(one.entry.code in chosen for one in own)
        wanted = max(target.count - had, 0)
        empty += wanted - seat(own, wanted)
    if rule.unfilled == "empty" and seats.left is not None:
        seats.left = max(seats.left - empty, 0)
    seat(eligible)
    return chosen


def _barred(level: Level, one: Candidate, ballots: Ballots) -> Outcome | None:
    """Why a ranked entry cannot have a place at all; None when it can."""
    rule = level.decision
    if rule.floor is not None and one.total < rule.floor.value:
        return Outcome.BELOW_FLOOR
    if ballots.departed(one.entry.code, REMOVE):
        return Outcome.REMOVED
    approval = ballots.approvals.get(one.entry.code)
    if approval is not None and approval.quorate and not approval.passed:
        return Outcome.NOT_APPROVED
    return None


def _seated_outcome(level: Level, ballots: Ballots) -> Callable[[str], Outcome]:
    """Honoured, forwarded or classified; only proposed while the ballot the rulebook asks for is still to come."""
    approval = level.meeting.approval if level.meeting else None
    final = SEATED[level.decision.purpose]

    def outcome(code: str) -> Outcome:
        result = ballots.approvals.get(code)
        voted = result is not None and result.passed
        return final if approval is None or voted else Outcome.PROPOSED

    return outcome


def _unseated(rule: DecisionRule, seats: _Seats, one: Candidate, code: str, waiting: dict[str, int]) -> Outcome:
    if seats.capped(one.entry):
        return Outcome.OVER_CAP
    if len(waiting) < rule.waiting_list:
        waiting[code] = len(waiting) + 1
        return Outcome.WAITING
    return Outcome.NOT_FORWARDED if rule.purpose == "forward" else Outcome.NOT_HONOURED


def _undecided(
    rule: DecisionRule, eligible: Sequence[Candidate], outcomes: Mapping[str, Outcome]
) -> dict[str, Outcome]:
    """Equals that nothing has parted and that would fare differently, or queue: the chair must decide.

    One that is over a cap by others than its equals would be so in any order, and waits for nobody;
    equals that contend under a cap wait, while one that has its place in any order does not.
    Entries added by a motion are not among the `eligible`: they do not owe their place to the ranking.
    """
    found: dict[str, Outcome] = {}
    for _, group in groupby(eligible, key=lambda one: one.rank):
        equals = list(group)
        over = [one for one in equals if outcomes[one.entry.code] is Outcome.OVER_CAP]
        able = [one for one in equals if one not in over]
        seated = [one for one in able if outcomes[one.entry.code] in CHOSEN]
        barred = [one for one in over if any(_share_a_cap(rule, one, other) for other in seated)]
        fates = {outcomes[one.entry.code] in CHOSEN or outcomes[one.entry.code] for one in able}
        if len(able) > 1 and (len(fates) > 1 or Outcome.WAITING in fates):
            rivals = able + barred
        else:
            rivals = barred + [one for one in seated if any(_share_a_cap(rule, one, other) for other in barred)]
        found |= dict.fromkeys((one.entry.code for one in rivals), Outcome.AWAITING_CHAIR)
    return found


def _share_a_cap(rule: DecisionRule, one: Candidate, other: Candidate) -> bool:
    """Whether some cap counts both; an unknown trait is under no cap."""
    caps = [(cap, one.entry.trait(cap.by)) for cap in rule.limits if isinstance(cap, Cap)]
    return any(trait and trait == other.entry.trait(cap.by) and cap.value in ("", trait) for cap, trait in caps)


def _tiers(rule: DecisionRule, candidates: Sequence[Candidate], outcomes: Mapping[str, Outcome]) -> dict[str, str]:
    """The highest tier each entry reaches and that has room; equals of one rank get it together or not at all."""
    found: dict[str, str] = {}
    given: Counter[str] = Counter()
    open_tiers = rule.tiers
    able = [one for one in candidates if rule.tier_scope == "ranked" or outcomes[one.entry.code] in CHOSEN]
    for _, group in groupby(able, key=lambda one: one.rank):
        equals = list(group)
        # A tier that had no room for better ones is closed: nobody may overtake them.
        while open_tiers and not _has_room(open_tiers[0], equals, given):
            open_tiers = open_tiers[1:]
        if open_tiers:
            given[open_tiers[0].key] += len(equals)
            found |= dict.fromkeys((one.entry.code for one in equals), open_tiers[0].key)
    return found


def _has_room(tier: Tier, equals: Sequence[Candidate], given: Counter[str]) -> bool:
    room = tier.count is None or given[tier.key] + len(equals) <= tier.count
    return room and equals[0].total >= tier.lower


def _motion(ballots: Ballots, code: str) -> str | None:
    """The reason of the motion that moved the entry, as it stands in the votes."""
    moved = ballots.departed(code, ADD) or ballots.departed(code, REMOVE)
    return f"{moved.motion}: {moved.reason}" if moved else None
