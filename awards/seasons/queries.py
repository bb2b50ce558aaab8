"""Seasons and rulebooks as seen by the people who run them, and by everybody who works in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.seasons.models import DeadlineExtension, PublishedRulebook, Season
from awards.seasons.states import SeasonState

_WITH_RULEBOOK = joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation)


def list_visible_to(actor: Actor) -> list[Season]:
    """All seasons for those who run or inspect them; seasons that are under way for everybody signed in."""
    statement = select(Season).options(_WITH_RULEBOOK).order_by(Season.year.desc(), Season.id.desc())
    if not permits(actor, Action.SEASON_LIST):
        statement = statement.where(Season.state != SeasonState.DRAFT.value)
    return list(db.session.scalars(statement)) if actor.is_signed_in else []


def receiving() -> list[Season]:
    """The seasons that receive nominations, the newest first: their rulebooks say what is collected now."""
    statement = select(Season).options(joinedload(Season.rulebook)).where(Season.state == SeasonState.OPEN.value)
    return list(db.session.scalars(statement.order_by(Season.year.desc(), Season.id.desc())))


def get_visible_to(actor: Actor, public_id: str) -> Season | None:
    statement = select(Season).options(_WITH_RULEBOOK).where(Season.public_id == public_id)
    if not actor.is_signed_in:
        return None
    if not permits(actor, Action.SEASON_READ):
        statement = statement.where(Season.state != SeasonState.DRAFT.value)
    return db.session.scalars(statement).one_or_none()


def list_rulebooks_visible_to(actor: Actor) -> list[PublishedRulebook]:
    if not permits(actor, Action.RULEBOOK_LIST):
        return []
    statement = select(PublishedRulebook).options(joinedload(PublishedRulebook.confirmation))
    return list(db.session.scalars(statement.order_by(PublishedRulebook.published_at.desc(), PublishedRulebook.id)))


def get_rulebook_visible_to(actor: Actor, public_id: str) -> PublishedRulebook | None:
    if not permits(actor, Action.RULEBOOK_READ):
        return None
    return db.session.scalars(select(PublishedRulebook).where(PublishedRulebook.public_id == public_id)).one_or_none()


def extended_until(season: Season, alliance_id: int) -> datetime | None:
    """The deadline the latest extension gives this alliance, if it has one."""
    newest = select(func.max(DeadlineExtension.id)).where(
        DeadlineExtension.season_id == season.id, DeadlineExtension.alliance_id == alliance_id
    )
    statement = select(DeadlineExtension.until).where(DeadlineExtension.id == newest.scalar_subquery())
    return db.session.scalar(statement)
