"""Where the bytes lie: under random names on disk, or in an S3 bucket. The database knows what they are.

A file is kept in the transaction of whoever keeps it: when that is rolled back the bytes go again, and
what a transaction lets go is only gone once it was stored.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import obstore
from flask import Flask, current_app
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.file_kinds import MEBIBYTE
from awards.base.identifiers import new_public_id
from awards.config import FileSettings, StoreKind

NO_SPACE = "Máy chủ sắp hết chỗ chứa nên tạm thời không nhận tệp mới. Nội dung đã lưu vẫn an toàn. Hãy báo ban tổ chức."
NOT_KEPT = "Chưa tải lên được, hãy thử lại."
PICTURES = "pictures/"
"""Folder of what can be drawn again: never named in the database."""


_log = logging.getLogger(__name__)


class FileStore:
    """One store for the application."""

    def __init__(self, settings: FileSettings, folder: Path, *, retries: int = 3) -> None:
        self._folder = folder if settings.kind is StoreKind.DISK else None
        self._least_free = settings.min_free_mb * MEBIBYTE
        self._store: LocalStore | S3Store
        if self._folder is None:
            self._store = _bucket(settings, retries)
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._store = LocalStore(self._folder)

    def put(self, content: bytes) -> str:
        """Keep the bytes in this transaction; gives back the random key they lie under."""
        self.refuse_when_full()
        key = f"{new_public_id()}.bin"
        _pending(self).kept.append(key)
        try:
            obstore.put(self._store, key, content)
        except BaseError as error:
            raise DomainError(NOT_KEPT) from error
        return key

    def get(self, key: str) -> bytes:
        return bytes(obstore.get(self._store, key).bytes())

    def let_go(self, key: str) -> None:
        """Delete the bytes once this transaction is stored."""
        _pending(self).let_go.append(key)

    def delete(self, key: str) -> None:
        """Delete the bytes now; nothing happens when they are gone already."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, key)

    def delete_quietly(self, keys: list[str]) -> None:
        """Delete what can be deleted; what cannot is found later by ``awards files tidy``."""
        for key in keys:
            try:
                self.delete(key)
            except BaseError:
                _log.warning("could not delete %s", key)

    def picture(self, name: str) -> bytes | None:
        """A picture drawn before; ``None`` when it has to be drawn."""
        try:
            return bytes(obstore.get(self._store, PICTURES + name).bytes())
        except FileNotFoundError:
            return None

    def keep_picture(self, name: str, content: bytes) -> None:
        """Remember a picture under a name made from its file's SHA-256, unless space runs short."""
        if not self.is_full():
            obstore.put(self._store, PICTURES + name, content)

    def lying(self) -> Iterator[tuple[str, datetime]]:
        """Everything that lies here, with the time it was written."""
        for batch in obstore.list(self._store):
            yield from ((one["path"], one["last_modified"]) for one in batch)

    def is_full(self) -> bool:
        """Whether so little space is left that the database comes first."""
        return self._folder is not None and shutil.disk_usage(self._folder).free < self._least_free

    def refuse_when_full(self) -> None:
        if self.is_full():
            raise DomainError(NO_SPACE)


def init_file_store(app: Flask, settings: FileSettings, folder: Path) -> None:
    app.extensions["file_store"] = FileStore(settings, folder)


def file_store() -> FileStore:
    store: FileStore = current_app.extensions["file_store"]
    return store


def _bucket(settings: FileSettings, retries: int) -> S3Store:
    given: dict[str, Any] = {
        "endpoint": settings.endpoint,
        "region": settings.region,
        "access_key_id": settings.access_key.get_secret_value(),
        "secret_access_key": settings.secret_key.get_secret_value(),
    }
    client: Any = {"allow_http": settings.endpoint.startswith("http://")}
    known = {name: value for name, value in given.items() if value}
    return S3Store(
        settings.bucket,
        prefix=settings.prefix or None,
        client_options=client,
        retry_config={"max_retries": retries},
        **known,
    )


class _Pending:
    """What a transaction kept and let go so far."""

    def __init__(self, store: FileStore) -> None:
        self.store = store
        self.kept: list[str] = []
        self.let_go: list[str] = []


_NAME = "pending_files"


def _pending(store: FileStore) -> _Pending:
    session = db.session()
    if not session.in_transaction():
        session.begin()
    pending: _Pending = session.info.setdefault(_NAME, _Pending(store))
    return pending


@event.listens_for(Session, "after_commit")
def _stored(session: Session) -> None:
    if session.in_nested_transaction():
        return
    pending: _Pending | None = session.info.pop(_NAME, None)
    if pending is not None:
        pending.store.delete_quietly(pending.let_go)


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    """Runs after a commit too, when nothing is pending any more."""
    if transaction.parent is not None:
        return
    pending: _Pending | None = session.info.pop(_NAME, None)
    if pending is not None:
        pending.store.delete_quietly(pending.kept)
