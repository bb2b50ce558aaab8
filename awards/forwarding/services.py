"""From a finished dossier to the centre: sign-off in two persons, sending, taking back, replacing."""

from __future__ import annotations

from collections.abc import Mapping

from awards.accounts import queries as accounts
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.forwarding import paths, places
from awards.forwarding.events import record
from awards.forwarding.states import EventKind
from awards.forwarding.wording import part_labels, reopened
from awards.nominations.completeness import readiness
from awards.nominations.dossier import live_content
from awards.nominations.models import DossierRevision, Nomination
from awards.nominations.revisions import freeze
from awards.nominations.services import closed_sentence_of, covers, lock, refuse_when_not_editable, reopen_parts
from awards.nominations.states import GAVE_BACK_ITS_PLACE, WITH_THE_PROVINCE, NominationState, RevisionStage
from awards.notices import services as notices
from awards.notices import wording as words
from awards.notices.inputs import Message
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonState

WITH_THE_LEADER = frozenset({NominationState.AWAITING_SIGN_OFF, NominationState.SIGNED_OFF})
ALSO_AFTER_THE_WINDOW = frozenset({NominationState.RETURNED, NominationState.INELIGIBLE}) | WITH_THE_LEADER
"""States the centre's finding has brought a sent nomination to: then it may be replaced after the deadline too."""


def ask_for_sign_off(actor: Actor, nomination: Nomination) -> None:
    """The officer has finished: the leader looks at it next. Refused with gaps or failed conditions."""
    require(actor, Action.SIGN_OFF_ASK, nomination)
    lock(nomination)
    if nomination.state == NominationState.AWAITING_SIGN_OFF:
        return
    refuse_when_not_editable(nomination)
    _refuse_when_not_ready(nomination)
    nomination.move_to(NominationState.AWAITING_SIGN_OFF)
    nomination.sign_off_asked_by_id = actor.user_id
    audit.record(actor, Action.SIGN_OFF_ASK, f"nomination:{nomination.public_id}")
    record(actor, nomination, EventKind.SIGN_OFF_ASKED)
    leaders = [user for user in accounts.working_for(nomination.alliance_id, Role.LEADER) if user.id != actor.user_id]
    page = paths.sign_off_page(nomination)
    notices.tell(leaders, words.sign_off_asked(nomination.reference, nomination.season.title, page))


def take_back(actor: Actor, nomination: Nomination) -> None:
    """The officer takes the dossier back to go on with it, as long as the leader has not signed off."""
    require(actor, Action.SIGN_OFF_TAKE_BACK, nomination)
    lock(nomination)
    if nomination.state in WITH_THE_PROVINCE:
        return
    if nomination.state != NominationState.AWAITING_SIGN_OFF:
        raise ConflictError("Lãnh đạo đã duyệt hoặc hồ sơ đã gửi nên không rút lại được. Hãy tải lại trang.")
    nomination.move_to(_state_in_hand(nomination))
    audit.record(actor, Action.SIGN_OFF_TAKE_BACK, f"nomination:{nomination.public_id}")
    record(actor, nomination, EventKind.SIGN_OFF_TAKEN_BACK)


def sign_off(actor: Actor, nomination: Nomination) -> None:
    """The leader approves what the officer prepared, and never what the same person asked for.

    Where the province's quota is used up, the nomination takes its place at the end of the waiting list.
    """
    require(actor, Action.SIGN_OFF, nomination)
    places.hold_places(nomination.alliance_id)
    lock(nomination)
    db.session.refresh(nomination, ["sign_off_asked_by_id"])
    require(actor, Action.SIGN_OFF, nomination)  # the same person may have asked in another window meanwhile
    if nomination.state == NominationState.SIGNED_OFF:
        return
    nomination.move_to(NominationState.SIGNED_OFF)
    _refuse_when_not_ready(nomination)
    audit.record(actor, Action.SIGN_OFF, f"nomination:{nomination.public_id}")
    record(actor, nomination, EventKind.SIGNED_OFF)
    _tell_the_asker(
        nomination, words.signed_off(nomination.reference, nomination.season.title, paths.history_page(nomination))
    )
    if places.is_full(nomination) and places.join(actor, nomination):
        record(actor, nomination, EventKind.QUEUED)


