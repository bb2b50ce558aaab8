"""What waits to be published, as seen by those who publish."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.decisions.models import Decision
from awards.honours.models import Honour
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.publicity.copies import already_public
from awards.publicity.models import Announcement


@dataclass(frozen=True)
class PlannedAnnouncement:
    """An announcement and the names of its two persons."""

    announcement: Announcement
    proposed_by: str
    approved_by: str | None

    @property
    def is_out(self) -> bool:
        """Whether the public sees it now."""
        return is_out(self.announcement)


def is_out(announcement: Announcement) -> bool:
    """Approved, and its instant has come."""
    return announcement.approved_at is not None and announcement.announced_at <= clock.now()


def get_announcement_visible_to(actor: Actor, public_id: str) -> Announcement | None:
    if not permits(actor, Action.DECISION_READ):
        return None
    statement = select(Announcement).where(Announcement.public_id == public_id)
    return db.session.scalars(statement.options(_WITH_SEASON)).one_or_none()


def announcement_of(decision: Decision) -> Announcement | None:
    return db.session.scalars(select(Announcement).where(Announcement.decision_id == decision.id)).one_or_none()


def planned_for(actor: Actor, decision: Decision) -> PlannedAnnouncement | None:
    """The announcement of a decision with names, for those who may read decisions."""
    return next((one for one in list_planned(actor) if one.announcement.decision_id == decision.id), None)


def list_planned(actor: Actor) -> list[PlannedAnnouncement]:
    if not permits(actor, Action.DECISION_READ):
        return []
    proposer, approver = aliased(User), aliased(User)
    statement = (
        select(Announcement, proposer.full_name, approver.full_name)
        .join(proposer, proposer.id == Announcement.proposed_by_id)
        .outerjoin(approver, approver.id == Announcement.approved_by_id)
        .options(_WITH_SEASON)
        .order_by(Announcement.proposed_at.desc(), Announcement.id.desc())
    )
    return [PlannedAnnouncement(*row) for row in db.session.execute(statement)]


def unpublished_honours(actor: Actor) -> list[Honour]:
    """Imported honours that have no public copy yet, in the order of entry."""
    if not permits(actor, Action.HONOURS_IMPORT):
        return []
    statement = select(Honour).where(Honour.confidence != "own").options(joinedload(Honour.province))
    honours = list(db.session.scalars(statement.order_by(Honour.id)))
    public = already_public(honours)
    return [honour for honour in honours if honour.id not in public]


_WITH_SEASON = joinedload(Announcement.decision).joinedload(Decision.season)
