"""From a signed-in account to an :class:`Actor`: the only place that asks who is signed in."""

from __future__ import annotations

from time import monotonic
from typing import Any

from flask import Flask, g, request, session
from flask_login import current_user
from flask_login.utils import _user_context_processor
from flask_security import Security, SQLAlchemyUserDatastore, UserMixin
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from awards.accounts.models import User
from awards.accounts.persons import BY_UNIQUIFIER, Person, person_of
from awards.accounts.session_store import StoredSession
from awards.base.arrival import brings_nothing
from awards.base.database import db
from awards.policy.actor import ANONYMOUS, Actor

_FOUND = "awards.person"
LONG_AGO = 1.0
"""Seconds; what was read longer ago is read again: meanwhile an account may have been closed."""
_BY_SESSION = select(User).options(joinedload(User.roles)).where(User.fs_uniquifier == bindparam("uniquifier"))


class People(SQLAlchemyUserDatastore):
    """The accounts, for Flask-Security; every page asks for the one of its session, with a statement written once."""

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> UserMixin | None:
        if wanted.keys() != {"fs_uniquifier"}:
            return super().find_user(case_insensitive, **wanted)
        return db.session.scalars(_BY_SESSION, {"uniquifier": wanted["fs_uniquifier"]}).unique().one_or_none()


def load_accounts_when_asked(app: Flask, security: Security) -> None:
    """Before every page the library loads the whole account, for permissions of its own and for its templates.

    Who comes is asked here, and what is allowed by the permission map; the library's own pages still find the
    account when they look at ``current_user``.
    """
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    words = app.template_context_processors[None]
    words[words.index(_user_context_processor)] = lambda: {"current_user": current_user}


def signed_in_user() -> User | None:
    """The account of this request, if somebody is signed in."""
    user = current_user._get_current_object()
    return user if isinstance(user, User) and user.is_authenticated and user.active else None


def signed_in_person() -> Person | None:
    """The same with no more than every page asks, in one plain row for each of the person's roles.

    What the session does not name by itself the library looks for, and so does it where the account is closed.
    """
    if "_login_user" not in g:  # nobody has come or gone in this request
        if _FOUND not in request.environ:
            request.environ[_FOUND] = _person(session.get("_user_id"))
        found: Person | None = request.environ[_FOUND]
        if found is not None:
            return found
    user = signed_in_user()
    return Person(user.fs_uniquifier, actor_of(user), user.has_second_factor) if user is not None else None


def actor_of(user: User) -> Actor:
    return Actor(
        public_id=user.public_id,
        user_id=user.id,
        roles=user.role_names,
        alliance_id=user.alliance_id,
        name=user.full_name,
    )


def current_identity() -> Actor:
    person = signed_in_person()
    return person.actor if person is not None else ANONYMOUS


def unread_with_session(actor: Actor) -> int | None:
    """How many notices the person had not read when the session was read; nothing where that may be over.

    That is on a page that is sent something: it may have told somebody, and its body may have taken long to come.
    """
    if not isinstance(session, StoredSession) or session.person is None or not brings_nothing(request):
        return None
    return session.unread_notices if session.person.actor.user_id == actor.user_id else None


def _person(uniquifier: str | None) -> Person | None:
    """The account as it was read with the session, unless the body of the request took long to come."""
    if not uniquifier:
        return None
    if isinstance(session, StoredSession) and session.person is not None and session.person.uniquifier == uniquifier:
        if monotonic() - session.read_at < LONG_AGO:
            return session.person
    return person_of(db.session.connection().execute(BY_UNIQUIFIER, {"uniquifier": uniquifier}).all())
