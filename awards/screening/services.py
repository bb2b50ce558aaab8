"""What one screener does alone, because it can be taken back: asking for a supplement, and putting on hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from awards.base import clock
from awards.base.dates import format_deadline
from awards.base.errors import DomainError
from awards.nominations import services as nominations
from awards.nominations.models import Nomination
from awards.nominations.states import NominationState
from awards.notices import wording as messages
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.screening.checklist import returnable
from awards.screening.deadlines import default_deadline
from awards.screening.findings import Found, ask_for, findings_path, take_up, tell_the_province, write_down
from awards.screening.models import ReturnItem, Screening
from awards.screening.proposals import void_open_proposals
from awards.screening.states import Finding
from awards.seasons import queries as seasons
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonStage, SeasonState


def return_to_province(
    actor: Actor,
    nomination: Nomination,
    items: Mapping[str, str],
    *,
    until: datetime | None = None,
    seen: str | None = None,
) -> Screening:
    """Ask for a supplement: ``items`` gives the reason of each part (``returnable``) to be corrected, at least one.

    Acts at once, for the province answers it. Only the named parts reopen, until ``until`` (five working
    days where nothing is said). A proposal that waited for its check loses its effect.
    """
    require(actor, Action.SCREENING_RETURN, nomination)
    revision = take_up(nomination, seen)
    known = returnable(rulebook_of(nomination.season))
    if not items or not all(reason.strip() for reason in items.values()):
        raise DomainError("Ghi lý do cho ít nhất một mục cần bổ sung.")
    if not items.keys() <= known.keys():
        raise DomainError("Có mục không thuộc hồ sơ này. Hãy tải lại trang.")
    if nomination.season.state != SeasonState.OPEN:
        raise DomainError("Hội đồng đã bắt đầu chấm nên tỉnh không sửa hồ sơ được nữa. Hãy chọn kết luận khác.")
    nomination.move_to(NominationState.RETURNED)
    until = until or proposed_deadline(nomination)
    _refuse_wrong_deadline(nomination, until)
    void_open_proposals(nomination, "Hồ sơ đã được trả lại tỉnh để bổ sung.")
    asked = {part: items[part] for part in known if part in items}
    nominations.reopen_parts(actor, nomination, asked, until=until)
    rows = [ReturnItem(item=part, reason=reason) for part, reason in asked.items()]
    found = Found(Finding.RETURNED, actor.user_id, until=until, items=rows)
    screening = write_down(actor, Action.SCREENING_RETURN, revision, found)
    path = findings_path(nomination)
    tell_the_province(nomination, messages.returned(nomination.reference, nomination.season.title, until, path))
    return screening


def hold(actor: Actor, nomination: Nomination, reason: str, *, seen: str | None = None) -> Screening:
    """Stop looking at the dossier until something outside is concluded. Acts at once, for it can be released."""
    require(actor, Action.SCREENING_HOLD, nomination)
    revision = take_up(nomination, seen)
    ask_for(reason, "Ghi lý do tạm dừng xét.", "reason")
    nomination.move_to(NominationState.ON_HOLD)
    void_open_proposals(nomination, "Hồ sơ đã được tạm dừng xét.")
    screening = write_down(actor, Action.SCREENING_HOLD, revision, Found(Finding.ON_HOLD, actor.user_id, reason=reason))
    path = findings_path(nomination)
    tell_the_province(nomination, messages.put_on_hold(nomination.reference, nomination.season.title, path))
    return screening


def proposed_deadline(nomination: Nomination) -> datetime:
    """The deadline offered for a request made now."""
    return default_deadline(clock.now(), _latest(nomination))


def _latest(nomination: Nomination) -> datetime:
    """The end of the province's window for supplements, its extension included."""
    return seasons.window(nomination.season, nomination.alliance_id, SeasonStage.SUPPLEMENTS).closes


def _refuse_wrong_deadline(nomination: Nomination, until: datetime) -> None:
    latest, now = _latest(nomination), clock.now()
    if latest <= now:
        raise DomainError(
            f"Thời gian bổ sung của tỉnh đã hết: {format_deadline(latest)}. Hãy chọn kết luận khác hoặc gia hạn."
        )
    if until <= now:
        raise DomainError("Hạn bổ sung phải sau thời điểm hiện tại.", "until")
    if until > latest:
        raise DomainError(f"Hạn bổ sung không được sau {format_deadline(latest)}.", "until")
