"""What a form about an account gives back."""

from __future__ import annotations

from dataclasses import dataclass

from awards.policy.actor import Role


@dataclass(frozen=True)
class AccountInput:
    """A new account; ``alliance`` is the public id of the person's provincial alliance."""

    email: str
    full_name: str
    post: str
    roles: frozenset[Role]
    alliance: str | None = None
