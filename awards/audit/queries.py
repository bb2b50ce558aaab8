"""The log as seen by those who inspect it. It names people by public id only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import false, select

from awards.audit.models import AuditEntry, AuditHead
from awards.base.clock import VIETNAM
from awards.base.database import db
from awards.base.paging import Page, paginate
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits

PER_PAGE = 50


@dataclass(frozen=True)
class LogFilter:
    """Which entries are asked for; an empty part asks for all."""

    action: str = ""
    subject: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Head:
    """The last entry: its number and its hash."""

    number: int
    hash: str


def list_visible_to(actor: Actor, wanted: LogFilter, page: int) -> Page[AuditEntry]:
    """The newest entry first. When a judge saved a sheet is for the auditor only: it tells how somebody marks."""
    statement = select(AuditEntry).order_by(AuditEntry.number.desc())
    if not permits(actor, Action.AUDIT_READ):
        return paginate(statement.where(false()), page, PER_PAGE)
    if not shows_saves(actor):
        statement = statement.where(AuditEntry.action != Action.SHEET_SAVE.value)
    if wanted.action:
        statement = statement.where(AuditEntry.action == wanted.action)
    if wanted.subject:
        statement = statement.where((AuditEntry.subject == wanted.subject) | (AuditEntry.actor == wanted.subject))
    if wanted.day:
        start = datetime.combine(wanted.day, time(), VIETNAM)
        statement = statement.where(AuditEntry.at >= start, AuditEntry.at < start + timedelta(days=1))
    return paginate(statement, page, PER_PAGE)


def shows_saves(actor: Actor) -> bool:
    """Whether the log says to this person when sheets were saved."""
    return permits(actor, Action.AUDIT_READ_SAVES)


def head_visible_to(actor: Actor) -> Head:
    """Where the log ends now; nothing for somebody who may not read it."""
    if not permits(actor, Action.AUDIT_READ):
        return Head(0, "")
    row = db.session.execute(select(AuditHead.number, AuditHead.hash)).one()
    return Head(row.number, row.hash)


def last_entry_at() -> datetime | None:
    """When the last entry was written: no clock of ours may be behind it."""
    return db.session.scalar(select(AuditEntry.at).join(AuditHead, AuditHead.number == AuditEntry.number))
