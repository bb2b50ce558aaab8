"""The life of a meeting and of what is voted on in it."""

from __future__ import annotations

from enum import StrEnum


class MeetingState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class MotionKind(StrEnum):
    """What is decided: approving entries, departing from the ranking, the order of equals, or anything else."""

    APPROVE = "approve"
    ADD = "add"
    REMOVE = "remove"
    ORDER = "order"
    OTHER = "other"


class MotionState(StrEnum):
    """``VOID``: annulled with a reason, or the slips were not as many as the voters; ``LEFT``: expressly left open."""

    DRAFTED = "drafted"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"
    LEFT = "left"


DEPARTURES = frozenset({MotionKind.ADD, MotionKind.REMOVE})
BY_THE_RULEBOOK = frozenset({MotionKind.APPROVE, *DEPARTURES})
"""Kinds the rulebook has a ballot for."""
