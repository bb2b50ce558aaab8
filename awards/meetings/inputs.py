"""What forms about meetings give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from awards.meetings.states import MotionKind


@dataclass(frozen=True)
class PlanInput:
    """When and where a meeting is held, and the councils (public ids) that sit in it."""

    place: str
    held_on: date
    councils: tuple[str, ...]


@dataclass(frozen=True)
class Presence:
    """Whether a member is there; ``note``: why not."""

    present: bool
    note: str


@dataclass(frozen=True)
class RollInput:
    """A meeting as it goes; ``attendance`` by the member's public id. ``seen``: the version that was edited."""

    place: str
    held_on: date
    check_reported_by: str
    notes: str
    attendance: Mapping[str, Presence]
    seen: int


@dataclass(frozen=True)
class MotionInput:
    """What is put to the vote of a council (public id), on an entry (public id; "" for none)."""

    kind: MotionKind
    council: str
    nomination: str = ""
    reason: str = ""
    text: str = ""
    on_paper: bool = False


@dataclass(frozen=True)
class OrderInput:
    """The chair's order of equal entries (public ids) of a council (public id), and why."""

    council: str
    places: Mapping[str, int]
    reason: str


@dataclass(frozen=True)
class OpinionInput:
    """What an absent member (public id) wrote; ``vote`` as a vote is stored."""

    member: str
    vote: str
    text: str


@dataclass(frozen=True)
class TallyInput:
    """Slips of a ballot on paper: handed out, come back, invalid, blank, and for each entry (row id) the yes.

    ``no`` is counted for a ballot on one entry; where a slip names entries, what it does not name has its no.
    """

    issued: int
    returned: int
    invalid: int
    blank: int
    no: int
    yes: Mapping[int, int] = field(default_factory=dict)
