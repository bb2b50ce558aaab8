"""The desk's findings: each moves the nomination and leaves its reason behind."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.states import NominationState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.screening.checklist import checked, refusal, returnable
from awards.screening.models import ReturnItem, Screening
from awards.screening.states import Finding
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState

UNDER_WAY = frozenset({SeasonState.OPEN, SeasonState.JUDGING})


def accept(actor: Actor, nomination: Nomination, *, seen: str | None = None) -> Screening:
    """The dossier may be judged. Raises :class:`DomainError` while a published condition is not met."""
    require(actor, Action.SCREENING_ACCEPT, nomination)
    revision = _take_up(nomination, seen)
    nomination.move_to(NominationState.ACCEPTED)
    outcome = checked(nomination.season, revision).outcome
    sentence = refusal(outcome, released=_was_released(revision))
    if sentence is not None:
        raise DomainError(sentence)
    return _found(actor, Action.SCREENING_ACCEPT, revision, Finding.ACCEPTED)


def return_to_province(
    actor: Actor, nomination: Nomination, items: Mapping[str, str], *, seen: str | None = None
) -> Screening:
    """Send the dossier back: ``items`` gives the reason of each part to be corrected, at least one."""
    require(actor, Action.SCREENING_RETURN, nomination)
    revision = _take_up(nomination, seen)
    known = returnable(rulebook_of(nomination.season))
    if not items or not all(reason.strip() for reason in items.values()):
        raise DomainError("Ghi lý do cho ít nhất một mục cần bổ sung.")
    if not items.keys() <= known.keys():
        raise DomainError("Có mục không thuộc hồ sơ này. Hãy tải lại trang.")
    if nomination.season.state != SeasonState.OPEN:
        raise DomainError("Hội đồng đã bắt đầu chấm nên tỉnh không sửa hồ sơ được nữa. Hãy chọn kết luận khác.")
    nomination.move_to(NominationState.RETURNED)
    rows = [ReturnItem(item=item, reason=items[item]) for item in known if item in items]
    return _found(actor, Action.SCREENING_RETURN, revision, Finding.RETURNED, items=rows)


def hold(actor: Actor, nomination: Nomination, reason: str, *, seen: str | None = None) -> Screening:
    """Stop looking at the dossier until something outside is concluded."""
    require(actor, Action.SCREENING_HOLD, nomination)
    revision = _take_up(nomination, seen)
    _ask_for(reason, "Ghi lý do tạm dừng xét.", "reason")
    nomination.move_to(NominationState.ON_HOLD)
    return _found(actor, Action.SCREENING_HOLD, revision, Finding.ON_HOLD, reason)


def release_hold(actor: Actor, nomination: Nomination, reason: str, *, seen: str | None = None) -> Screening:
    """Take the dossier up again, saying what was concluded."""
    require(actor, Action.SCREENING_RELEASE, nomination)
    revision = _take_up(nomination, seen)
    _ask_for(reason, "Ghi kết luận làm căn cứ xét tiếp.", "reason")
    if nomination.state != NominationState.ON_HOLD:
        raise ConflictError("Hồ sơ không ở tình trạng tạm dừng xét. Hãy tải lại trang để xem tình trạng mới.")
    nomination.move_to(NominationState.FORWARDED)
    return _found(actor, Action.SCREENING_RELEASE, revision, Finding.RELEASED, reason)


def refuse(actor: Actor, nomination: Nomination, reason: str, clause: str, *, seen: str | None = None) -> Screening:
    """The dossier may not compete; ``clause`` is the rule that says so."""
    require(actor, Action.SCREENING_REFUSE, nomination)
    revision = _take_up(nomination, seen)
    _ask_for(reason, "Ghi lý do không hợp lệ.", "reason")
    _ask_for(clause, "Ghi điều, khoản làm căn cứ.", "clause")
    nomination.move_to(NominationState.INELIGIBLE)
    return _found(actor, Action.SCREENING_REFUSE, revision, Finding.INELIGIBLE, reason, clause)


def _take_up(nomination: Nomination, seen: str | None) -> DossierRevision:
    """Lock the nomination and give its newest revision, if that is the one the screener has read."""
    db.session.refresh(nomination, ["state", "lock_version", "revisions"], with_for_update=True)
    if not nomination.revisions:
        raise DomainError("Hồ sơ này chưa được gửi lên Trung ương.")
    if SeasonState(nomination.season.state) not in UNDER_WAY:
        raise DomainError("Mùa giải đã đóng chấm nên không thẩm tra hồ sơ được nữa.")
    newest = nomination.revisions[-1]
    if seen is not None and seen != newest.public_id:
        raise ConflictError("Tỉnh vừa gửi bản hồ sơ mới. Hãy tải lại trang và đọc bản mới trước khi kết luận.")
    return newest


def _ask_for(text: str, sentence: str, field: str) -> None:
    if not text.strip():
        raise DomainError(sentence, field)


def _was_released(revision: DossierRevision) -> bool:
    released = select(Screening.id).where(
        Screening.revision_id == revision.id, Screening.finding == Finding.RELEASED.value
    )
    return db.session.scalar(released.limit(1)) is not None


def _found(
    actor: Actor,
    action: Action,
    revision: DossierRevision,
    finding: Finding,
    reason: str = "",
    clause: str = "",
    items: list[ReturnItem] | None = None,
) -> Screening:
    screening = Screening(
        nomination=revision.nomination,
        revision=revision,
        finding=finding.value,
        reason=reason,
        clause=clause,
        found_at=clock.now(),
        found_by_id=actor.user_id,
        items=items or [],
    )
    db.session.add(screening)
    db.session.flush()
    details = [finding.value, revision.digest, reason, clause, {item.item: item.reason for item in screening.items}]
    audit.record(actor, action, f"nomination:{revision.nomination.public_id}", details)
    return screening