def decline_sign_off(actor: Actor, nomination: Nomination, reason: str) -> None:
    """The leader sends the dossier back to the officer as a whole; ``reason`` is told."""
    require(actor, Action.SIGN_OFF_DECLINE, nomination)
    _ask_for(reason, "Ghi lý do chưa duyệt.")
    _back_to_the_officer(nomination)
    for part in nomination.reopened_parts:
        if (
            not nomination.revisions
        ):  # nothing was sent yet, so every request is the leader's own: all stands open again
            part.closed_at = part.closed_at or clock.now()
    audit.record(actor, Action.SIGN_OFF_DECLINE, f"nomination:{nomination.public_id}", reason)
    record(actor, nomination, EventKind.DECLINED, reason)
    _tell_the_asker(
        nomination, words.declined(nomination.reference, nomination.season.title, paths.history_page(nomination))
    )


def reopen_section(actor: Actor, nomination: Nomination, parts: Mapping[str, str]) -> None:
    """The leader opens named parts again, each with its reason; only these stand open for the officer.

    In a dossier the centre sent back, only parts the centre named can be opened.
    """
    require(actor, Action.SIGN_OFF_REOPEN, nomination)
    if not parts or not all(reason.strip() for reason in parts.values()):
        raise DomainError("Ghi lý do cho ít nhất một mục cần sửa.")
    if not parts.keys() <= reopenable(nomination).keys():
        raise DomainError("Có mục không mở lại được trong hồ sơ này. Hãy tải lại trang.")
    _back_to_the_officer(nomination)
    reopen_parts(actor, nomination, parts)
    audit.record(actor, Action.SIGN_OFF_REOPEN, f"nomination:{nomination.public_id}", dict(parts))
    record(actor, nomination, EventKind.REOPENED, parts=parts)
    _tell_the_asker(nomination, reopened(nomination.reference, nomination.season.title, paths.history_page(nomination)))


def reopenable(nomination: Nomination) -> dict[str, str]:
    """Key and label of every part the leader may open again."""
    labels = part_labels(rulebook_of(nomination.season))
    if not nomination.revisions:
        return labels
    asked = [one.part for one in nomination.reopened_parts if one.closed_at is None]
    return {part: label for part, label in labels.items() if not asked or any(covers(one, part) for one in asked)}


def queue_up(actor: Actor, nomination: Nomination) -> None:
    """Put a signed-off nomination at the end of the province's waiting list."""
    require(actor, Action.WAITING_LIST_ORDER, nomination)
    places.hold_places(nomination.alliance_id)
    lock(nomination)
    if nomination.state != NominationState.SIGNED_OFF or nomination.forwarded_at is not None:
        raise DomainError("Chỉ hồ sơ lãnh đạo đã duyệt và chưa gửi mới vào danh sách chờ.")
    if places.join(actor, nomination):
        audit.record(actor, Action.WAITING_LIST_ORDER, f"nomination:{nomination.public_id}", "join")
        record(actor, nomination, EventKind.QUEUED)


def move_in_line(actor: Actor, nomination: Nomination, step: int) -> None:
    """Move a waiting nomination one place up (-1) or down (1); at an end of the list nothing happens."""
    require(actor, Action.WAITING_LIST_ORDER, nomination)
    places.hold_places(nomination.alliance_id)
    if places.move(nomination, step):
        audit.record(actor, Action.WAITING_LIST_ORDER, f"nomination:{nomination.public_id}", step)


