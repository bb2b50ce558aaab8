"""Writing and proving the log."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from awards.audit.chain import Entry, Fault, digest_of, link, verify
from awards.audit.models import AuditEntry, AuditHead
from awards.base import clock
from awards.base.database import db
from awards.policy.actions import Action
from awards.policy.actor import Actor


def record(actor: Actor, action: Action, subject: str, details: object = None) -> None:
    """Append one entry in the caller's transaction; ``details`` are kept as a digest only."""
    head = db.session.scalars(select(AuditHead).with_for_update()).one()
    entry = Entry(head.number + 1, clock.now(), actor.public_id, action.value, subject, digest_of(details))
    entry_hash = link(head.hash, entry)
    db.session.add(
        AuditEntry(
            number=entry.number,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            subject=entry.subject,
            digest=entry.digest,
            hash=entry_hash,
        )
    )
    head.number, head.hash = entry.number, entry_hash
    db.session.flush()


def verify_log() -> tuple[int, str, Fault | None]:
    """Number and hash of the head, and the first fault of the chain if there is one."""
    head = db.session.scalars(select(AuditHead)).one()
    return head.number, head.hash, verify(_entries(), head.number, head.hash)


def _entries() -> Iterator[tuple[Entry, str]]:
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)).yield_per(1000)
    for row in rows:
        yield Entry(row.number, row.at, row.actor, row.action, row.subject, row.digest), row.hash
