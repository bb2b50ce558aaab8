"""Ranks, floor and number of honours -> what becomes of each entry."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from scoring.rulebook import DecisionRule


class Outcome(StrEnum):
    """What the rulebook says of an entry; the Standing Committee's decision comes after it."""

    HONOURED = "honoured"
    NOT_HONOURED = "not_honoured"
    BELOW_FLOOR = "below_floor"
    NOT_COUNTED = "not_counted"


def decide(rule: DecisionRule, rank: int | None, total: Fraction) -> Outcome:
    """The outcome at a rank, by the rounded total. No rank: fewer sheets than the rulebook asks for.

    Ranks follow the total, so everybody ranked before an entry above the floor is above it too.
    """
    if rank is None:
        return Outcome.NOT_COUNTED
    if total < rule.floor:
        return Outcome.BELOW_FLOOR
    return Outcome.HONOURED if rank <= rule.honours_total else Outcome.NOT_HONOURED
