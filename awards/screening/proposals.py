"""Findings in two persons: a screener proposes, another person of the desk checks it or sends it back.

Acceptance, ineligibility, the release of a hold and the waiver of a condition end something or weigh on
others, so nobody does them alone; the province is told when the second person has confirmed.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import NominationState
from awards.notices import wording as messages
from awards.notices.inputs import Message
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.screening import queries
from awards.screening.checklist import checked, refusal, waivable
from awards.screening.findings import Found, ask_for, findings_path, take_up, tell_the_province, write_down
from awards.screening.lines import lines_of
from awards.screening.models import DossierFlag, Proposal, Screening
from awards.screening.states import Finding, Settlement, Verdict

NOT_WAITING = "Hồ sơ không còn chờ thẩm tra. Hãy tải lại trang để xem tình trạng mới."
NOT_ON_HOLD = "Hồ sơ không ở tình trạng tạm dừng xét. Hãy tải lại trang để xem tình trạng mới."
OUTDATED = (
    "Tỉnh đã gửi bản hồ sơ mới nên đề nghị về bản trước không còn hiệu lực. Hãy đọc bản mới rồi lập đề nghị khác."
)


def propose_acceptance(actor: Actor, nomination: Nomination, *, seen: str | None = None) -> Proposal:
    """The dossier may be judged. Raises :class:`DomainError` while something still stands in the way."""
    require(actor, Action.SCREENING_ACCEPT, nomination)
    revision = take_up(nomination, seen)
    _refuse_unless_acceptable(nomination, revision)
    return _propose(actor, Action.SCREENING_ACCEPT, revision, Finding.ACCEPTED)


def propose_refusal(
    actor: Actor, nomination: Nomination, reason: str, clause: str, *, seen: str | None = None
) -> Proposal:
    """The dossier may not compete; ``clause`` is the rule that says so."""
    require(actor, Action.SCREENING_REFUSE, nomination)
    revision = take_up(nomination, seen)
    ask_for(reason, "Ghi lý do không hợp lệ.", "reason")
    ask_for(clause, "Ghi điều, khoản làm căn cứ.", "clause")
    if nomination.state not in queries.TO_BE_CHECKED:
        raise ConflictError(NOT_WAITING)
    return _propose(actor, Action.SCREENING_REFUSE, revision, Finding.INELIGIBLE, reason, clause)


def propose_release(actor: Actor, nomination: Nomination, reason: str, *, seen: str | None = None) -> Proposal:
    """Take the dossier up again, saying what was concluded."""
    require(actor, Action.SCREENING_RELEASE, nomination)
    revision = take_up(nomination, seen)
    ask_for(reason, "Ghi kết luận làm căn cứ xét tiếp.", "reason")
    if nomination.state != NominationState.ON_HOLD:
        raise ConflictError(NOT_ON_HOLD)
    return _propose(actor, Action.SCREENING_RELEASE, revision, Finding.RELEASED, reason)


def propose_waiver(
    actor: Actor, nomination: Nomination, condition: str, reason: str, *, seen: str | None = None
) -> Proposal:
    """Set one condition aside for this revision, where the rulebook calls it waivable."""
    require(actor, Action.SCREENING_WAIVE, nomination)
    revision = take_up(nomination, seen)
    ask_for(reason, "Ghi lý do miễn điều kiện.", "reason")
    if nomination.state not in queries.TO_BE_CHECKED:
        raise ConflictError(NOT_WAITING)
    if condition not in waivable(checked(nomination.season, revision, _waivers(nomination))):
        raise DomainError("Chọn điều kiện mà thể lệ cho phép miễn và hồ sơ chưa đạt.", "condition")
    return _propose(actor, Action.SCREENING_WAIVE, revision, Finding.WAIVED, reason, condition=condition)


def confirm(actor: Actor, proposal: Proposal) -> Screening:
    """The second person agrees: the finding takes effect and the province is told.

    Raises :class:`ConflictError` when the proposal was settled before or the dossier has moved on.
    """
    require(actor, Action.SCREENING_CONFIRM, proposal)
    nomination = proposal.nomination
    newest = take_up(nomination, None)
    _refuse_settled(proposal)
    if newest.id != proposal.revision_id:
        raise ConflictError(OUTDATED)
    _TAKE_EFFECT[Finding(proposal.finding)](nomination, newest)
    _settle(actor, proposal, Settlement.CONFIRMED)
    found = Found(
        Finding(proposal.finding),
        proposal.proposed_by_id,
        proposal.reason,
        proposal.clause,
        proposal.condition,
        confirmed_by_id=actor.user_id,
    )
    screening = write_down(actor, Action.SCREENING_CONFIRM, newest, found)
    message = _message(nomination, Finding(proposal.finding))
    if message is not None:
        tell_the_province(nomination, message)
    return screening


def send_back(actor: Actor, proposal: Proposal, reason: str) -> None:
    """The second person does not agree and says why; the dossier stays where it is."""
    require(actor, Action.SCREENING_SEND_BACK, proposal)
    take_up(proposal.nomination, None)
    _refuse_settled(proposal)
    ask_for(reason, "Ghi lý do trả lại đề nghị.", "reason")
    _settle(actor, proposal, Settlement.SENT_BACK, reason)
    details = [proposal.finding, proposal.condition, reason]
    audit.record(actor, Action.SCREENING_SEND_BACK, f"nomination:{proposal.nomination.public_id}", details)


def void_open_proposals(nomination: Nomination, reason: str) -> None:
    """What waited for a second person no longer fits the dossier; ``reason`` says what happened."""
    for proposal in _open_proposals(nomination):
        _settle(None, proposal, Settlement.VOID, reason)


def _propose(
    actor: Actor,
    action: Action,
    revision: DossierRevision,
    finding: Finding,
    reason: str = "",
    clause: str = "",
    condition: str = "",
) -> Proposal:
    """The same proposal made twice by one person is one; another one has to wait until it is settled."""
    nomination = revision.nomination
    wanted = (finding.value, reason, clause, condition)
    for one in _open_proposals(nomination):
        if one.revision_id != revision.id:
            _settle(None, one, Settlement.VOID, OUTDATED)
        elif one.condition == condition:
            if one.proposed_by_id == actor.user_id and (one.finding, one.reason, one.clause, one.condition) == wanted:
                return one
            raise ConflictError("Hồ sơ đã có một đề nghị đang chờ người thứ hai kiểm tra. Hãy tải lại trang để xem.")
    proposal = Proposal(
        nomination=nomination,
        revision=revision,
        finding=finding.value,
        reason=reason,
        clause=clause,
        condition=condition,
        proposed_at=clock.now(),
        proposed_by_id=actor.user_id,
    )
    db.session.add(proposal)
    db.session.flush()
    audit.record(actor, action, f"nomination:{nomination.public_id}", [*wanted, revision.digest])
    return proposal


def _open_proposals(nomination: Nomination) -> list[Proposal]:
    statement = select(Proposal).where(Proposal.nomination_id == nomination.id, Proposal.settled_at.is_(None))
    return list(db.session.scalars(statement.order_by(Proposal.id)))


def _settle(actor: Actor | None, proposal: Proposal, settlement: Settlement, reason: str = "") -> None:
    proposal.settlement, proposal.settled_at, proposal.settled_reason = settlement.value, clock.now(), reason
    proposal.settled_by_id = actor.user_id if actor is not None else None
    db.session.flush()


def _refuse_settled(proposal: Proposal) -> None:
    db.session.refresh(proposal, ["settlement", "settled_at"])
    if proposal.settled_at is not None:
        raise ConflictError("Đề nghị này đã được giải quyết. Hãy tải lại trang để xem tình trạng mới.")


def _accept(nomination: Nomination, revision: DossierRevision) -> None:
    _refuse_unless_acceptable(nomination, revision)
    nomination.move_to(NominationState.ACCEPTED)


def _refuse(nomination: Nomination, _revision: DossierRevision) -> None:
    nomination.move_to(NominationState.INELIGIBLE)


def _release(nomination: Nomination, _revision: DossierRevision) -> None:
    if nomination.state != NominationState.ON_HOLD:
        raise ConflictError(NOT_ON_HOLD)
    nomination.move_to(NominationState.FORWARDED)


def _waive(nomination: Nomination, _revision: DossierRevision) -> None:
    if nomination.state not in queries.TO_BE_CHECKED:
        raise ConflictError(NOT_WAITING)


_TAKE_EFFECT: dict[Finding, Callable[[Nomination, DossierRevision], None]] = {
    Finding.ACCEPTED: _accept,
    Finding.INELIGIBLE: _refuse,
    Finding.RELEASED: _release,
    Finding.WAIVED: _waive,
}


def _refuse_unless_acceptable(nomination: Nomination, revision: DossierRevision) -> None:
    """Asked when it is proposed and again when it is confirmed, for both may lie days apart."""
    if nomination.state != NominationState.FORWARDED:
        raise ConflictError(NOT_WAITING)
    sentence = why_not_acceptable(nomination, revision)
    if sentence is not None:
        raise DomainError(sentence)


def why_not_acceptable(nomination: Nomination, revision: DossierRevision) -> str | None:
    """What stands in the way of accepting this revision, ``None`` when nothing does.

    In this order: a flag that stops, a line marked as not met or incomplete, a published condition.
    """
    stopping = select(DossierFlag.id).where(
        DossierFlag.nomination_id == nomination.id, DossierFlag.stops, DossierFlag.resolved_at.is_(None)
    )
    if db.session.scalar(stopping.limit(1)) is not None:
        return "Hồ sơ có vướng mắc “dừng xét cho tới khi giải quyết”. Hãy giải quyết vướng mắc trước khi công nhận."
    reading = checked(nomination.season, revision, _waivers(nomination))
    marked = queries.marked_lines(nomination, lines_of(reading), revision)
    lacking = [one.line.label for one in marked if one.verdict in (Verdict.NOT_MET, Verdict.INCOMPLETE)]
    released = nomination.id in queries.releases_of([nomination.id])
    sentence = refusal(reading.outcome, released=released)
    if sentence is None and lacking:
        return f"Phiếu kiểm tra còn mục “không đạt” hoặc “cần bổ sung”: {'; '.join(lacking)}."
    return sentence


def _waivers(nomination: Nomination) -> dict[str, str]:
    return queries.waivers_of([nomination.id]).get(nomination.id, {})


def _message(nomination: Nomination, finding: Finding) -> Message | None:
    """What the province is told; a waiver alone changes nothing for it yet."""
    facts = (nomination.reference, nomination.season.title, findings_path(nomination))
    written = {
        Finding.ACCEPTED: messages.accepted,
        Finding.INELIGIBLE: messages.refused,
        Finding.RELEASED: messages.taken_up_again,
    }
    return written[finding](*facts) if finding in written else None
