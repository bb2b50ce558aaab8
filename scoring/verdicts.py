"""What each condition says of an entry, without a word: the outcomes a count rests on."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from scoring.conditions import (
    AllOf,
    ChoiceIn,
    EligibilityRule,
    FlagTrue,
    Hold,
    Increasing,
    PaperPresent,
    Repeat,
    Threshold,
    walk_conditions,
)
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.rulebook import Rulebook


class Outcome(StrEnum):
    """What one condition, or all of them together, says. WAIVED: set aside for this entry, with a reason."""

    PASS = "pass"  # noqa: S105 - the outcome of a condition, no password
    WAIVED = "waived"
    FAIL = "fail"
    ON_HOLD = "on_hold"
    UNKNOWN = "unknown"


GRAVEST_FIRST = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.ON_HOLD)
MET = (Outcome.PASS, Outcome.WAIVED)
NOT_YET_REFUSED = (*MET, Outcome.UNKNOWN, Outcome.ON_HOLD)
COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


class Verdicts(NamedTuple):
    """What all conditions together say, and each by its key: those a composed one is made of too."""

    overall: Outcome
    by_key: Mapping[str, Outcome]


def verdicts(rulebook: Rulebook, entry: Entry) -> Verdicts:
    """What the conditions of the entry's variant say.

    Raises KeyError (unknown variant), ScoringError (a waiver of a condition that may not be waived).
    """
    rules = rulebook.variant(entry.variant).eligibility
    refuse_waivers(rules, entry)
    found: dict[str, Outcome] = {}
    overall = gravest([_find(rule, entry, found) for rule in rules])
    return Verdicts(overall, found)


def refuse_waivers(rules: Iterable[EligibilityRule], entry: Entry) -> None:
    """Raise ScoringError for a waiver of a condition that may not be waived; a hold may always be released."""
    if entry.waivers:
        waivable = {rule.key for rule in walk_conditions(rules) if rule.waivable or isinstance(rule, Hold)}
        for key in sorted(entry.waivers.keys() - waivable):
            raise ScoringError(f"Hồ sơ {entry.code}: thể lệ không cho miễn điều kiện “{key}”.")


def gravest(found: Collection[Outcome]) -> Outcome:
    """The gravest outcome: not met, then not known, then on hold; otherwise met."""
    return next((outcome for outcome in GRAVEST_FIRST if outcome in found), Outcome.PASS)


def joint(rule: EligibilityRule, parts: Collection[Outcome]) -> Outcome:
    """What a composed condition says.

    Any of: one met condition is enough; a missing figure or an open hold is not yet a refusal.
    """
    if isinstance(rule, AllOf):
        return gravest(parts)
    outcome = next((one for one in NOT_YET_REFUSED if one in parts), Outcome.FAIL)
    return Outcome.PASS if outcome in MET else outcome


def verdict(rule: EligibilityRule, entry: Entry) -> Outcome:
    """What one condition that looks at the entry itself says, before any waiver."""
    return _VERDICTS[type(rule)](rule, entry)


def _find(rule: EligibilityRule, entry: Entry, found: dict[str, Outcome]) -> Outcome:
    """The outcome of a condition, written down under its key with those of its parts."""
    look = _VERDICTS.get(type(rule))
    outcome = look(rule, entry) if look else joint(rule, [_find(one, entry, found) for one in rule.conditions])
    if entry.waivers and rule.key in entry.waivers and outcome not in MET:
        outcome = Outcome.WAIVED
    found[rule.key] = outcome
    return outcome


def _met(met: bool) -> Outcome:
    return Outcome.PASS if met else Outcome.FAIL


def _threshold(rule: Threshold, entry: Entry) -> Outcome:
    value = entry.value(rule.figure, rule.year_offset)
    if value is None:
        return Outcome.UNKNOWN
    (above, below), (limit, unit) = value.as_integer_ratio(), rule.limit_ratio
    return _met(COMPARE[rule.operator](above * unit, limit * below))


def _increasing(rule: Increasing, entry: Entry) -> Outcome:
    values = [entry.value(rule.figure, offset) for offset in range(1 - rule.years, 1)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return Outcome.UNKNOWN
    return _met(all(later > earlier for earlier, later in pairwise(known)))


def _paper(rule: PaperPresent, entry: Entry) -> Outcome:
    paper = entry.papers.get(rule.paper)
    if paper is None:
        return Outcome.FAIL
    if rule.valid_on is None and rule.issued_from is None:
        return Outcome.PASS
    if rule.valid_on is not None and paper.expires is not None and paper.expires < rule.valid_on:
        return Outcome.FAIL
    if paper.issued is None:
        return Outcome.UNKNOWN
    too_old = rule.issued_from is not None and paper.issued < rule.issued_from
    too_young = rule.valid_on is not None and paper.issued > rule.valid_on
    return _met(not too_old and not too_young)


def _repeat(rule: Repeat, entry: Entry) -> Outcome:
    past = entry.past_honours.get(rule.of)
    if past is None:
        return Outcome.UNKNOWN
    return _met(not any(rule.seasons is None or ago <= rule.seasons for ago in past))


def _choice(rule: ChoiceIn, entry: Entry) -> Outcome:
    held = entry.held(rule.figure)
    return Outcome.UNKNOWN if held is None else _met(not held.isdisjoint(rule.options))


def _flag(rule: FlagTrue, entry: Entry) -> Outcome:
    answer = entry.flags.get(rule.figure)
    return Outcome.UNKNOWN if answer is None else _met(answer)


def _hold(rule: Hold, entry: Entry) -> Outcome:
    answer = entry.flags.get(rule.figure)
    if answer is None:
        return Outcome.UNKNOWN
    return Outcome.ON_HOLD if answer else Outcome.PASS


_VERDICTS: Mapping[type, Callable[[Any, Entry], Outcome]] = {
    Threshold: _threshold,
    Increasing: _increasing,
    PaperPresent: _paper,
    Repeat: _repeat,
    ChoiceIn: _choice,
    FlagTrue: _flag,
    Hold: _hold,
}
