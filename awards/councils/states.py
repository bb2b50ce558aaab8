"""Levels of councils, posts in one, the life of a round, and what an assignment is."""

from __future__ import annotations

from enum import StrEnum


class CouncilLevel(StrEnum):
    PROVINCE = "province"
    CENTRAL = "central"


class Post(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    EXPERT = "expert"


class Scope(StrEnum):
    """Which entries of an open round a member gets who joins in its middle."""

    ALL = "all"
    LACKING = "lacking"
    NONE = "none"


class RoundKind(StrEnum):
    """Whose marks a round takes: of the expert group, of the council, or anew of both after a discussion."""

    EXPERTS = "experts"
    COUNCIL = "council"
    DISCUSSION = "discussion"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class AssignmentState(StrEnum):
    """``SET_ASIDE``: the member left the council without casting, so nothing is owed and nothing is counted."""

    ASSIGNED = "assigned"
    RECUSED = "recused"
    SET_ASIDE = "set_aside"


class RecusalKind(StrEnum):
    """Why a member does not mark an entry: by rule, by a relation, by the member's word, or by the council's record."""

    OWN_PROVINCE = "own_province"
    RELATION = "relation"
    DECLARED = "declared"
    RECORDED = "recorded"
