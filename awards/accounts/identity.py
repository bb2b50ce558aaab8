"""From a signed-in account to an :class:`Actor`: the only place that asks who is signed in."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from flask_security import SQLAlchemyUserDatastore, UserMixin
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from awards.accounts.models import User
from awards.base.database import db
from awards.policy.actor import ANONYMOUS, Actor

_BY_SESSION = select(User).options(joinedload(User.roles)).where(User.fs_uniquifier == bindparam("uniquifier"))


class People(SQLAlchemyUserDatastore):
    """The accounts, for Flask-Security; every page asks for the one of its session, with a statement written once."""

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> UserMixin | None:
        if wanted.keys() != {"fs_uniquifier"}:
            return super().find_user(case_insensitive, **wanted)
        return db.session.scalars(_BY_SESSION, {"uniquifier": wanted["fs_uniquifier"]}).unique().one_or_none()


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
