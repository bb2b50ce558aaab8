"""Accounts as seen by those who look after them, and a person's own sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload

from awards.accounts.devices import device_words, network_words
from awards.accounts.models import RoleRow, ServerSession, User
from awards.base import clock
from awards.base.database import db
from awards.base.paging import Page, paginate
from awards.policy.actions import Action
from awards.policy.actor import PROVINCIAL_ROLES, Actor, Role
from awards.policy.permission_map import permits

MARK_LENGTH = 20
"""Letters of a session's hash by which its owner names it; they open nothing."""


@dataclass(frozen=True)
class OwnSession:
    """One browser in which the person is signed in."""

    mark: str
    device: str
    network: str
    since: datetime
    seen: datetime
    is_this: bool


def list_visible_to(actor: Actor, page: int) -> Page[User]:
    """Everybody for the office; the own staff for a province's leader."""
    return paginate(_visible_to(actor).options(joinedload(User.alliance)).order_by(User.full_name, User.id), page)


def get_visible_to(actor: Actor, public_id: str) -> User | None:
    return db.session.scalars(_visible_to(actor).where(User.public_id == public_id)).one_or_none()


def colleagues_of(actor: Actor, user: User) -> list[User]:
    """Who could go on with this person's work: people in use of the same place."""
    same_place = User.alliance_id.is_(None) if user.alliance_id is None else User.alliance_id == user.alliance_id
    statement = _visible_to(actor).where(same_place, User.active, User.id != user.id)
    return list(db.session.scalars(statement.order_by(User.full_name, User.id)))


def sessions_of(actor: Actor, token_hash: str) -> list[OwnSession]:
    """The person's own sessions that are alive, this one (by its hash) first, then the newest."""
    statement = select(ServerSession).where(
        ServerSession.user_id == actor.user_id, ServerSession.expires_at > clock.now()
    )
    found = [
        OwnSession(
            row.token_hash[:MARK_LENGTH],
            device_words(row.user_agent),
            network_words(row.network),
            row.created_at,
            row.seen_at,
            row.token_hash == token_hash,
        )
        for row in db.session.scalars(statement.order_by(ServerSession.seen_at.desc()))
    ]
    return sorted(found, key=lambda session: not session.is_this)


def working_for(alliance_id: int, *roles: Role) -> list[User]:
    """The people of one alliance who hold one of the roles, for telling them something."""
    statement = select(User).where(User.alliance_id == alliance_id, User.active).order_by(User.id)
    return [user for user in db.session.scalars(statement) if not user.role_names.isdisjoint(roles)]


def holding(*roles: Role) -> list[User]:
    """The people of the centre who hold one of the roles."""
    statement = select(User).where(User.alliance_id.is_(None), User.active).order_by(User.id)
    return [user for user in db.session.scalars(statement) if not user.role_names.isdisjoint(roles)]


def _visible_to(actor: Actor) -> Select[User]:
    statement = select(User)
    if not permits(actor, Action.ACCOUNT_LIST):
        return statement.where(false())
    if actor.holds(Role.OFFICE, Role.SYSADMIN):
        return statement
    beyond = RoleRow.name.not_in([role.value for role in PROVINCIAL_ROLES])
    return statement.where(User.alliance_id == actor.alliance_id, ~User.roles.any(beyond))
