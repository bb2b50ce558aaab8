"""Links for cooperatives, what they type and send, and what the officer makes of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from awards.accounts import queries as accounts
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.files import IncomingFile, file_store
from awards.nominations.models import Nomination
from awards.nominations.services import lock, refuse_when_not_editable
from awards.nominations.states import Part
from awards.notices import services as notices
from awards.notices import wording as words
from awards.papers.inputs import PaperInput
from awards.papers.queries import papers_asked_of
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.registrations.inputs import ContactInput, LinkInput
from awards.registrations.models import NOTHING, ContactEntry, ContactFile, ContactLink
from awards.registrations.queries import (
    FileOfLink,
    PartOfLink,
    asked_parts,
    entries_of,
    files_of,
    hash_of,
    is_open,
    latest_link,
    works,
)
from awards.registrations.stored_text import canonical, digest
from awards.registrations.wording import consent_words
from awards.seasons import queries as seasons
from awards.seasons.states import SeasonStage

FEWEST_DAYS, USUAL_DAYS, MOST_DAYS = 1, 14, 60
TOKEN_BYTES = 32
MOST_FILES = 60


@dataclass(frozen=True)
class IssuedLink:
    """A new link with its token: the only moment at which anybody can read it."""

    link: ContactLink
    token: str


class EntryConflict(ConflictError):
    """Somebody else saved this part first; ``stored`` is what is kept now."""

    def __init__(self, stored: ContactEntry) -> None:
        super().__init__(
            "Phần này vừa được lưu ở một máy hoặc cửa sổ khác. Nội dung anh/chị vừa nhập còn ở dưới; hãy so với bản đã "
            "lưu rồi bấm lưu lại."
        )
        self.stored = stored


def issue_link(actor: Actor, nomination: Nomination, entry: LinkInput) -> IssuedLink:
    """Make a link for the cooperative; an earlier one stops working. It ends with the deadline at the latest."""
    require(actor, Action.CONTACT_LINK_ISSUE, nomination)
    lock(nomination)
    refuse_when_not_editable(nomination)
    if not FEWEST_DAYS <= entry.days <= MOST_DAYS:
        raise DomainError(f"Liên kết dùng được từ {FEWEST_DAYS} đến {MOST_DAYS} ngày.", "days")
    now = clock.now()
    _revoke_live(nomination, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = ContactLink(
        nomination=nomination,
        token_hash=hash_of(token),
        helper=entry.helper,
        issued_at=now,
        issued_by_id=actor.user_id,
        expires_at=min(now + timedelta(days=entry.days), deadline_of(nomination)),
    )
    db.session.add(link)
    db.session.flush()
    audit.record(actor, Action.CONTACT_LINK_ISSUE, f"nomination:{nomination.public_id}", link.public_id)
    return IssuedLink(link, token)


def deadline_of(nomination: Nomination) -> datetime:
    """Until when the province can still take anything over."""
    stage = SeasonStage.SUPPLEMENTS if nomination.revisions else SeasonStage.NOMINATIONS
    return seasons.window(nomination.season, nomination.alliance_id, stage).closes


def revoke_link(actor: Actor, nomination: Nomination) -> None:
    """Stop the nomination's link. What the cooperative has typed stays for the officer."""
    require(actor, Action.CONTACT_LINK_REVOKE, nomination)
    lock(nomination)
    if _revoke_live(nomination, clock.now()):
        audit.record(actor, Action.CONTACT_LINK_REVOKE, f"nomination:{nomination.public_id}")


def open_link(actor: Actor, link: ContactLink) -> None:
    """Somebody came in by the link; the first time is noted."""
    require(actor, Action.CONTACT_LINK_OPEN, link)
    if link.opened_at is None:
        link.opened_at = clock.now()
        audit.record(actor, Action.CONTACT_LINK_OPEN, f"nomination:{link.nomination.public_id}", link.public_id)


def save_part(actor: Actor, place: PartOfLink, entry: ContactInput, base: str) -> None:
    """Keep what the cooperative typed. ``base`` is the digest of the text its page had shown.

    Raises :class:`EntryConflict` when another device saved since.
    """
    require(actor, Action.CONTACT_WRITE, place)
    _hold(place.link)
    _refuse_when_shut(place.link, place.part)
    row = entries_of(place.link.nomination).get(place.part)
    content = canonical(entry)
    if row is not None and row.content == content:
        return
    if row is not None and digest(row.content) != base:
        raise EntryConflict(row)
    row = row or _new_entry(place.link, place.part)
    _written(row, place.link, content)
    subject = f"nomination:{place.link.nomination.public_id}"
    audit.record(actor, Action.CONTACT_WRITE, subject, [place.part.value, digest(content)])


