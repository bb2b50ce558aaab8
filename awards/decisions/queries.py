"""Decisions as seen by those who may, and the seasons that wait for one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.decisions.models import Decision, DecisionEntry
from awards.decisions.official_order import official_order
from awards.nominations.dossier import DossierContent
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.results import queries as results
from awards.results.queries import HonouredEntry
from awards.seasons import queries as seasons
from awards.seasons.models import Season
from awards.seasons.states import SeasonState


@dataclass(frozen=True)
class CountedSeason:
    """A season whose round is counted: the row of its result and the honoured in the decision's order.

    ``undecided``: entries that still wait for a discussion, a ballot or the chair.
    """

    season: Season
    result_id: int
    honoured: tuple[HonouredEntry, ...]
    undecided: int


@dataclass(frozen=True)
class NamedEntry:
    """One line of a decision with the dossier that was judged."""

    entry: DecisionEntry
    dossier: DossierContent


def list_visible_to(actor: Actor) -> list[Decision]:
    if not permits(actor, Action.DECISION_READ):
        return []
    statement = select(Decision).options(joinedload(Decision.season))
    return list(db.session.scalars(statement.order_by(Decision.signed_on.desc(), Decision.id.desc())))


def get_visible_to(actor: Actor, public_id: str) -> Decision | None:
    if not permits(actor, Action.DECISION_READ):
        return None
    statement = select(Decision).where(Decision.public_id == public_id).options(joinedload(Decision.season))
    return db.session.scalars(statement).one_or_none()


def undecided_visible_to(actor: Actor) -> list[Season]:
    """Seasons that are counted and wait for their decision to be recorded."""
    if not permits(actor, Action.DECISION_RECORD):
        return []
    decided = exists().where(Decision.season_id == Season.id)
    statement = select(Season).where(Season.state == SeasonState.DECIDING.value, ~decided)
    return list(db.session.scalars(statement.order_by(Season.id)))


def get_counted_season_visible_to(actor: Actor, public_id: str) -> CountedSeason | None:
    """The season with this public id once it has a result, for those who may read decisions."""
    if not permits(actor, Action.DECISION_READ):
        return None
    season = seasons.get_visible_to(actor, public_id)
    return counted_season(season) if season is not None else None


def counted_season(season: Season) -> CountedSeason | None:
    result = results.official_result(season)
    if result is None:
        return None
    honoured = tuple(official_order(results.honoured_of(result)))
    return CountedSeason(season, result.id, honoured, results.undecided_in(result))


def decision_of(season: Season) -> Decision | None:
    return db.session.scalars(select(Decision).where(Decision.season_id == season.id)).one_or_none()


def named_in(decision: Decision) -> list[NamedEntry]:
    """The entries in the decision's order with what was judged; two queries whatever their number."""
    dossiers = results.dossiers_of_result(decision.result_id)
    statement = select(DecisionEntry).where(DecisionEntry.decision_id == decision.id)
    statement = statement.options(joinedload(DecisionEntry.nomination)).order_by(DecisionEntry.position)
    entries = db.session.scalars(statement)
    return [NamedEntry(entry, dossiers[entry.nomination_id]) for entry in entries]
