"""Nominations as seen by their own province and by the centre."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.base.paging import Page, paginate
from awards.nominations.dossier import DossierContent, live_content
from awards.nominations.models import DossierFile, DossierRevision, Nomination
from awards.nominations.states import COUNTS_TOWARD_QUOTA, WITH_THE_PROVINCE, NominationState
from awards.nominees.models import Organisation
from awards.policy.actor import Actor, Role
from awards.seasons import queries as seasons
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import rulebook_of


@dataclass(frozen=True)
class QuotaUse:
    """How much of a province's quota in a season is taken; without a quota any number may be forwarded."""

    season: Season
    taken: int
    quota: int | None


def list_visible_to(actor: Actor, season_public_id: str | None, state: str | None, page: int) -> Page[Nomination]:
    statement = _visible_to(actor).join(Nomination.organisation).join(Nomination.season)
    if season_public_id:
        statement = statement.where(Season.public_id == season_public_id)
    if state in set(NominationState):
        statement = statement.where(Nomination.state == state)
    statement = statement.options(joinedload(Nomination.organisation), joinedload(Nomination.season))
    return paginate(statement.order_by(Season.year.desc(), Season.id.desc(), Organisation.name_sort), page)


def get_visible_to(actor: Actor, public_id: str) -> Nomination | None:
    statement = _visible_to(actor).where(Nomination.public_id == public_id)
    return db.session.scalars(statement.options(*_WHOLE)).one_or_none()


def get_file_visible_to(actor: Actor, public_id: str, file_id: str) -> DossierFile | None:
    """A paper of the dossier as the person may read it: the centre gets what was forwarded, nothing newer."""
    nomination = get_visible_to(actor, public_id)
    if nomination is None:
        return None
    named = {paper.file for paper in content_visible_to(actor, nomination).papers}
    mine = nomination.alliance_id == actor.alliance_id
    return next((file for file in nomination.files if file.public_id == file_id and (mine or file_id in named)), None)


def content_visible_to(actor: Actor, nomination: Nomination) -> DossierContent:
    """The dossier as it stands for the province that holds it; for everybody else as last forwarded."""
    in_hand = nomination.alliance_id == actor.alliance_id and NominationState(nomination.state) in WITH_THE_PROVINCE
    if in_hand or not nomination.revisions:
        return live_content(nomination)
    return DossierContent.read(nomination.revisions[-1].content)


@dataclass(frozen=True)
class SeasonToEnter:
    """A season as somebody of one alliance may enter nominees in it."""

    season: Season
    alliance_id: int | None


def get_season_to_enter(actor: Actor, season_public_id: str) -> SeasonToEnter | None:
    season = seasons.get_visible_to(actor, season_public_id)
    return SeasonToEnter(season, actor.alliance_id) if season is not None else None


@dataclass(frozen=True)
class VisibleRevision:
    """A forwarded revision that the person may see, with its contents read."""

    revision: DossierRevision
    content: DossierContent
    alliance_id: int


def get_revision_visible_to(actor: Actor, public_id: str, number: int) -> VisibleRevision | None:
    nomination = get_visible_to(actor, public_id)
    if nomination is None or not 1 <= number <= len(nomination.revisions):
        return None
    revision = nomination.revisions[number - 1]
    return VisibleRevision(revision, DossierContent.read(revision.content), nomination.alliance_id)


def accepted_in(season: Season) -> list[Nomination]:
    """Nominations the desk accepted, with their revisions: those a council judges."""
    statement = (
        select(Nomination)
        .join(Nomination.organisation)
        .where(Nomination.season_id == season.id, Nomination.state == NominationState.ACCEPTED.value)
        .options(joinedload(Nomination.organisation), selectinload(Nomination.revisions))
        .order_by(Organisation.name_sort, Nomination.id)
    )
    return list(db.session.scalars(statement))


def quota_use(actor: Actor, seasons: list[Season]) -> list[QuotaUse]:
    """The quota of the actor's province in each season, in one query."""
    statement = (
        select(Nomination.season_id, func.count(Nomination.id))
        .where(
            Nomination.alliance_id == actor.alliance_id,
            Nomination.season_id.in_([season.id for season in seasons]),
            Nomination.state.in_([state.value for state in COUNTS_TOWARD_QUOTA]),
        )
        .group_by(Nomination.season_id)
    )
    taken = dict(db.session.execute(statement).all())
    quotas = ((season, rulebook_of(season).quota_per_province) for season in seasons)
    return [QuotaUse(season, taken.get(season.id, 0), quota.value if quota else None) for season, quota in quotas]


_WHOLE = (
    joinedload(Nomination.season).joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation),
    joinedload(Nomination.organisation).selectinload(Organisation.figures),
    joinedload(Nomination.organisation).joinedload(Organisation.province),
    selectinload(Nomination.answers),
    selectinload(Nomination.files),
    selectinload(Nomination.revisions),
)


def _visible_to(actor: Actor) -> Select[Nomination]:
    """The own province sees its nominations; the centre sees those that were forwarded."""
    if actor.holds(Role.SCREENER, Role.OFFICE, Role.AUDITOR):
        return select(Nomination).where(Nomination.forwarded_at.is_not(None))
    if actor.holds(Role.OFFICER, Role.LEADER):
        return select(Nomination).where(Nomination.alliance_id == actor.alliance_id)
    return select(Nomination).where(Nomination.id.is_(None))
