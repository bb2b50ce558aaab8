"""Taking over what a cooperative handed in: every part goes through the officer's own services, once."""

from __future__ import annotations

from collections.abc import Mapping

from awards.audit import services as audit
from awards.base import clock
from awards.base.errors import ConflictError, DomainError
from awards.base.files import IncomingFile, file_store
from awards.nominations.inputs import ConsentInput, OrganisationChecked, SectionInput
from awards.nominations.models import Nomination
from awards.nominations.section_content import base_of
from awards.nominations.services import lock, save_section
from awards.nominations.states import Part
from awards.papers import services as papers
from awards.papers.inputs import PaperInput
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.registrations.inputs import ContactConsent, ContactInput, OrganisationWords
from awards.registrations.models import ContactEntry
from awards.registrations.queries import entries_of, files_of, files_waiting, is_waiting
from awards.registrations.stored_text import digest, read_entry
from awards.registrations.wording import CONTACT_PARTS

CHANGED = "Mục “{title}” vừa thay đổi sau khi trang này mở. Hãy tải lại trang, so lại rồi nhận."


def take_over(actor: Actor, nomination: Nomination, parts: Mapping[Part, str]) -> tuple[Part, ...]:
    """Write the parts into the dossier as the officer; gives those that were taken. What is taken already is not
    taken again.

    ``parts`` gives of each what the officer's page had shown (:func:`seen_of`). Raises :class:`ConflictError`
    when either side has changed since.
    """
    require(actor, Action.CONTACT_TAKE_OVER, nomination)
    lock(nomination)
    taken = tuple(part for part in CONTACT_PARTS if part in parts and _take(actor, nomination, part, parts[part]))
    if taken:
        names = [part.value for part in taken]
        audit.record(actor, Action.CONTACT_TAKE_OVER, f"nomination:{nomination.public_id}", names)
    return taken


def seen_of(nomination: Nomination, part: Part, entry: ContactEntry | None) -> str:
    """What a page shows of a part: the dossier's side and the cooperative's."""
    return f"{base_of(nomination, part)}:{digest(entry.content) if entry is not None else ''}"


def _take(actor: Actor, nomination: Nomination, part: Part, seen: str) -> bool:
    entry = entries_of(nomination).get(part)
    if part is Part.PAPERS:
        return _take_papers(actor, nomination, entry)
    if entry is None or not is_waiting(entry):
        return False
    if seen != seen_of(nomination, part, entry):
        raise ConflictError(CHANGED.format(title=CONTACT_PARTS[part]))
    typed = read_entry(part, entry.content)
    section = _as_section(typed) if typed is not None else None
    if section is not None:
        save_section(actor, nomination, section)
    entry.taken_at, entry.taken_by_id = clock.now(), actor.user_id
    return True


def _as_section(typed: ContactInput) -> SectionInput | None:
    """The officer's entry; ``None`` where words of the cooperative ask for a correction the officer makes by hand."""
    if isinstance(typed, OrganisationWords):
        return OrganisationChecked() if typed.is_right else None
    if isinstance(typed, ContactConsent):
        return ConsentInput(typed.day, f"{typed.name}, {typed.post}")
    return typed


def _take_papers(actor: Actor, nomination: Nomination, papers_entry: ContactEntry | None) -> bool:
    waiting = files_waiting(files_of(nomination), papers_entry)
    for file in waiting:
        content = file_store().get(file.storage_key)
        incoming = IncomingFile(file.name, file.media_type, content, file.sha256)
        try:
            papers.attach(actor, nomination, PaperInput(file.paper, file.issued_on, file.expires_on), incoming)
        except DomainError as error:
            raise DomainError(f"{file.name}: {error.sentence}") from error
        file.taken_at = clock.now()
    return bool(waiting)
