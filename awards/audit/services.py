"""Writing and proving the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from flask import current_app
from sqlalchemy import Table, insert, select, update

from awards.audit.chain import Entry, Fault, link, sealed_digest_of, verify
from awards.audit.models import AuditEntry, AuditHead, Checkpoint
from awards.base import clock
from awards.base.database import db
from awards.policy.actions import Action
from awards.policy.actor import Actor

_HEAD = select(AuditHead.number, AuditHead.hash)
_LOCKED_HEAD = _HEAD.with_for_update()
_APPEND = insert(cast(Table, AuditEntry.__table__))
_MOVE = update(cast(Table, AuditHead.__table__))
"""Tables, not objects: every act appends, and nothing is done with the rows but to write them."""


def record(actor: Actor, action: Action, subject: str, details: object = None) -> None:
    """Append one entry in the caller's transaction; ``details`` are kept as a digest only, sealed with our own key."""
    db.session.flush()
    connection = db.session.connection()
    head = connection.execute(_LOCKED_HEAD).one()
    digest = sealed_digest_of(details, str(current_app.secret_key).encode())
    entry = Entry(head.number + 1, clock.now(), actor.public_id, action.value, subject, digest)
    entry_hash = link(head.hash, entry)
    connection.execute(_APPEND, {**vars(entry), "hash": entry_hash})
    connection.execute(_MOVE, {"number": entry.number, "hash": entry_hash})


def write_checkpoint(actor: Actor, subject: str) -> Checkpoint:
    """Note where the log stands now, so that it can be told to people outside (trust.md R9)."""
    record(actor, Action.CHECKPOINT, subject)
    head = db.session.execute(_HEAD).one()
    checkpoint = Checkpoint(at=clock.now(), subject=subject, number=head.number, hash=head.hash)
    db.session.add(checkpoint)
    db.session.flush()
    return checkpoint


def verify_log() -> tuple[int, str, Fault | None]:
    """Number and hash of the head, and the first fault of the chain if there is one."""
    head = db.session.execute(_HEAD).one()
    return head.number, head.hash, verify(_entries(), head.number, head.hash)


def _entries() -> Iterator[tuple[Entry, str]]:
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)).yield_per(1000)
    for row in rows:
        yield Entry(row.number, row.at, row.actor, row.action, row.subject, row.digest), row.hash
