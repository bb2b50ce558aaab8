"""The register of honours as seen by those who keep it."""

from __future__ import annotations

from sqlalchemy import false, select
from sqlalchemy.orm import joinedload

from awards.base.paging import Page, paginate
from awards.honours.models import Honour
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits


def list_visible_to(actor: Actor, number: int) -> Page[Honour]:
    """The newest year first, in the order of entry."""
    statement = select(Honour).options(joinedload(Honour.province)).order_by(Honour.year.desc(), Honour.id)
    allowed = permits(actor, Action.HONOURS_IMPORT)
    return paginate(statement if allowed else statement.where(false()), number)
