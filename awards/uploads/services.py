"""Receiving a file piece by piece over a line that breaks, and handing it to whoever keeps it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.file_kinds import EMPTY, MAX_FILE_BYTES, MEBIBYTE, InfectedFile
from awards.base.file_names import clean_name
from awards.base.files import IncomingFile, file_store, too_big
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require
from awards.uploads.models import Upload, UploadChunk
from awards.uploads.queries import get_visible_to
from awards.uploads.states import UploadState

FORGOTTEN_AFTER = timedelta(hours=24)
MOST_OPEN = 40
MOST_OPEN_BYTES = 300 * MEBIBYTE
MOST_CHUNK_BYTES = MEBIBYTE
LEAST_CHUNK_BYTES = 64 * 1024
_PRUNED_AT_ONCE = 50

GONE = "Tệp đã tải lên không còn chờ trên máy chủ. Hãy chọn lại tệp."


def start(actor: Actor, name: str, size: int) -> Upload:
    """Announce a file of ``size`` bytes. Raises :class:`DomainError` for one that can never be taken."""
    require(actor, Action.UPLOAD_SEND)
    forget_old()
    name = clean_name(name)
    if not name:
        raise DomainError("Chọn tệp cần tải lên.", "file")
    if size <= 0:
        raise DomainError(EMPTY, "file")
    if size > MAX_FILE_BYTES:
        raise DomainError(too_big(size), "file")
    file_store().refuse_when_full()
    _refuse_too_many(actor, size)
    upload = Upload(
        owner=actor.public_id,
        name=name,
        size=size,
        received=0,
        state=UploadState.RECEIVING.value,
        started_at=clock.now(),
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def receive(actor: Actor, upload: Upload, start: int, content: bytes) -> None:
    """Keep a piece. The same piece again changes nothing; one beyond a gap raises :class:`ConflictError`."""
    require(actor, Action.UPLOAD_SEND)
    _lock(upload)
    if upload.state != UploadState.RECEIVING:
        raise ConflictError("Tệp đã được nhận đủ.")
    digest = hashlib.sha256(content).hexdigest()
    known = next((chunk for chunk in upload.chunks if chunk.start == start), None)
    if known is not None and (known.size, known.sha256) == (len(content), digest):
        return
    if start != upload.received:
        raise ConflictError("Phần tệp gửi lên không nối liền với phần đã nhận.")
    if start + len(content) > upload.size:
        raise DomainError("Nội dung gửi lên dài hơn dung lượng tệp đã báo. Hãy chọn lại tệp.", "file")
    is_last = start + len(content) == upload.size
    if len(content) > MOST_CHUNK_BYTES or (len(content) < LEAST_CHUNK_BYTES and not is_last):
        raise DomainError("Phần tệp gửi lên không đúng cỡ.", "file")
    key = file_store().put(content)
    upload.chunks.append(UploadChunk(start=start, size=len(content), sha256=digest, storage_key=key))
    upload.received = start + len(content)
    db.session.flush()


def finish(actor: Actor, upload: Upload, file: IncomingFile) -> None:
    """The whole file was checked and waits to be taken. Finishing twice changes nothing."""
    require(actor, Action.UPLOAD_SEND)
    _lock(upload)
    if upload.is_ready:
        return
    if upload.received != upload.size or file.size != upload.size:
        raise ConflictError("Tệp chưa được gửi hết.")
    upload.storage_key = file_store().put(file.content)
    upload.name, upload.media_type, upload.sha256 = file.name, file.media_type, file.sha256
    upload.state = UploadState.READY.value
    _drop_chunks(upload)
    db.session.flush()


def discard(actor: Actor, upload: Upload) -> None:
    """Forget an upload: refused, or given up by its sender."""
    require(actor, Action.UPLOAD_SEND)
    _drop(upload)


def take(actor: Actor, public_id: str, field: str) -> IncomingFile:
    """Hand over a finished upload of this actor, once. Raises :class:`DomainError` for ``field``."""
    require(actor, Action.UPLOAD_SEND)
    upload = get_visible_to(actor, public_id)
    if upload is not None:
        _lock(upload)
    if upload is None or upload.storage_key is None or upload.media_type is None or upload.sha256 is None:
        raise DomainError(GONE, field)
    content = file_store().get(upload.storage_key)
    file = IncomingFile(upload.name, upload.media_type, content, upload.sha256)
    _drop(upload)
    return file


def report_infected(actor: Actor, found: InfectedFile) -> None:
    """Write down that a scanner refused a file of this person."""
    require(actor, Action.FILE_INFECTED)
    audit.record(actor, Action.FILE_INFECTED, f"person:{actor.public_id}", found.signature)


def forget_old() -> int:
    """Forget uploads nobody finished or took within a day; gives back how many."""
    limit = clock.now() - FORGOTTEN_AFTER
    statement = select(Upload).where(Upload.started_at < limit).options(selectinload(Upload.chunks))
    old = db.session.scalars(statement.order_by(Upload.id).limit(_PRUNED_AT_ONCE)).all()
    for upload in old:
        _drop(upload)
    return len(old)


def _refuse_too_many(actor: Actor, size: int) -> None:
    statement = select(func.count(Upload.id), func.coalesce(func.sum(Upload.size), 0))
    count, total = db.session.execute(statement.where(Upload.owner == actor.public_id)).one()
    if count >= MOST_OPEN or total + size > MOST_OPEN_BYTES:
        raise DomainError(
            "Anh/chị đang gửi quá nhiều tệp cùng lúc. "
            "Hãy thêm các tệp đã tải xong vào hồ sơ, hoặc bỏ bớt, rồi gửi tiếp.",
            "file",
        )


def _lock(upload: Upload) -> None:
    """Read the row anew and hold it: the same piece may come twice at the same moment."""
    db.session.refresh(upload, ["state", "received", "storage_key", "chunks"], with_for_update=True)


def _drop_chunks(upload: Upload) -> None:
    for chunk in upload.chunks:
        file_store().let_go(chunk.storage_key)
    upload.chunks.clear()


def _drop(upload: Upload) -> None:
    _drop_chunks(upload)
    if upload.storage_key is not None:
        file_store().let_go(upload.storage_key)
    db.session.delete(upload)
    db.session.flush()
