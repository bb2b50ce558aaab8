"""Is this PDF whole, open, and only pages? Runs in a process of its own (:mod:`awards.base.side_process`)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from awards.base.file_kinds import BROKEN_PDF, LOCKED, TWO_IN_ONE, FileRefused

MAX_PDF_PAGES = 2000
MOST_OBJECTS = 100_000
_LONGEST_TAIL = 128  # bytes some programs leave after the end mark
_EMPTY_BYTES = b"\x00\t\n\x0c\r "

TOO_COMPLEX = "Tệp PDF này quá phức tạp nên hệ thống không đọc được. Hãy in lại thành PDF rồi tải lại."
ACTIVE = (
    "Tệp PDF có mã chạy hoặc lệnh mở chương trình nên hệ thống không nhận. "
    "Hãy mở tệp, chọn In (Print), in ra PDF rồi tải bản đó."
)
ATTACHMENTS = "Tệp PDF có tệp khác đính kèm bên trong. Hãy in lại thành PDF và tải riêng từng tệp."

# Where no reader looks for something to do, and where most objects of a tagged document are.
_NOT_WALKED = frozenset({"/Parent", "/StructTreeRoot", "/Resources", "/Contents", "/P", "/Pg", "/Metadata"})
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent"})
_ACTIVE_KINDS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/GoToE", "/GoToR", "/RichMediaExecute"})
_ATTACHED_KEYS = frozenset({"/EF"})
_ATTACHED_KINDS = frozenset({"/EmbeddedFile", "/FileAttachment"})


def check_pdf(content: bytes) -> int:
    """The number of pages. Raises :class:`FileRefused`; any other error means the file is broken."""
    _refuse_two_in_one(content)
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise FileRefused(LOCKED)
    pages = _pages(reader)
    for key, value in _entries(reader.trailer.get("/Root")):
        _refuse_active(key, value)
    return pages


def _refuse_two_in_one(content: bytes) -> None:
    _, mark, after = content.rpartition(b"%%EOF")
    if not mark or not content.startswith(b"%PDF-"):
        raise FileRefused(BROKEN_PDF)
    if len(after.strip(_EMPTY_BYTES)) > _LONGEST_TAIL or zipfile.is_zipfile(io.BytesIO(content)):
        raise FileRefused(TWO_IN_ONE)
    if b"<script" in after.lower() or b"<html" in after.lower():
        raise FileRefused(TWO_IN_ONE)


def _pages(reader: PdfReader) -> int:
    tree = reader.root_object["/Pages"]
    declared = tree.get("/Count", 0) if isinstance(tree, DictionaryObject) else 0
    pages = int(declared) if int(declared) > MAX_PDF_PAGES else len(reader.pages)
    if not 1 <= pages <= MAX_PDF_PAGES:
        raise FileRefused(f"Tệp PDF phải có từ 1 đến {MAX_PDF_PAGES} trang.")
    return pages


def _entries(root: PdfObject | None) -> Iterator[tuple[str, object]]:
    """Every key and value that can be reached from the root, each object once."""
    waiting: list[object] = [root]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            thing = thing.get_object()
        count += 1
        if count > MOST_OBJECTS:
            raise FileRefused(TOO_COMPLEX)
        if isinstance(thing, DictionaryObject):
            for key, value in thing.items():
                yield str(key), value
                if key not in _NOT_WALKED:
                    waiting.append(value)
        elif isinstance(thing, ArrayObject):
            waiting.extend(part for part in thing if isinstance(part, IndirectObject | DictionaryObject | ArrayObject))


def _refuse_active(key: str, value: object) -> None:
    named = ""
    if key in ("/S", "/Type", "/Subtype"):
        named = str(value.get_object() if isinstance(value, IndirectObject) else value)
    if key in _ACTIVE_KEYS or named in _ACTIVE_KINDS:
        raise FileRefused(ACTIVE)
    if key in _ATTACHED_KEYS or named in _ATTACHED_KINDS:
        raise FileRefused(ATTACHMENTS)
