"""What every finding has in common: the revision it is about, the row it leaves, and telling the province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from awards.accounts.queries import working_for
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.forwarding.events import record
from awards.forwarding.states import EventKind
from awards.nominations.models import DossierRevision, Nomination
from awards.notices import services as notices
from awards.notices.inputs import Message
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.screening.models import ReturnItem, Screening
from awards.screening.states import Finding
from awards.seasons.states import SeasonState

UNDER_WAY = frozenset({SeasonState.OPEN, SeasonState.JUDGING})


@dataclass(frozen=True)
class Found:
    """What is written down of a finding besides the revision it is about; ``by`` is who found it first."""

    finding: Finding
    by_id: int | None
    reason: str = ""
    clause: str = ""
    condition: str = ""
    until: datetime | None = None
    confirmed_by_id: int | None = None
    items: Sequence[ReturnItem] = ()


def take_up(nomination: Nomination, seen: str | None) -> DossierRevision:
    """Lock the nomination and give its newest revision, if that is the one the person has read."""
    db.session.refresh(nomination, ["state", "lock_version", "revisions"], with_for_update=True)
    if not nomination.revisions:
        raise DomainError("Hồ sơ này chưa được gửi lên Trung ương.")
    if SeasonState(nomination.season.state) not in UNDER_WAY:
        raise DomainError("Mùa giải đã đóng chấm nên không thẩm tra hồ sơ được nữa.")
    newest = nomination.revisions[-1]
    if seen is not None and seen != newest.public_id:
        raise ConflictError("Tỉnh vừa gửi bản hồ sơ mới. Hãy tải lại trang và đọc bản mới trước khi kết luận.")
    return newest


def ask_for(text: str, sentence: str, field: str) -> None:
    """Raise :class:`DomainError` with ``sentence`` beside ``field`` when nothing was written."""
    if not text.strip():
        raise DomainError(sentence, field)


def write_down(actor: Actor, action: Action, revision: DossierRevision, found: Found) -> Screening:
    """The row of a finding, its line in the nomination's history, and its line in the log."""
    screening = Screening(
        nomination=revision.nomination,
        revision=revision,
        finding=found.finding.value,
        reason=found.reason,
        clause=found.clause,
        condition=found.condition,
        until=found.until,
        found_at=clock.now(),
        found_by_id=found.by_id,
        confirmed_by_id=found.confirmed_by_id,
        items=list(found.items),
    )
    db.session.add(screening)
    db.session.flush()
    items = {item.item: item.reason for item in screening.items}
    details = [found.finding.value, revision.digest, found.reason, found.clause, found.condition, found.until, items]
    audit.record(actor, action, f"nomination:{revision.nomination.public_id}", details)
    words = f"{found.reason} (căn cứ: {found.clause})" if found.clause else found.reason
    record(actor, revision.nomination, EventKind(found.finding.value), words, items)
    return screening


def tell_the_province(nomination: Nomination, message: Message) -> None:
    """The officers and the leaders of the province."""
    notices.tell(working_for(nomination.alliance_id, Role.OFFICER, Role.LEADER), message)


def findings_path(nomination: Nomination) -> str:
    """The page on which the province reads its findings."""
    return f"/tham-tra/ket-luan/{nomination.public_id}"
