"""Files people hand in: what they really are, and where their bytes lie.

Kept under random names outside any web root, named by their SHA-256 in the database; the original
name is only data. Only what two independent readers agree on is accepted.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import filetype
import obstore
from flask import Flask, Response, current_app
from obstore.store import LocalStore
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from werkzeug.datastructures import FileStorage

from awards.base.errors import DomainError
from awards.base.identifiers import new_public_id
from awards.base.normalise import clean_line, fold

MEBIBYTE = 1024 * 1024
MAX_FILE_BYTES = 25 * MEBIBYTE
MAX_PDF_PAGES = 2000
PDF = "application/pdf"


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


def read_pdf(upload: FileStorage, field: str) -> IncomingFile:
    """Check an uploaded PDF by its content. Raises :class:`DomainError` with the sentence for ``field``."""
    name = clean_line(Path((upload.filename or "").replace("\\", "/")).name)[-200:]
    if not name:
        raise DomainError("Chọn tệp cần tải lên.", field)
    content = upload.stream.read(MAX_FILE_BYTES + 1)
    if not content:
        raise DomainError("Tệp không có nội dung.", field)
    if len(content) > MAX_FILE_BYTES:
        raise DomainError("Tệp phải nhỏ hơn 25 MB.", field)
    guess = filetype.guess_mime(content)
    if guess != PDF or not name.lower().endswith(".pdf"):
        raise DomainError("Tệp phải là PDF. Hãy lưu văn bản thành PDF rồi tải lại.", field)
    _open_pdf(content, field)
    return IncomingFile(name, PDF, content, hashlib.sha256(content).hexdigest())


def _open_pdf(content: bytes, field: str) -> None:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise DomainError("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lại.", field)
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise DomainError("Không mở được tệp PDF này. Hãy lưu lại thành PDF rồi tải lại.", field) from error
    if not 1 <= pages <= MAX_PDF_PAGES:
        raise DomainError(f"Tệp PDF phải có từ 1 đến {MAX_PDF_PAGES} trang.", field)


class FileStore:
    """Where the bytes lie. One store for the application, on disk by default."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._store = LocalStore(folder)

    def put(self, content: bytes) -> str:
        """Keep the bytes; gives back the random key they lie under."""
        key = f"{new_public_id()}.bin"
        obstore.put(self._store, key, content)
        return key

    def get(self, key: str) -> bytes:
        return bytes(obstore.get(self._store, key).bytes())

    def delete(self, key: str) -> None:
        obstore.delete(self._store, key)


def init_file_store(app: Flask, folder: Path) -> None:
    app.extensions["file_store"] = FileStore(folder)


def file_store() -> FileStore:
    store: FileStore = current_app.extensions["file_store"]
    return store


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file as an attachment that a browser will neither sniff nor run."""
    ascii_name = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in fold(name))
    response = Response(content, mimetype=media_type)
    response.headers.set(
        "Content-Disposition",
        "attachment",
        filename=ascii_name.encode("ascii", "ignore").decode() or "tep",
        **{"filename*": "UTF-8''" + _percent(unicodedata.normalize("NFC", name))},
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _percent(name: str) -> str:
    keep = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
    return "".join(chr(byte) if byte in keep else f"%{byte:02X}" for byte in name.encode("utf-8"))
