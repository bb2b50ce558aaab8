"""Seasons and rulebooks as seen by the people who run them, and by everybody who works in them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from awards.audit.queries import last_entry_at
from awards.base import clock
from awards.base.arrival import arrived_at
from awards.base.database import db, writing
from awards.base.ics import CalendarEvent
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.seasons import calendar
from awards.seasons.calendar import Window, extended, is_in_grace, window_of
from awards.seasons.models import DeadlineExtension, PublishedRulebook, Season
from awards.seasons.states import SeasonStage, SeasonState

CLOCKS_MAY_DIFFER = timedelta(seconds=60)

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


def extensions_in(season: Season, alliance_id: int | None = None) -> dict[tuple[int, SeasonStage], datetime]:
    """The extensions in force, by alliance and stage; of one alliance where one is named."""
    latest = select(func.max(DeadlineExtension.id)).where(DeadlineExtension.season_id == season.id)
    if alliance_id is not None:
        latest = latest.where(DeadlineExtension.alliance_id == alliance_id)
    latest = latest.group_by(DeadlineExtension.alliance_id, DeadlineExtension.stage)
    statement = select(DeadlineExtension.alliance_id, DeadlineExtension.stage, DeadlineExtension.until).where(
        DeadlineExtension.id.in_(latest), DeadlineExtension.until.is_not(None)
    )
    rows = db.session.execute(statement)
    return {(alliance, SeasonStage(stage)): until for alliance, stage, until in rows if until is not None}


def extensions_in_force(season: Season) -> list[DeadlineExtension]:
    """The last row of each alliance and stage, where it does not withdraw, with its alliance."""
    latest = select(func.max(DeadlineExtension.id)).where(DeadlineExtension.season_id == season.id)
    latest = latest.group_by(DeadlineExtension.alliance_id, DeadlineExtension.stage)
    statement = select(DeadlineExtension).where(DeadlineExtension.id.in_(latest), DeadlineExtension.until.is_not(None))
    return list(
        db.session.scalars(statement.options(joinedload(DeadlineExtension.alliance)).order_by(DeadlineExtension.id))
    )


def extended_until(season: Season, alliance_id: int, stage: SeasonStage = SeasonStage.NOMINATIONS) -> datetime | None:
    """The deadline the latest extension gives this alliance in that stage, if it has one."""
    return extensions_in(season, alliance_id).get((alliance_id, stage))


def window(season: Season, alliance_id: int, stage: SeasonStage = SeasonStage.NOMINATIONS) -> Window:
    """The window of a stage as it stands for one alliance."""
    return extended(window_of(season, stage), extended_until(season, alliance_id, stage))


def decisive_instant() -> datetime:
    """From which instant the request at hand counts: its arrival, by a clock that is not behind the log.

    Two servers may disagree by some seconds. What the log has seen is past, so the one that is behind is
    moved on; a gap larger than :data:`CLOCKS_MAY_DIFFER` is a wrong entry and moves nobody.
    """
    arrived = arrived_at()
    if not writing.get():
        return arrived
    behind = (last_entry_at() or arrived) - clock.now()
    return arrived + behind if timedelta() < behind <= CLOCKS_MAY_DIFFER else arrived


def shut_sentence(season: Season, alliance_id: int, stage: SeasonStage = SeasonStage.NOMINATIONS) -> str | None:
    """Why the season takes nothing from this alliance in that stage now; ``None`` when it does."""
    return calendar.shut_sentence(window(season, alliance_id, stage), stage, decisive_instant())


def arrived_late(season: Season, alliance_id: int, instant: datetime) -> bool:
    """Whether what was forwarded at ``instant`` came within the grace after the province's deadline."""
    return is_in_grace(window(season, alliance_id), instant)


def windows_of(actor: Actor, season: Season) -> dict[SeasonStage, Window]:
    """Every stage of the season as it stands for the person: with the extensions of their province."""
    own = extensions_in(season, actor.alliance_id) if actor.alliance_id is not None else {}
    return {
        stage: extended(window_of(season, stage), own.get((actor.alliance_id or 0, stage))) for stage in SeasonStage
    }


def events_visible_to(actor: Actor) -> list[CalendarEvent]:
    """The calendar of the seasons that are under way, as it stands for the person."""
    counted = (
        select(DeadlineExtension.season_id, func.count(DeadlineExtension.id))
        .where(DeadlineExtension.alliance_id == actor.alliance_id)
        .group_by(DeadlineExtension.season_id)
    )
    changes = dict(db.session.execute(counted).all())
    return [
        event
        for season in list_visible_to(actor)
        if season.state != SeasonState.DRAFT
        for event in calendar.events(
            f"{season.public_id}.staff",
            season.title,
            season.calendar_revision + changes.get(season.id, 0),
            {stage: window.closes for stage, window in windows_of(actor, season).items()},
            season,
        )
    ]
