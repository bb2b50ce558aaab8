"""What forms about councils give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.councils.states import Post, Scope


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
    """A new member: the account (public id; "" for a member without one), the post, and who this is.

    ``group``: one of the rulebook's member groups, where it has any.
    """

    user: str
    post: Post
    full_name: str = ""
    agency: str = ""
    joined_on: date | None = None
    group: str = ""


@dataclass(frozen=True)
class JoinInput:
    """Joining while entries are being judged: which of them the new member gets, and why the person joins."""

    scope: Scope
    reason: str


@dataclass(frozen=True)
class LeaveInput:
    """Leaving: the last day, why, and the fingerprint of the consequences the actor has read."""

    left_on: date
    reason: str
    seen: str
