"""Papers of a dossier: attached, put in order, replaced and taken out."""

from __future__ import annotations

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.files import IncomingFile, file_store
from awards.nominations.models import DossierFile, Nomination
from awards.nominations.services import lock, refuse_when_not_editable
from awards.papers.inputs import PaperInput
from awards.papers.queries import kept_for, papers_asked_of
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require

MOST_FILES = 60


def attach(actor: Actor, nomination: Nomination, entry: PaperInput, file: IncomingFile) -> DossierFile:
    """Keep a paper of the dossier. The same file for the same paper is kept once, with the days given last."""
    require(actor, Action.DOSSIER_FILE_ADD, nomination)
    lock(nomination)
    refuse_when_not_editable(nomination, f"paper:{entry.paper}")
    if entry.paper not in {paper.key for paper in papers_asked_of(nomination)}:
        raise DomainError("Chọn loại giấy tờ.", "paper")
    db.session.refresh(nomination, ["files"])
    slot = kept_for(nomination, entry.paper)
    same = next((one for one in slot if one.sha256 == file.sha256), None)
    if same is not None:
        _correct_days(actor, same, entry)
        return same
    if len(nomination.kept_files) >= MOST_FILES:
        raise DomainError(f"Mỗi hồ sơ có tối đa {MOST_FILES} tệp.", "file")
    position = max((one.position for one in slot), default=-1) + 1
    return _keep(actor, nomination, entry, file, position)


def remove(actor: Actor, file: DossierFile) -> None:
    """Take a paper out of the dossier; revisions that name it keep it."""
    require(actor, Action.DOSSIER_FILE_REMOVE, file)
    lock(file.nomination)
    refuse_when_not_editable(file.nomination, f"paper:{file.paper}")
    if file.removed_at is None:
        _take_out(actor, file)


def replace(actor: Actor, file: DossierFile, entry: PaperInput, incoming: IncomingFile | None) -> DossierFile:
    """Put another file in the place of one, or (without one) correct its days only."""
    require(actor, Action.DOSSIER_FILE_ADD, file)
    nomination = file.nomination
    lock(nomination)
    refuse_when_not_editable(nomination, f"paper:{file.paper}")
    if file.removed_at is not None:
        raise DomainError("Tệp này đã được bỏ khỏi hồ sơ. Hãy tải lại trang.")
    if incoming is None or incoming.sha256 == file.sha256:
        _correct_days(actor, file, entry)
        return file
    others = (one for one in kept_for(nomination, file.paper) if one is not file)
    if any(one.sha256 == incoming.sha256 for one in others):
        raise DomainError("Tệp này đã có trong mục giấy tờ này.", "file")
    _take_out(actor, file)
    return _keep(actor, nomination, entry, incoming, file.position)


def move(actor: Actor, file: DossierFile, *, up: bool) -> None:
    """Change places with the file before (or after) it in the same paper; at the end nothing happens."""
    require(actor, Action.DOSSIER_FILE_MOVE, file)
    lock(file.nomination)
    refuse_when_not_editable(file.nomination, f"paper:{file.paper}")
    slot = kept_for(file.nomination, file.paper)
    if file not in slot:
        return
    place = slot.index(file)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(slot):
        return
    slot[place], slot[other] = slot[other], slot[place]
    for position, one in enumerate(slot):
        one.position = position
    audit.record(actor, Action.DOSSIER_FILE_MOVE, f"nomination:{file.nomination.public_id}", file.sha256)


def _keep(actor: Actor, nomination: Nomination, entry: PaperInput, file: IncomingFile, position: int) -> DossierFile:
    kept = DossierFile(
        nomination=nomination,
        paper=entry.paper,
        position=position,
        issued_on=entry.issued_on,
        expires_on=entry.expires_on,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        storage_key=file_store().put(file.content),
        uploaded_at=clock.now(),
        uploaded_by_id=actor.user_id,
    )
    db.session.add(kept)
    db.session.flush()
    audit.record(actor, Action.DOSSIER_FILE_ADD, f"nomination:{nomination.public_id}", [entry, file.sha256])
    return kept


def _take_out(actor: Actor, file: DossierFile) -> None:
    file.removed_at = clock.now()
    audit.record(actor, Action.DOSSIER_FILE_REMOVE, f"nomination:{file.nomination.public_id}", file.sha256)


def _correct_days(actor: Actor, file: DossierFile, entry: PaperInput) -> None:
    if (file.issued_on, file.expires_on) != (entry.issued_on, entry.expires_on):
        file.issued_on, file.expires_on = entry.issued_on, entry.expires_on
        subject = f"nomination:{file.nomination.public_id}"
        audit.record(actor, Action.DOSSIER_FILE_ADD, subject, [entry, file.sha256])
