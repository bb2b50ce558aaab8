"""Many drafts of one province stored in one go, as a workbook brings them: locked once, one entry in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.nominations.inputs import SectionInput
from awards.nominations.models import DossierSection, Nomination
from awards.nominations.section_content import base_of
from awards.nominations.section_writing import PART_OF, write
from awards.nominations.services import new_draft, refuse_when_not_editable, refuse_when_shut
from awards.nominees.inputs import FiguresInput
from awards.nominees.models import Organisation, Product
from awards.nominees.services import put_figures
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.seasons.models import Season
from awards.units.models import Alliance


@dataclass(frozen=True)
class DraftEntry:
    """One nominee with what was typed for it; ``nomination`` is its draft where there is one already."""

    organisation: Organisation
    product: Product | None
    nomination: Nomination | None
    sections: tuple[SectionInput, ...]
    finished: bool


def store_drafts(actor: Actor, season: Season, alliance: Alliance, entries: Sequence[DraftEntry]) -> list[Nomination]:
    """Begin the drafts that are missing and put what was typed on top of what is there.

    The caller has looked up which drafts there are after locking the alliance with :func:`hold_province`.
    Raises :class:`awards.base.errors.DomainError` when the season is shut or a draft is not the province's to change.
    """
    for entry in entries:
        require(actor, Action.NOMINATION_CREATE, entry.organisation)
    person = db.session.get_one(User, actor.user_id)
    stored: list[Nomination] = []
    with db.session.no_autoflush:
        refuse_when_shut(season, alliance.id)
        for entry in entries:
            nomination = entry.nomination
            if nomination is None:
                nomination = new_draft(actor.user_id, season, entry.organisation, entry.product)
                db.session.add(nomination)
            else:
                refuse_when_not_editable(nomination)
            for section in entry.sections:
                _put(nomination, section, actor, person, finished=entry.finished)
            stored.append(nomination)
    db.session.flush()
    told = [(one.reference, entry.sections) for one, entry in zip(stored, entries, strict=True)]
    audit.record(actor, Action.NOMINATION_EDIT, f"alliance:{alliance.public_id}", told)
    return stored


def hold_province(alliance: Alliance) -> None:
    """Whoever stores many drafts of a province second waits for the first."""
    db.session.execute(select(Alliance.id).where(Alliance.id == alliance.id).with_for_update())


def _put(nomination: Nomination, section: SectionInput, actor: Actor, person: User, *, finished: bool) -> None:
    if isinstance(section, FiguresInput) and nomination.product is None:
        put_figures(nomination.organisation, section)
    else:
        write(actor, nomination, section)
    part, now = PART_OF[type(section)], clock.now()
    digest = base_of(nomination, part)
    row = next((one for one in nomination.sections if one.section == part), None)
    if row is None:
        row = DossierSection(section=part.value)
        nomination.sections.append(row)
    elif row.saved_digest == digest:
        return
    row.saved_at, row.saved_by, row.saved_digest, row.saved_page = now, person, digest, ""
    if finished:
        row.finished_at, row.finished_digest = now, digest
    nomination.saved_at = now
