"""From a signed-in account to an :class:`Actor`: the only place that asks who is signed in."""

from __future__ import annotations

from flask_login import current_user

from awards.accounts.models import User
from awards.policy.actor import ANONYMOUS, Actor


def signed_in_user() -> User | None:
    """The account of this request, if somebody is signed in."""
    user = current_user._get_current_object()
    return user if isinstance(user, User) and user.is_authenticated and user.active else None


def actor_of(user: User) -> Actor:
    return Actor(
        public_id=user.public_id,
        user_id=user.id,
        roles=user.role_names,
        alliance_id=user.alliance_id,
        name=user.full_name,
    )


def current_identity() -> Actor:
    user = signed_in_user()
    return actor_of(user) if user is not None else ANONYMOUS
