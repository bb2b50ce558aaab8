"""Uploads as seen by whoever sends them: nobody else sees one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from awards.base.database import db
from awards.base.files import file_store
from awards.policy.actor import ANONYMOUS, Actor
from awards.uploads.models import Upload


def get_visible_to(actor: Actor, public_id: str) -> Upload | None:
    if actor.public_id == ANONYMOUS.public_id:
        return None
    statement = select(Upload).where(Upload.public_id == public_id, Upload.owner == actor.public_id)
    return db.session.scalars(statement.options(selectinload(Upload.chunks))).one_or_none()


def content_of(upload: Upload) -> bytes:
    """The pieces received so far, put together."""
    return b"".join(file_store().get(chunk.storage_key) for chunk in upload.chunks)
