"""Findings made in two persons, as a test needs them: the screener proposes, the award office confirms."""

from __future__ import annotations

from collections.abc import Callable

from awards.base import clock
from awards.base.database import db
from awards.base.identifiers import new_public_id
from awards.base.transaction import transaction
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import RevisionStage
from awards.screening import proposals
from awards.screening.models import Proposal, Screening
from tests.cast import Cast
from tests.remembered import remembered


def confirmed(cast: Cast, proposal: Proposal) -> Screening:
    """The second person agrees."""
    with transaction():
        return proposals.confirm(cast.office, proposal)


@remembered
def accept(cast: Cast, nomination: Nomination) -> Screening:
    with transaction():
        proposal = proposals.propose_acceptance(cast.screener, nomination)
    return confirmed(cast, proposal)


@remembered
def refuse(cast: Cast, nomination: Nomination, reason: str, clause: str) -> Screening:
    with transaction():
        proposal = proposals.propose_refusal(cast.screener, nomination, reason, clause)
    return confirmed(cast, proposal)


@remembered
def release(cast: Cast, nomination: Nomination, reason: str) -> Screening:
    with transaction():
        proposal = proposals.propose_release(cast.screener, nomination, reason)
    return confirmed(cast, proposal)


@remembered
def waive(cast: Cast, nomination: Nomination, condition: str, reason: str) -> Screening:
    with transaction():
        proposal = proposals.propose_waiver(cast.screener, nomination, condition, reason)
    return confirmed(cast, proposal)


def revised(cast: Cast, nomination: Nomination, change: Callable[[DossierContent], DossierContent]) -> DossierRevision:
    """A newer forwarded revision whose contents were changed on the way, without the province's steps between."""
    content = change(DossierContent.read(nomination.revisions[-1].content))
    with transaction():
        revision = DossierRevision(
            nomination=nomination,
            stage=RevisionStage.FORWARDED.value,
            number=len(nomination.revisions) + 1,
            content=content.canonical(),
            digest=content.digest(),
            receipt_code=new_public_id()[:12],
            forwarded_at=clock.now(),
            forwarded_by_id=cast.leader.user_id,
        )
        db.session.add(revision)
    db.session.expire(nomination, ["revisions"])
    return revision