def forward(actor: Actor, nomination: Nomination) -> DossierRevision:
    """Freeze a signed-off dossier and send it to the centre; gives back the revision with its receipt code.

    Forwarding twice gives the same receipt. Refused after the deadline, with gaps or failed conditions, over
    the province's quota where the rulebook sets one, and before its turn in the waiting list.
    """
    require(actor, Action.NOMINATION_FORWARD, nomination)
    places.hold_places(nomination.alliance_id)
    lock(nomination)
    if nomination.state == NominationState.FORWARDED:
        return nomination.revisions[-1]
    _refuse_before_sign_off(nomination)
    sentence = closed_sentence_of(nomination)
    if sentence is not None:
        raise DomainError(sentence)
    _refuse_when_not_ready(nomination)
    if nomination.forwarded_at is None:
        places.refuse_without_place(nomination)
    return _send(actor, nomination)


def withdraw(actor: Actor, nomination: Nomination, reason: str) -> None:
    """Take a nomination back for a reason; its place in the quota is free again.

    Once the council judges, an accepted nomination stays: whoever falls out then is the centre's decision.
    """
    require(actor, Action.NOMINATION_WITHDRAW, nomination)
    places.hold_places(nomination.alliance_id)
    lock(nomination)
    if nomination.state == NominationState.WITHDRAWN:
        return
    _ask_for(reason, "Ghi lý do rút hồ sơ.")
    if nomination.state == NominationState.ACCEPTED and nomination.season.state != SeasonState.OPEN:
        raise DomainError("Hội đồng đã bắt đầu chấm nên tỉnh không rút hồ sơ được nữa. Hãy liên hệ Trung ương.")
    nomination.move_to(NominationState.WITHDRAWN)
    places.leave(nomination)
    audit.record(actor, Action.NOMINATION_WITHDRAW, f"nomination:{nomination.public_id}", reason)
    record(actor, nomination, EventKind.WITHDRAWN, reason)


def replace(actor: Actor, nomination: Nomination, successor: Nomination, reason: str) -> DossierRevision:
    """Let a signed-off nomination take the place of one that was sent, in one step; gives the new receipt.

    A province may choose again after it has chosen (as Kế hoạch 70 told those that had), so this is allowed:
    while its window or its recorded extension is open, for any nomination it has sent; after that only for one
    the centre has sent back or found ineligible; and never once the council judges, since the pool of the
    judges must stand still. An ineligible nomination keeps its finding and is only linked to its successor;
    its place may have been given to another one meanwhile, so the quota is asked again.
    """
    require(actor, Action.NOMINATION_REPLACE, nomination)
    require(actor, Action.NOMINATION_FORWARD, successor)
    places.hold_places(nomination.alliance_id)
    for one in sorted((nomination, successor), key=lambda row: row.id):
        lock(one)
    if nomination.replaced_by_id == successor.id:
        return successor.revisions[-1]
    _ask_for(reason, "Ghi lý do thay hồ sơ.")
    _refuse_when_not_replaceable(nomination)
    _refuse_as_successor(nomination, successor)
    _refuse_when_not_ready(successor)
    if nomination.state == NominationState.INELIGIBLE:
        quota = places.quota_of(nomination.season)
        if quota is not None and places.taken(nomination.season_id, nomination.alliance_id) >= quota:
            raise DomainError("Chỗ của hồ sơ này đã được dùng cho hồ sơ khác; chỉ tiêu của tỉnh không còn chỗ trống.")
    else:
        nomination.move_to(NominationState.REPLACED)
    nomination.replaced_by = successor
    audit.record(actor, Action.NOMINATION_REPLACE, f"nomination:{nomination.public_id}", [successor.public_id, reason])
    record(actor, nomination, EventKind.REPLACED, reason, other=successor)
    record(actor, successor, EventKind.REPLACES, reason, other=nomination)
    return _send(actor, successor)


