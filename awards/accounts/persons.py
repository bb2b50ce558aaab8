"""Who is signed in, as far as every page asks: columns to read beside others, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, and_, bindparam, select

from awards.accounts.models import RoleRow, User, UserRole
from awards.base.database import columns_of
from awards.policy.actor import Actor, Role


@dataclass(frozen=True)
class Person:
    """An account that is not closed, by the name the session has for it."""

    uniquifier: str
    actor: Actor
    has_second_factor: bool


def person_of(rows: Sequence[Any]) -> Person | None:
    """From rows that end with :data:`COLUMNS`, one for each role; nobody when there is no such account."""
    if not rows:
        return None
    uniquifier, public_id, user_id, alliance_id, name, has_factor, _ = rows[0][-len(COLUMNS) :]
    if uniquifier is None:
        return None
    roles = frozenset([Role(row[-1]) for row in rows if row[-1] is not None])
    return Person(uniquifier, Actor(public_id, user_id, roles, alliance_id, name), bool(has_factor))


def with_person(before: FromClause, user_id: Any) -> FromClause:
    """What is before, joined with the account and its roles, where that account is not closed."""
    return (
        before.outerjoin(_U, and_(_U.c.id == user_id, _U.c.active))
        .outerjoin(_HELD, _HELD.c.user_id == _U.c.id)
        .outerjoin(_ROLE, _ROLE.c.id == _HELD.c.role_id)
    )


_U, _HELD, _ROLE = columns_of(User), columns_of(UserRole), columns_of(RoleRow)
_HAS_FACTOR = and_(
    _U.c.tf_primary_method.is_not(None),
    _U.c.tf_primary_method != "",
    _U.c.tf_totp_secret.is_not(None),
    _U.c.tf_totp_secret != "",
)
COLUMNS = (_U.c.fs_uniquifier, _U.c.public_id, _U.c.id, _U.c.alliance_id, _U.c.full_name, _HAS_FACTOR, _ROLE.c.name)
BY_UNIQUIFIER = (
    select(*COLUMNS)
    .select_from(_U.outerjoin(_HELD, _HELD.c.user_id == _U.c.id).outerjoin(_ROLE, _ROLE.c.id == _HELD.c.role_id))
    .where(_U.c.fs_uniquifier == bindparam("uniquifier"), _U.c.active)
)
