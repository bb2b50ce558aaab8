"""The kinds of file people may hand in, told apart by content; the ending of the name must agree."""

from __future__ import annotations

from dataclasses import dataclass

import filetype

from awards.base.errors import DomainError

MEBIBYTE = 1024 * 1024
MAX_FILE_BYTES = 25 * MEBIBYTE

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JPEG = "image/jpeg"
PNG = "image/png"

EMPTY = "Tệp không có nội dung."
WRONG_KIND = "Tệp phải là PDF, Word, Excel, JPG hoặc PNG."
LOCKED = "Tệp có mật khẩu, hãy bỏ mật khẩu rồi tải lại."
INFECTED = (
    "Phần mềm diệt vi-rút báo tệp này nguy hiểm nên hệ thống không nhận. Hãy quét vi-rút trên máy rồi gửi bản khác."
)
HEIC = (
    "Hệ thống chưa nhận ảnh HEIC của iPhone. Trên iPhone, mở Cài đặt, Camera, Định dạng, chọn Tương thích nhất rồi "
    "chụp lại; hoặc gửi ảnh qua Zalo rồi tải ảnh JPG về máy."
)
OLD_OFFICE = (
    "Đây là tệp Word hoặc Excel đời cũ (.doc, .xls). Hãy mở tệp, chọn Lưu thành (Save As), chọn .docx, .xlsx hoặc PDF "
    "rồi tải lại."
)
TWO_IN_ONE = "Tệp có nội dung khác gắn kèm nên hệ thống không nhận. Hãy in hoặc lưu lại thành PDF rồi tải lại."

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MACRO_ENDINGS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"})
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"  # the industry's harmless stand-in for a virus
MACROS = "Tệp có macro nên hệ thống không nhận. Hãy lưu thành .docx, .xlsx hoặc PDF rồi tải lại."


class FileRefused(DomainError):
    """The file is not one the system takes; the sentence says why and what to do."""


class InfectedFile(FileRefused):
    """A scanner found something in the file."""

    def __init__(self, sentence: str, field: str | None = None, signature: str = "") -> None:
        super().__init__(sentence, field)
        self.signature = signature


@dataclass(frozen=True)
class FileKind:
    """One kind: what people call it, its media type, and the endings a name may have."""

    label: str
    media_type: str
    endings: tuple[str, ...]


KINDS: dict[str, FileKind] = {
    PDF: FileKind("PDF", PDF, ("pdf",)),
    DOCX: FileKind("Word", DOCX, ("docx",)),
    XLSX: FileKind("Excel", XLSX, ("xlsx",)),
    JPEG: FileKind("ảnh JPG", JPEG, ("jpg", "jpeg", "jfif", "jpe")),
    PNG: FileKind("ảnh PNG", PNG, ("png",)),
}
BROKEN_PDF = "Không mở được tệp PDF này. Hãy lưu lại thành PDF rồi tải lại."
BROKEN_OFFICE = "Không mở được tệp này. Hãy mở tệp bằng Word hoặc Excel, lưu lại rồi tải lại."
BROKEN_PICTURE = "Ảnh bị hỏng hoặc tải thiếu. Hãy mở lại ảnh, lưu lại rồi tải lên."
BROKEN_SENTENCES = {
    PDF: BROKEN_PDF,
    DOCX: BROKEN_OFFICE,
    XLSX: BROKEN_OFFICE,
    JPEG: BROKEN_PICTURE,
    PNG: BROKEN_PICTURE,
}
"""What is said of a file its own parser cannot open, or not within the limits."""
ALL_KINDS = frozenset(KINDS)
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"
"""For the ``accept`` of a file field."""


def kind_of(content: bytes, name: str) -> FileKind:
    """The kind the first bytes speak of; raises :class:`FileRefused` for anything the system does not take.

    What the bytes claim is only believed once the kind's own parser has opened the file.
    """
    if not content:
        raise FileRefused(EMPTY)
    ending = ending_of(name)
    if _EICAR in content:
        raise InfectedFile(INFECTED, signature="EICAR")
    if ending in _MACRO_ENDINGS:
        raise FileRefused(MACROS)
    kind = KINDS.get(_claimed(content))
    if kind is None:
        raise FileRefused(_why_not(content))
    if ending not in kind.endings:
        raise FileRefused(
            f"Tệp tên là “{name}” nhưng nội dung là {kind.label}. "
            f"Hãy kiểm tra lại tệp, đặt đuôi .{kind.endings[0]} nếu đúng, rồi tải lại."
        )
    return kind


def ending_of(name: str) -> str:
    """The last ending of a name in small letters, without its dot; empty when there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def _claimed(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _office_claim(content)
    guess: str | None = filetype.guess_mime(content)
    return guess if guess in (JPEG, PNG) else ""


def _office_claim(content: bytes) -> str:
    """Word or Excel, by the names every such package lists in its directory at the end."""
    directory = content[-4 * MEBIBYTE :]
    if b"word/document" in directory:
        return DOCX
    return XLSX if b"xl/workbook" in directory else ""


def _why_not(content: bytes) -> str:
    if content.startswith(_COMPOUND_FILE):
        return LOCKED if _ENCRYPTED_PACKAGE in content else OLD_OFFICE
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return HEIC
    if b"%PDF-" in content[:1024]:
        return TWO_IN_ONE
    return WRONG_KIND
