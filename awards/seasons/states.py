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


class SeasonStage(StrEnum):
    """A stage of a season's calendar; each has its window.

    ``nominations``: dossiers are made in the provinces, and its end is the deadline for forwarding them.
    ``province_councils``: its end is the day by which they should have sat, which shuts nothing.
    ``supplements``: until when provinces may answer what the centre asks for.
    """

    NOMINATIONS = "nominations"
    PROVINCE_COUNCILS = "province_councils"
    SUPPLEMENTS = "supplements"
    SCREENING = "screening"
    JUDGING = "judging"
    DECIDING = "deciding"
    CEREMONY = "ceremony"


EXTENDABLE = (SeasonStage.NOMINATIONS, SeasonStage.PROVINCE_COUNCILS, SeasonStage.SUPPLEMENTS)
"""Stages in which provinces act, so that one of them may be given more time."""

WITH_GRACE = (SeasonStage.NOMINATIONS, SeasonStage.SUPPLEMENTS)
"""Stages at whose end the season's grace applies."""

MOVES: dict[SeasonState, frozenset[SeasonState]] = {
    SeasonState.DRAFT: frozenset({SeasonState.OPEN}),
    SeasonState.OPEN: frozenset({SeasonState.JUDGING}),
    SeasonState.JUDGING: frozenset({SeasonState.DECIDING}),
    SeasonState.DECIDING: frozenset({SeasonState.DECIDED, SeasonState.JUDGING}),
    SeasonState.DECIDED: frozenset(),
}


class ConfirmationKind(StrEnum):
    """Against what a rulebook was confirmed: the signed regulation, or only as a sample."""

    SIGNED = "signed"
    SAMPLE = "sample"
