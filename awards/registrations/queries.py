"""Links and what came in by them, as seen by the cooperative and by its own province."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from awards.base import clock
from awards.base.database import db
from awards.nominations import queries as nominations
from awards.nominations.models import Nomination
from awards.nominations.section_content import parts_of
from awards.nominations.states import Part
from awards.nominations.wording import PART_SLUGS
from awards.policy.actor import Actor
from awards.registrations.models import ContactEntry, ContactFile, ContactLink
from awards.registrations.wording import CONTACT_PARTS


@dataclass(frozen=True)
class PartOfLink:
    """One part of the dossier a cooperative works on."""

    link: ContactLink
    part: Part

    @property
    def contact_link_id(self) -> int:
        return self.link.id

    @property
    def alliance_id(self) -> int:
        return self.link.alliance_id


@dataclass(frozen=True)
class FileOfLink:
    """A paper the cooperative sent, in the hands of whoever came in by its present link."""

    link: ContactLink
    file: ContactFile

    @property
    def contact_link_id(self) -> int:
        return self.link.id


@dataclass(frozen=True)
class PartOfNomination:
    """One part of what a cooperative handed in, as its officer reads it."""

    nomination: Nomination
    part: Part

    @property
    def alliance_id(self) -> int:
        return self.nomination.alliance_id


def link_behind(token: str) -> ContactLink | None:
    """The link with this token, if it still works. Nobody learns why another one does not."""
    statement = _live().where(ContactLink.token_hash == hash_of(token))
    return db.session.scalars(statement).one_or_none()


def live_link(public_id: str) -> ContactLink | None:
    """A link that works, by the name a session remembers it by."""
    return db.session.scalars(_live().where(ContactLink.public_id == public_id)).one_or_none()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def get_own_link(actor: Actor, public_id: str) -> ContactLink | None:
    """The link the contact came in by, and no other."""
    if actor.contact_link_id is None:
        return None
    statement = select(ContactLink).where(ContactLink.id == actor.contact_link_id, ContactLink.public_id == public_id)
    return db.session.scalars(statement.options(joinedload(ContactLink.nomination))).one_or_none()


def get_own_part(actor: Actor, public_id: str, section: str) -> PartOfLink | None:
    link, part = get_own_link(actor, public_id), _part(section)
    if link is None or part is None or part not in asked_parts(link.nomination):
        return None
    return PartOfLink(link, part)


def get_own_file(actor: Actor, public_id: str, file_id: str) -> FileOfLink | None:
    """A file of the nomination of the contact's link, also one that came in by an earlier link to it."""
    link = get_own_link(actor, public_id)
    file = _file(link.nomination_id, file_id) if link is not None else None
    return FileOfLink(link, file) if link is not None and file is not None else None


def get_part_visible_to(actor: Actor, public_id: str, section: str) -> PartOfNomination | None:
    nomination, part = nominations.get_visible_to(actor, public_id), _part(section)
    if nomination is None or part is None or part not in asked_parts(nomination):
        return None
    return PartOfNomination(nomination, part)


def get_file_visible_to(actor: Actor, public_id: str, file_id: str) -> ContactFile | None:
    nomination = nominations.get_visible_to(actor, public_id)
    return _file(nomination.id, file_id) if nomination is not None else None


def asked_parts(nomination: Nomination) -> tuple[Part, ...]:
    """The parts the cooperative is asked for."""
    has = parts_of(nomination)
    return tuple(part for part in CONTACT_PARTS if part in has)


def entries_of(nomination: Nomination) -> Mapping[Part, ContactEntry]:
    statement = select(ContactEntry).where(ContactEntry.nomination_id == nomination.id)
    rows = db.session.scalars(statement.options(joinedload(ContactEntry.link), joinedload(ContactEntry.taken_by)))
    return {Part(row.part): row for row in rows}


def files_of(nomination: Nomination) -> list[ContactFile]:
    """The papers the cooperative sent and did not take out again."""
    statement = select(ContactFile).where(ContactFile.nomination_id == nomination.id, ContactFile.removed_at.is_(None))
    return list(db.session.scalars(statement.options(joinedload(ContactFile.link)).order_by(ContactFile.id)))


def latest_link(nomination: Nomination) -> ContactLink | None:
    """The link issued last, whether it still works or not."""
    statement = select(ContactLink).where(ContactLink.nomination_id == nomination.id)
    statement = statement.options(joinedload(ContactLink.issued_by)).order_by(ContactLink.id.desc()).limit(1)
    return db.session.scalars(statement).one_or_none()


def works(link: ContactLink | None) -> bool:
    return link is not None and link.revoked_at is None and clock.now() < link.expires_at


def is_waiting(entry: ContactEntry) -> bool:
    """Handed in, not taken over, and not sent back."""
    handed_in = entry.link.handed_in_at
    return (
        entry.is_typed
        and entry.taken_at is None
        and entry.sent_back_at is None
        and handed_in is not None
        and entry.saved_at <= handed_in
    )


def files_waiting(files: list[ContactFile], papers: ContactEntry | None) -> list[ContactFile]:
    """Papers handed in and not taken over yet; none while they are sent back."""
    if papers is not None and papers.sent_back_at is not None:
        return []
    return [
        file
        for file in files
        if file.taken_at is None and file.link.handed_in_at is not None and file.uploaded_at <= file.link.handed_in_at
    ]


def is_open(link: ContactLink, part: Part, entries: Mapping[Part, ContactEntry]) -> bool:
    """Whether the cooperative may write in a part: until it hands in, then only in parts sent back to it."""
    if link.is_handed_in:
        return False
    sent_back = {key for key, entry in entries.items() if entry.sent_back_at is not None}
    return not sent_back or part in sent_back


def _part(section: str) -> Part | None:
    return next((part for part in CONTACT_PARTS if PART_SLUGS[part] == section), None)


def _file(nomination_id: int, file_id: str) -> ContactFile | None:
    statement = select(ContactFile).where(
        ContactFile.nomination_id == nomination_id, ContactFile.public_id == file_id, ContactFile.removed_at.is_(None)
    )
    return db.session.scalars(statement.options(joinedload(ContactFile.nomination))).one_or_none()


def _live() -> Select[ContactLink]:
    statement = select(ContactLink).where(ContactLink.revoked_at.is_(None), ContactLink.expires_at > clock.now())
    return statement.options(joinedload(ContactLink.nomination).joinedload(Nomination.organisation))