def replaceable_sentence(nomination: Nomination) -> str | None:
    """Why a nomination cannot be replaced now; ``None`` when it can. The rule is that of :func:`replace`."""
    state = NominationState(nomination.state)
    if nomination.forwarded_at is None or nomination.replaced_by_id is not None:
        return "Chỉ thay được hồ sơ đã gửi lên Trung ương và chưa được thay."
    if state in GAVE_BACK_ITS_PLACE and state != NominationState.INELIGIBLE:
        return "Hồ sơ này đã rút hoặc đã được thay."
    if nomination.season.state != SeasonState.OPEN:
        return "Hội đồng đã bắt đầu chấm nên không thay hồ sơ được nữa."
    return None


def _refuse_when_not_replaceable(nomination: Nomination) -> None:
    sentence = replaceable_sentence(nomination)
    if sentence is not None:
        raise DomainError(sentence)


def _refuse_as_successor(nomination: Nomination, successor: Nomination) -> None:
    same = (successor.season_id, successor.alliance_id) == (nomination.season_id, nomination.alliance_id)
    if not same or successor.state != NominationState.SIGNED_OFF or successor.forwarded_at is not None:
        raise DomainError("Chọn một hồ sơ lãnh đạo đã duyệt và chưa gửi.", "successor")
    sentence = closed_sentence_of(successor)
    if sentence is not None and nomination.state not in ALSO_AFTER_THE_WINDOW:
        raise DomainError(
            f"{sentence} Sau hạn, tỉnh chỉ thay được hồ sơ Trung ương trả lại hoặc kết luận không hợp lệ."
        )


def _refuse_before_sign_off(nomination: Nomination) -> None:
    if nomination.state in WITH_THE_PROVINCE or nomination.state == NominationState.AWAITING_SIGN_OFF:
        raise DomainError("Hồ sơ chưa được lãnh đạo duyệt nên chưa gửi được.")
    if nomination.state != NominationState.SIGNED_OFF:
        raise ConflictError("Hồ sơ đã chuyển sang tình trạng khác. Hãy tải lại trang để xem tình trạng mới.")


def _send(actor: Actor, nomination: Nomination) -> DossierRevision:
    """Freeze, mark as forwarded, note it and tell the province. The caller has asked everything."""
    revision = freeze(actor, nomination, RevisionStage.FORWARDED)
    nomination.move_to(NominationState.FORWARDED)
    nomination.forwarded_at = revision.forwarded_at
    for part in nomination.reopened_parts:
        part.closed_at = part.closed_at or revision.forwarded_at
    places.leave(nomination)
    audit.record(actor, Action.NOMINATION_FORWARD, f"nomination:{nomination.public_id}", revision.digest)
    record(actor, nomination, EventKind.FORWARDED)
    province = accounts.working_for(nomination.alliance_id, Role.OFFICER, Role.LEADER)
    title, page = nomination.season.title, paths.receipt_page(nomination, revision)
    notices.tell(province, words.received(nomination.reference, revision.receipt_code, title, page))
    return revision


def _back_to_the_officer(nomination: Nomination) -> None:
    """From the leader's hands back into the officer's; a place in the waiting list is given up."""
    places.hold_places(nomination.alliance_id)
    lock(nomination)
    if nomination.state not in WITH_THE_LEADER:
        raise ConflictError("Hồ sơ không còn ở chỗ lãnh đạo. Hãy tải lại trang để xem tình trạng mới.")
    nomination.move_to(_state_in_hand(nomination))
    places.leave(nomination)


def _state_in_hand(nomination: Nomination) -> NominationState:
    """What the officer works on again: a draft, or a dossier the centre sent back."""
    return NominationState.RETURNED if nomination.revisions else NominationState.DRAFT


def _refuse_when_not_ready(nomination: Nomination) -> None:
    ready = readiness(rulebook_of(nomination.season), live_content(nomination))
    if not ready.may_be_forwarded:
        raise DomainError(" ".join((*ready.gaps, *ready.failures)))


def _tell_the_asker(nomination: Nomination, message: Message) -> None:
    if nomination.sign_off_asked_by is not None:
        notices.tell([nomination.sign_off_asked_by], message)


def _ask_for(text: str, sentence: str) -> None:
    if not text.strip():
        raise DomainError(sentence, "reason")
