"""A person's own inbox, and the outbox as the operator sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, case, func, select

from awards.base import clock
from awards.base.database import db
from awards.base.paging import Page, paginate
from awards.notices.models import Notice, OutgoingMail
from awards.notices.states import MailState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits


@dataclass(frozen=True)
class Outbox:
    """How many mails are in which state, and those a person has to look at."""

    counts: dict[MailState, int]
    troubled: list[OutgoingMail]


def inbox_of(actor: Actor, page: int) -> Page[Notice]:
    """The person's own notices: unread ones first, then the newest."""
    statement = select(Notice).where(Notice.user_id == actor.user_id)
    unread_first = case((Notice.read_at.is_(None), 0), else_=1)
    return paginate(statement.order_by(unread_first, Notice.told_at.desc(), Notice.id.desc()), page)


def get_visible_to(actor: Actor, public_id: str) -> Notice | None:
    """A notice of the person's own."""
    if not actor.is_signed_in:
        return None
    statement = select(Notice).where(Notice.public_id == public_id, Notice.user_id == actor.user_id)
    return db.session.scalars(statement).one_or_none()


def unread_count(actor: Actor) -> int:
    if not actor.is_signed_in:
        return 0
    return db.session.connection().execute(_UNREAD, {"user_id": actor.user_id}).scalar_one()


def unread_of(user_id: Any) -> ScalarSelect[int]:
    """The same as a column beside others; ``user_id``: a column of the statement it stands in."""
    unread = select(func.count(Notice.id)).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    return unread.scalar_subquery()


_UNREAD = select(unread_of(bindparam("user_id")))
"""Written once."""


def anything_due() -> bool:
    """Whether a mail waits whose time has come."""
    due = select(OutgoingMail.id).where(
        OutgoingMail.state == MailState.WAITING.value, OutgoingMail.due_at <= clock.now()
    )
    return db.session.scalar(due.limit(1)) is not None


def outbox_visible_to(actor: Actor) -> Outbox:
    """For whoever runs the machine; empty for everybody else."""
    if not permits(actor, Action.MAIL_RETRY):
        return Outbox({}, [])
    grouped = select(OutgoingMail.state, func.count(OutgoingMail.id)).group_by(OutgoingMail.state)
    counts = {MailState(state): count for state, count in db.session.execute(grouped)}
    troubled = select(OutgoingMail).where(OutgoingMail.state.in_([MailState.FAILED.value, MailState.SENDING.value]))
    return Outbox(counts, list(db.session.scalars(troubled.order_by(OutgoingMail.id))))
