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


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class AssignmentState(StrEnum):
    ASSIGNED = "assigned"
    RECUSED = "recused"
