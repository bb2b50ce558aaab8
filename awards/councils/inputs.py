"""What forms about councils give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from awards.councils.states import Post


@dataclass(frozen=True)
class CouncilInput:
    """A council by its founding decision."""

    name: str
    founding_number: str
    founded_on: date


@dataclass(frozen=True)
class MemberInput:
    """A new member: the account (public id) and the post."""

    user: str
    post: Post
