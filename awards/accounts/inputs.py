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


@dataclass(frozen=True)
class ClosingInput:
    """Why an account is closed; ``successor`` is the public id of whoever goes on with the work."""

    reason: str
    successor: str | None = None
