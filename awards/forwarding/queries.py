"""What a province sees of its nominations on their way, and what anybody may read of their history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards.base.database import db
from awards.forwarding import places
from awards.forwarding.models import NominationEvent, WaitingPlace
from awards.forwarding.wording import BETWEEN_BOTH
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import GAVE_BACK_ITS_PLACE, NominationState
from awards.nominees.models import Organisation
from awards.policy.actor import Actor
from awards.seasons import queries as seasons
from awards.seasons.calendar import is_in_grace
from awards.seasons.models import Season
from awards.seasons.states import SeasonStage


@dataclass(frozen=True)
class ProvinceStanding:
    """One province in one season: its nominations by state, the waiting list, and the quota (``None``: no number)."""

    season: Season
    nominations: tuple[Nomination, ...]
    line: tuple[WaitingPlace, ...]
    quota: int | None

    @property
    def taken(self) -> int:
        return sum(one.forwarded_at is not None and one.state not in GAVE_BACK_ITS_PLACE for one in self.nominations)

    @property
    def free(self) -> int | None:
        return None if self.quota is None else max(self.quota - self.taken, 0)

    @property
    def ready_to_send(self) -> list[Nomination]:
        """Signed off and not waiting in line: sent before, or a place is free for all of them."""
        in_line = {place.nomination_id for place in self.line}
        return [one for one in self.in_states(NominationState.SIGNED_OFF) if one.id not in in_line]

    def in_states(self, *states: NominationState) -> list[Nomination]:
        return [one for one in self.nominations if one.state in states]


def standing_of(actor: Actor, season: Season) -> ProvinceStanding:
    """The province of the actor in a season, in two queries whatever their number."""
    statement = (
        select(Nomination)
        .join(Nomination.organisation)
        .where(Nomination.season_id == season.id, Nomination.alliance_id == actor.alliance_id)
        .options(joinedload(Nomination.organisation), joinedload(Nomination.product))
        .order_by(Organisation.name_sort, Nomination.id)
    )
    rows = tuple(db.session.scalars(statement))
    line = tuple(places.waiting(season.id, actor.alliance_id)) if actor.alliance_id is not None else ()
    return ProvinceStanding(season, rows, line, places.quota_of(season))


def possible_successors(nomination: Nomination) -> list[Nomination]:
    """Signed-off nominations of the same province and season that were never sent, the first in line on top."""
    statement = (
        select(Nomination)
        .outerjoin(WaitingPlace, WaitingPlace.nomination_id == Nomination.id)
        .where(
            Nomination.season_id == nomination.season_id,
            Nomination.alliance_id == nomination.alliance_id,
            Nomination.state == NominationState.SIGNED_OFF.value,
            Nomination.forwarded_at.is_(None),
        )
        .options(joinedload(Nomination.organisation))
        .order_by(WaitingPlace.position.is_(None), WaitingPlace.position, Nomination.id)
    )
    return list(db.session.scalars(statement))


def history_visible_to(actor: Actor, nomination: Nomination) -> list[NominationEvent]:
    """What happened, oldest first. Outside the province nobody reads what its people said among themselves."""
    statement = (
        select(NominationEvent)
        .where(NominationEvent.nomination_id == nomination.id)
        .options(joinedload(NominationEvent.by), joinedload(NominationEvent.other))
        .order_by(NominationEvent.id)
    )
    if nomination.alliance_id != actor.alliance_id:
        statement = statement.where(NominationEvent.kind.in_([kind.value for kind in BETWEEN_BOTH]))
    return list(db.session.scalars(statement))


def late_since(revision: DossierRevision) -> datetime | None:
    """The deadline a sending came after, when it arrived within the season's grace; ``None`` when it was in time.

    The first sending has the deadline for nominations, a later one that for supplements.
    """
    stage = SeasonStage.NOMINATIONS if revision.number == 1 else SeasonStage.SUPPLEMENTS
    window = seasons.window(revision.nomination.season, revision.nomination.alliance_id, stage)
    return window.closes if is_in_grace(window, revision.forwarded_at) else None
