"""Forwarded nominations as seen by the centre's desk, and findings as seen by the province they concern."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from awards.base.database import db
from awards.base.paging import Page, paginate
from awards.nominations.models import DossierFile, DossierRevision, Nomination
from awards.nominations.states import NominationState
from awards.nominees.models import Organisation
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.screening.checklist import checked
from awards.screening.models import Screening
from awards.screening.states import Finding
from awards.screening.wording import QUEUE
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.states import SeasonState

_UNDER_WAY = (SeasonState.OPEN.value, SeasonState.JUDGING.value)


def queue_visible_to(actor: Actor, state: NominationState, page: int) -> Page[Nomination]:
    """Nominations of one state in the seasons under way, the one forwarded first on top."""
    statement = (
        _queue(actor)
        .where(Nomination.state == state.value)
        .options(joinedload(Nomination.organisation).joinedload(Organisation.province), joinedload(Nomination.season))
        .order_by(Nomination.forwarded_at, Nomination.id)
    )
    return paginate(statement, page)


def queue_counts_visible_to(actor: Actor) -> dict[NominationState, int]:
    """How many nominations of the queue are in each state."""
    queue = _queue(actor).subquery()
    rows = db.session.execute(select(queue.c.state, func.count().label("waiting")).group_by(queue.c.state))
    found = {row.state: row.waiting for row in rows}
    return {state: found.get(state.value, 0) for state in QUEUE}


def get_visible_to(actor: Actor, public_id: str) -> Nomination | None:
    """A nomination that has been forwarded at least once."""
    if not permits(actor, Action.SCREENING_READ):
        return None
    statement = select(Nomination).where(Nomination.public_id == public_id, Nomination.revisions.any())
    return db.session.scalars(statement.options(*_WHOLE)).one_or_none()


def get_file_visible_to(actor: Actor, public_id: str, file_id: str) -> DossierFile | None:
    """A paper named by the newest revision of a nomination the desk may read."""
    nomination = get_visible_to(actor, public_id)
    if nomination is None:
        return None
    content = checked(nomination.season, nomination.revisions[-1]).content
    if file_id not in {paper.file for paper in content.papers}:
        return None
    statement = select(DossierFile).where(DossierFile.public_id == file_id, DossierFile.nomination == nomination)
    return db.session.scalars(statement).one_or_none()


def findings_of(nomination: Nomination) -> list[Screening]:
    """Everything the desk found of a nomination, newest first."""
    statement = (
        select(Screening)
        .where(Screening.nomination_id == nomination.id)
        .options(selectinload(Screening.items), joinedload(Screening.found_by), joinedload(Screening.revision))
        .order_by(Screening.id.desc())
    )
    return list(db.session.scalars(statement))


def releases_of(nomination_ids: Iterable[int]) -> dict[int, str]:
    """The reason by which the newest revision of each nomination was released from a hold, where it was."""
    newest = select(func.max(DossierRevision.id)).group_by(DossierRevision.nomination_id)
    statement = select(Screening.nomination_id, Screening.reason).where(
        Screening.nomination_id.in_(list(nomination_ids)),
        Screening.finding == Finding.RELEASED.value,
        Screening.revision_id.in_(newest),
    )
    return {row.nomination_id: row.reason for row in db.session.execute(statement.order_by(Screening.id))}


_WHOLE = (
    joinedload(Nomination.organisation),
    joinedload(Nomination.alliance),
    joinedload(Nomination.season).joinedload(Season.rulebook).joinedload(PublishedRulebook.confirmation),
    selectinload(Nomination.revisions).joinedload(DossierRevision.forwarded_by),
)


def _queue(actor: Actor) -> Select[Nomination]:
    states = [state.value for state in QUEUE]
    statement = (
        select(Nomination)
        .join(Nomination.season)
        .where(Season.state.in_(_UNDER_WAY), Nomination.state.in_(states), Nomination.revisions.any())
    )
    return statement if permits(actor, Action.SCREENING_LIST) else statement.where(Nomination.id.is_(None))