def attach_file(actor: Actor, link: ContactLink, entry: PaperInput, file: IncomingFile) -> ContactFile:
    """Keep a paper the cooperative sent. The same file for the same paper is kept once, with the days given last."""
    require(actor, Action.CONTACT_WRITE, link)
    _hold(link)
    _refuse_when_shut(link, Part.PAPERS)
    nomination = link.nomination
    if entry.paper not in {paper.key for paper in papers_asked_of(nomination)}:
        raise DomainError("Chọn loại giấy tờ.", "paper")
    kept = files_of(nomination)
    same = next((one for one in kept if one.paper == entry.paper and one.sha256 == file.sha256), None)
    if same is None and len(kept) >= MOST_FILES:
        raise DomainError(f"Gửi tối đa {MOST_FILES} tệp.", "file")
    row = same or ContactFile(
        nomination=nomination,
        paper=entry.paper,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        storage_key=file_store().put(file.content),
        uploaded_at=clock.now(),
    )
    row.link_id, row.issued_on, row.expires_on = link.id, entry.issued_on, entry.expires_on
    db.session.add(row)
    db.session.flush()
    audit.record(actor, Action.CONTACT_WRITE, f"nomination:{nomination.public_id}", [entry, file.sha256])
    return row


def remove_file(actor: Actor, place: FileOfLink) -> None:
    """Take a paper out again; one the officer has taken over already stays in the dossier."""
    require(actor, Action.CONTACT_WRITE, place)
    _hold(place.link)
    _refuse_when_shut(place.link, Part.PAPERS)
    if place.file.removed_at is None:
        place.file.removed_at = clock.now()
        subject = f"nomination:{place.link.nomination.public_id}"
        audit.record(actor, Action.CONTACT_WRITE, subject, ["removed", place.file.sha256])


def hand_in(actor: Actor, link: ContactLink) -> None:
    """The cooperative is done. Refused without its consent; everything else may be left for the officer."""
    require(actor, Action.CONTACT_HAND_IN, link)
    _hold(link)
    if link.is_handed_in:
        return
    _refuse_when_dead(link)
    entries = entries_of(link.nomination)
    consent = entries.get(Part.CONSENT)
    if consent is None or not consent.is_typed or consent.body["words"] != consent_words():
        raise DomainError("Hợp tác xã chưa xác nhận đồng ý tham gia. Hãy điền mục “Đồng ý tham gia” rồi gửi.")
    link.handed_in_at = clock.now()
    for entry in entries.values():
        entry.sent_back_at, entry.sent_back_reason, entry.link_id = None, "", link.id
    for file in files_of(link.nomination):
        file.link_id = link.id
    nomination = link.nomination
    audit.record(actor, Action.CONTACT_HAND_IN, f"nomination:{nomination.public_id}", link.public_id)
    officers = accounts.working_for(nomination.alliance_id, Role.OFFICER)
    told = [user for user in officers if user.id == link.issued_by_id] or officers
    page = f"/ho-so/{nomination.public_id}/phan-hop-tac-xa"
    notices.tell(told, words.link_filled(nomination.reference, nomination.season.title, page))


def send_back(actor: Actor, nomination: Nomination, part: Part, reason: str) -> None:
    """Ask the cooperative to mend one part of what it handed in; it reads the reason above the fields."""
    require(actor, Action.CONTACT_SEND_BACK, nomination)
    lock(nomination)
    if not reason.strip():
        raise DomainError("Ghi điều cần sửa.", "reason")
    link = latest_link(nomination)
    if link is None or not works(link):
        raise DomainError(
            "Liên kết không còn dùng được. Hãy tạo liên kết mới, gửi cho hợp tác xã, rồi trả lại mục này."
        )
    if part not in asked_parts(nomination):
        raise DomainError("Hợp tác xã không được hỏi mục này.")
    _hold(link)
    row = entries_of(nomination).get(part) or _new_entry(link, part)
    row.sent_back_at = link.reopened_at = clock.now()
    row.sent_back_reason = reason.strip()
    row.taken_at = row.taken_by_id = None
    db.session.flush()
    audit.record(actor, Action.CONTACT_SEND_BACK, f"nomination:{nomination.public_id}", [part.value, reason])


def _new_entry(link: ContactLink, part: Part) -> ContactEntry:
    row = ContactEntry(
        nomination=link.nomination, part=part.value, content=NOTHING, saved_at=clock.now(), sent_back_reason=""
    )
    row.link = link
    db.session.add(row)
    return row


def _written(row: ContactEntry, link: ContactLink, content: str) -> None:
    row.content, row.saved_at, row.link = content, clock.now(), link
    row.taken_at = row.taken_by_id = None
    db.session.flush()


def _revoke_live(nomination: Nomination, now: datetime) -> bool:
    live = select(ContactLink).where(ContactLink.nomination_id == nomination.id, ContactLink.revoked_at.is_(None))
    links = list(db.session.scalars(live))
    for link in links:
        link.revoked_at = now
    db.session.flush()
    return bool(links)


def _hold(link: ContactLink) -> None:
    """Read the link anew and hold it: two devices write one after the other."""
    fresh = ["revoked_at", "expires_at", "handed_in_at", "reopened_at"]
    db.session.refresh(link, fresh, with_for_update=True)


def _refuse_when_dead(link: ContactLink) -> None:
    if not works(link):
        raise DomainError("Liên kết không còn dùng được. Hãy gọi cán bộ đã gửi liên kết cho anh/chị.")


def _refuse_when_shut(link: ContactLink, part: Part) -> None:
    _refuse_when_dead(link)
    entries: Mapping[Part, ContactEntry] = entries_of(link.nomination)
    if not is_open(link, part, entries):
        raise DomainError(
            "Hợp tác xã đã gửi phần này nên không sửa được nữa. Nếu cần sửa, hãy gọi cán bộ để cán bộ mở lại."
        )
