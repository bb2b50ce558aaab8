"""Accounts as seen by those who look after them."""

from __future__ import annotations

from sqlalchemy import false, select

from awards.accounts.models import User
from awards.base.database import db
from awards.base.paging import Page, paginate
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits


def list_visible_to(actor: Actor, page: int) -> Page[User]:
    statement = select(User).order_by(User.full_name, User.id)
    return paginate(statement if permits(actor, Action.ACCOUNT_LIST) else statement.where(false()), page)


def get_visible_to(actor: Actor, public_id: str) -> User | None:
    if not permits(actor, Action.ACCOUNT_LIST):
        return None
    return db.session.scalars(select(User).where(User.public_id == public_id)).one_or_none()
