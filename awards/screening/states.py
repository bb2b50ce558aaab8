"""What a screener can find, and what becomes of a proposal to find it."""

from __future__ import annotations

from enum import StrEnum


class Finding(StrEnum):
    """``waived``: one condition that the rulebook calls waivable is set aside; the state stays."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    ON_HOLD = "on_hold"
    RELEASED = "released"
    WAIVED = "waived"
    INELIGIBLE = "ineligible"


IN_TWO_PERSONS = frozenset({Finding.ACCEPTED, Finding.RELEASED, Finding.WAIVED, Finding.INELIGIBLE})
"""Findings that take effect when a second person has checked them; the others can be taken back and act at once."""


class Settlement(StrEnum):
    """How a proposal ended. ``void``: the dossier moved on before anybody checked it."""

    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    VOID = "void"


class Verdict(StrEnum):
    """What a screener marks of one line of the checklist."""

    MET = "met"
    NOT_MET = "not_met"
    INCOMPLETE = "incomplete"
    NOT_APPLICABLE = "not_applicable"


class LineKind(StrEnum):
    CONDITION = "condition"
    PAPER = "paper"
    DECLARATION = "declaration"


class FlagReason(StrEnum):
    """Why somebody asks a role to look at a dossier."""

    IDENTITY = "identity"
    FIGURES = "figures"
    PAPERS = "papers"
    COMPLAINT = "complaint"
    CONFLICT = "conflict"
    RULES = "rules"
    OTHER = "other"
