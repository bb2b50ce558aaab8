"""The register of honours as seen by those who keep it."""

from __future__ import annotations

from sqlalchemy import false, select
from sqlalchemy.orm import joinedload

from awards.base.paging import Page, paginate
from awards.honours.models import Honour
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits


def list_visible_to(actor: Actor, *, is_sample: bool, number: int) -> Page[Honour]:
    """Real honours or sample ones, never both; the newest year first, in the order of entry."""
    statement = select(Honour).where(Honour.is_sample == is_sample).options(joinedload(Honour.province))
    statement = statement.order_by(Honour.year.desc(), Honour.id)
    allowed = permits(actor, Action.HONOURS_IMPORT)
    return paginate(statement if allowed else statement.where(false()), number)
