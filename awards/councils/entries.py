"""The dossiers a council judges: accepted ones at the centre, ones a province puts before its own council."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from awards.base.database import db
from awards.base.errors import DomainError
from awards.councils import queries
from awards.councils.assignment import Candidate
from awards.councils.models import Assignment, Council, JudgingRound
from awards.nominations import queries as nominations
from awards.nominations.completeness import readiness
from awards.nominations.dossier import live_content
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.revisions import freeze
from awards.nominations.services import lock
from awards.nominations.states import NominationState, RevisionStage
from awards.policy.actor import Actor
from awards.seasons.rulebooks import rulebook_of


def accepted_candidates(council: Council) -> list[Candidate]:
    """What the central council judges: every accepted entry, as it was sent last."""
    return [_candidate(one, one.revisions[-1]) for one in nominations.accepted_in(council.season)]


def provincial_candidate(actor: Actor, council: Council, nomination: Nomination) -> Candidate:
    """The dossier frozen for the province's council; the same text is frozen once.

    Raises :class:`DomainError` unless the province may put this dossier before its council now.
    """
    _check_dossier(council, nomination)
    earlier = nomination.province_revisions
    unchanged = bool(earlier) and earlier[-1].digest == live_content(nomination).digest()
    revision = earlier[-1] if unchanged else freeze(actor, nomination, RevisionStage.PROVINCE)
    return _candidate(nomination, revision)


def judged_candidates(judging_round: JudgingRound, wanted: Collection[int] | None = None) -> list[Candidate]:
    """The entries of a round (of these nominations, by row id), each with the dossier that is judged in it."""
    statement = (
        select(Assignment.nomination_id, Assignment.revision_id, Nomination.reference)
        .join(Assignment.nomination)
        .where(Assignment.round_id == judging_round.id)
        .distinct()
        .order_by(Nomination.reference)
    )
    if wanted is not None:
        statement = statement.where(Assignment.nomination_id.in_(wanted))
    return [Candidate(*row) for row in db.session.execute(statement)]


def _candidate(nomination: Nomination, revision: DossierRevision) -> Candidate:
    return Candidate(nomination.id, revision.id, nomination.reference)


def _check_dossier(council: Council, nomination: Nomination) -> None:
    if (nomination.alliance_id, nomination.season_id) != (council.alliance_id, council.season_id):
        raise DomainError("Chọn hồ sơ trong danh sách.", "nominations")
    lock(nomination)
    if NominationState(nomination.state) not in queries.BEFORE_THE_COUNCIL:
        raise DomainError(f"Hồ sơ {nomination.reference} không còn ở bước trước khi gửi Trung ương.", "nominations")
    ready = readiness(rulebook_of(council.season), live_content(nomination))
    if not ready.may_be_forwarded:
        told = " ".join((*ready.gaps, *ready.failures)[:3])
        raise DomainError(f"Hồ sơ {nomination.reference} chưa đủ: {told}", "nominations")
