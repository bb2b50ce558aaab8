"""Taking a document out of the house: allowed, noted in the log, and handed over as values."""

from __future__ import annotations

from awards.audit import services as audit
from awards.base import clock
from awards.decisions.models import Decision
from awards.exports.records import certificate_batch, winners_sheet
from awards.exports.rows import CertificateBatch, WinnersSheet
from awards.meetings.package import package_of
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.results.package import ProvincePackage
from awards.results.provinces import ProvinceStage


def take_winners(actor: Actor, decision: Decision, *, issuer: str) -> WinnersSheet:
    """The list of a decision; the file is made from it after the log entry is stored."""
    require(actor, Action.WINNERS_EXPORT, decision)
    audit.record(actor, Action.WINNERS_EXPORT, f"decision:{decision.public_id}")
    return winners_sheet(decision, issuer=issuer, today=clock.today())


def take_certificates(actor: Actor, decision: Decision, *, issuer: str, base_url: str) -> CertificateBatch:
    """The certificates of a decision, likewise."""
    require(actor, Action.CERTIFICATES_EXPORT, decision)
    audit.record(actor, Action.CERTIFICATES_EXPORT, f"decision:{decision.public_id}")
    return certificate_batch(decision, issuer=issuer, base_url=base_url)


def take_score_summary(actor: Actor, stage: ProvinceStage) -> ProvincePackage:
    """The marks of a province's council, for the province itself."""
    require(actor, Action.SCORE_SUMMARY_EXPORT, stage)
    subject = f"season:{stage.season.public_id}"
    audit.record(actor, Action.SCORE_SUMMARY_EXPORT, subject, stage.alliance.public_id)
    return package_of(stage)
