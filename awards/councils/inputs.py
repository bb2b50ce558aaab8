"""What forms about councils give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from awards.councils.states import Post


@dataclass(frozen=True)
class Founding:
    """Where a council is founded: in an alliance, or (None) at the centre."""

    alliance_id: int | None


@dataclass(frozen=True)
class CouncilInput:
    """A council by its founding decision."""

    name: str
    founding_number: str
    founded_on: date


@dataclass(frozen=True)
class MemberInput:
    """A new member: the account (public id; "" for a member without one), the post, and who this is."""

    user: str
    post: Post
    full_name: str = ""
    agency: str = ""
    joined_on: date | None = None


@dataclass(frozen=True)
class RecusalInput:
    """A member (public id) who does not mark an entry (public id), and why."""

    member: str
    nomination: str
    reason: str


@dataclass(frozen=True)
class Presence:
    """Whether a member was there; ``note``: why not, or the written opinion."""

    present: bool
    note: str


@dataclass(frozen=True)
class MeetingInput:
    """A meeting as held; ``attendance`` by the member's public id. ``seen``: the version that was edited."""

    place: str
    held_on: date
    check_reported_by: str
    notes: str
    attendance: Mapping[str, Presence]
    seen: int
