"""What the form of a sheet gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from awards.screening.states import FlagReason


@dataclass(frozen=True)
class SheetInput:
    """Marks by criterion (None: not marked, which is not zero), typed on top of ``base_version``.

    ``idempotency_key`` names the one act of saving: the same key never makes a second version. ``reasons``:
    why a mark was given, by criterion.
    """

    marks: Mapping[str, Fraction | None]
    remark: str
    base_version: int
    idempotency_key: str
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ConcernInput:
    """What a judge puts before the office about an entry."""

    reason: FlagReason
    text: str


@dataclass(frozen=True)
class ReopeningInput:
    """Which cast sheet is to be opened again, by the judge's number and the entry's reference, and why."""

    judge_number: int
    reference: str
    reason: str


@dataclass(frozen=True)
class PaperInput:
    """What one person read off a paper sheet."""

    marks: Mapping[str, Fraction | None]
    remark: str


@dataclass(frozen=True)
class SettlementInput:
    """What the paper says where two entries differ, and why they did. Fields that agree are not in it."""

    marks: Mapping[str, Fraction | None]
    remark: str
    reason: str


NOTHING_TO_SETTLE = SettlementInput({}, "", "")
