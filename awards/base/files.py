"""Files people hand in: taken in by their content, given out so that no browser runs them.

Kept under random names outside any web root, named by their SHA-256 in the database; the original name
is only data. Only what two independent readers agree on is accepted.
"""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO

from flask import Response, current_app
from werkzeug.datastructures import FileStorage

from awards.base.file_kinds import ACCEPT, ALL_KINDS, KINDS, MAX_FILE_BYTES, MEBIBYTE, PDF, FileRefused, kind_of
from awards.base.file_names import clean_name
from awards.base.file_store import FileStore, file_store, init_file_store
from awards.base.normalise import fold
from awards.base.side_process import inspect
from awards.base.virus_scan import scan

__all__ = [
    "ACCEPT",
    "MAX_FILE_BYTES",
    "PDF",
    "FileStore",
    "IncomingFile",
    "download",
    "file_store",
    "init_file_store",
    "read_file",
    "read_pdf",
    "read_upload",
    "show_inline",
    "too_big",
]


@dataclass(frozen=True)
class IncomingFile:
    """A file that was read and found to be what it says."""

    name: str
    media_type: str
    content: bytes
    sha256: str

    @property
    def size(self) -> int:
        return len(self.content)


def read_upload(
    source: IO[bytes] | bytes, name: str | None, field: str, kinds: Collection[str] = ALL_KINDS
) -> IncomingFile:
    """Check a file by its content. Raises :class:`FileRefused` with the sentence for ``field``.

    Size first, then the first bytes, then the parser of the kind in a limited process, then the scanner.
    """
    try:
        return _checked(source, clean_name(name), kinds)
    except FileRefused as refusal:
        refusal.field = field
        raise


def _checked(source: IO[bytes] | bytes, name: str, kinds: Collection[str]) -> IncomingFile:
    if not name:
        raise FileRefused("Chọn tệp cần tải lên.")
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    size = stream.seek(0, os.SEEK_END)
    if size > MAX_FILE_BYTES:
        raise FileRefused(too_big(size))
    stream.seek(0)
    content = stream.read(MAX_FILE_BYTES)
    kind = kind_of(content, name)
    if kind.media_type not in kinds:
        labels = [KINDS[key].label for key in KINDS if key in kinds]
        raise FileRefused(f"Tệp phải là {' hoặc '.join(labels)}.")
    inspect(content, kind.media_type)
    scan(content, current_app.extensions["settings"].files.clamav)
    return IncomingFile(name, kind.media_type, content, hashlib.sha256(content).hexdigest())


def too_big(size: int) -> str:
    return f"Tệp phải nhỏ hơn {MAX_FILE_BYTES // MEBIBYTE} MB (tệp này {-(-size // MEBIBYTE)} MB)."


def read_file(upload: FileStorage, field: str, kinds: Collection[str] = ALL_KINDS) -> IncomingFile:
    """:func:`read_upload` for a file of a form."""
    return read_upload(upload.stream, upload.filename, field, kinds)


def read_pdf(upload: FileStorage, field: str) -> IncomingFile:
    """A file of a form that has to be a PDF."""
    return read_file(upload, field, frozenset({PDF}))


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file as an attachment that a browser will neither sniff nor run."""
    return _sealed(content, name, media_type, "attachment")


def show_inline(content: bytes, name: str, media_type: str) -> Response:
    """A picture the system drew itself, shown inside a page."""
    return _sealed(content, name, media_type, "inline")


def _sealed(content: bytes, name: str, media_type: str, disposition: str) -> Response:
    ascii_name = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in fold(name))
    response = Response(content, mimetype=media_type)
    response.headers.set(
        "Content-Disposition",
        disposition,
        filename=ascii_name.encode("ascii", "ignore").decode() or "tep",
        **{"filename*": "UTF-8''" + _percent(unicodedata.normalize("NFC", name))},
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _percent(name: str) -> str:
    keep = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
    return "".join(chr(byte) if byte in keep else f"%{byte:02X}" for byte in name.encode("utf-8"))
