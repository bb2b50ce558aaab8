"""Freezing a dossier: what was judged or sent is a text with a digest that nobody can change."""

from __future__ import annotations

from awards.base.database import db
from awards.base.identifiers import new_code
from awards.nominations.dossier import live_content
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import RevisionStage
from awards.policy.actor import Actor
from awards.seasons.queries import decisive_instant

RECEIPT_LETTERS = 12


def freeze(actor: Actor, nomination: Nomination, stage: RevisionStage) -> DossierRevision:
    """The dossier as it stands, kept for ``stage`` with a receipt code. Who may ask is the caller's question."""
    content = live_content(nomination)
    earlier = nomination.revisions if stage is RevisionStage.FORWARDED else nomination.province_revisions
    revision = DossierRevision(
        nomination=nomination,
        stage=stage.value,
        number=len(earlier) + 1,
        content=content.canonical(),
        digest=content.digest(),
        receipt_code=new_code(RECEIPT_LETTERS),
        forwarded_at=decisive_instant(),
        forwarded_by_id=actor.user_id,
    )
    db.session.add(revision)
    db.session.flush()
    db.session.expire(nomination, ["revisions", "province_revisions"])
    return revision
