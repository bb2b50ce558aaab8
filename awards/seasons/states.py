"""The life of a season and of a rulebook's confirmation."""

from __future__ import annotations

from enum import StrEnum


class AwardKey(StrEnum):
    COOPSTAR = "coopstar"
    COOPGOLD = "coopgold"


class SeasonState(StrEnum):
    """``draft`` until its rules are public; ``deciding`` once the council's round is counted."""

    DRAFT = "draft"
    OPEN = "open"
    JUDGING = "judging"
    DECIDING = "deciding"
    DECIDED = "decided"


MOVES: dict[SeasonState, frozenset[SeasonState]] = {
    SeasonState.DRAFT: frozenset({SeasonState.OPEN}),
    SeasonState.OPEN: frozenset({SeasonState.JUDGING}),
    SeasonState.JUDGING: frozenset({SeasonState.DECIDING}),
    SeasonState.DECIDING: frozenset({SeasonState.DECIDED}),
    SeasonState.DECIDED: frozenset(),
}


class ConfirmationKind(StrEnum):
    """Against what a rulebook was confirmed: the signed regulation, or only as a sample."""

    SIGNED = "signed"
    SAMPLE = "sample"
