"""Is this Word or Excel file only text and tables? Read entry by entry in memory, never unpacked to disk.

Runs in a process of its own. Sizes are asked of the directory first and counted again while reading.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from awards.base.file_kinds import BROKEN_OFFICE, DOCX, LOCKED, MACROS, MEBIBYTE, TWO_IN_ONE, FileRefused

MOST_ENTRIES = 5000
MOST_DIRECTORY_BYTES = 2 * MEBIBYTE
MOST_UNPACKED = 150 * MEBIBYTE
MOST_RATIO = 300  # a packed table of empty cells stays below 100
RATIO_COUNTS_FROM = 10 * MEBIBYTE
_PIECE = 256 * 1024
_END = struct.Struct("<4s4H2LH")

TOO_MUCH = "Tệp nén quá nhiều nội dung nên hệ thống không đọc. Hãy chia nhỏ tệp hoặc lưu thành PDF rồi tải lại."
BAD_ENTRIES = "Cấu trúc bên trong tệp không đúng của Word hoặc Excel. Hãy mở tệp, lưu lại rồi tải lại."
EXTERNAL = (
    "Tệp lấy dữ liệu từ tệp hoặc máy khác. Hãy bỏ liên kết đó (Dữ liệu, Sửa liên kết, Ngắt liên kết) "
    "hoặc lưu thành PDF rồi tải lại."
)
EMBEDDED = "Tệp có đối tượng nhúng bên trong. Hãy bỏ đối tượng đó hoặc lưu thành PDF rồi tải lại."
DECLARED_ENTITIES = (
    "Tệp có khai báo không dùng trong Word hoặc Excel nên hệ thống không nhận. Hãy lưu thành PDF rồi tải lại."
)

_MAIN = {DOCX: "wordprocessingml.document.main+xml"}
_MAIN_OF_EXCEL = "spreadsheetml.sheet.main+xml"
_SAFE_LINK = re.compile(r"(?i)^(https?:|mailto:|tel:|#|[^:\\]*$)")
_XML = (".xml", ".rels", ".vml")
_NESTED = (".xlsx", ".docx")


def check_office(content: bytes, media_type: str, *, inside: bool = False) -> None:
    """Raises :class:`FileRefused`; any other error means the package is broken."""
    _refuse_odd_ends(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        _refuse_entries(entries)
        types = package.read("[Content_Types].xml")
        if b"macroEnabled" in types or any(_is_macro(entry.filename) for entry in entries):
            raise FileRefused(MACROS)
        if not inside and _MAIN.get(media_type, _MAIN_OF_EXCEL).encode() not in types:
            raise FileRefused(BAD_ENTRIES)
        left = MOST_UNPACKED
        for entry in entries:
            left -= _check_entry(package, entry, left, inside=inside)


def _refuse_odd_ends(content: bytes) -> None:
    """The directory ends the file and belongs to what starts it; it is small before anybody reads it."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if at < 0 or len(content) - at < _END.size:
        raise FileRefused(BROKEN_OFFICE)
    _, disk, first_disk, _, count, size, offset, comment = _END.unpack_from(content, at)
    if disk or first_disk or count > MOST_ENTRIES or size > MOST_DIRECTORY_BYTES:
        raise FileRefused(TOO_MUCH)
    if at + _END.size + comment != len(content) or offset + size != at or b"%PDF-" in content[:1024]:
        raise FileRefused(TWO_IN_ONE)


def _refuse_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > MOST_ENTRIES:
        raise FileRefused(TOO_MUCH)
    if len(set(names)) != len(names) or not all(_plain(entry) for entry in entries):
        raise FileRefused(BAD_ENTRIES)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(LOCKED)
    packed, unpacked = (sum(sizes) for sizes in zip(*((e.compress_size, e.file_size) for e in entries), strict=True))
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked > packed * MOST_RATIO):
        raise FileRefused(TOO_MUCH)


def _plain(entry: zipfile.ZipInfo) -> bool:
    """An ordinary file with a name that stays inside the package."""
    name = entry.orig_filename
    inside = not name.startswith("/") and "\\" not in name and ":" not in name and "\x00" not in name
    return inside and ".." not in name.split("/") and not stat.S_ISLNK(entry.external_attr >> 16)


def _is_macro(name: str) -> bool:
    low = name.lower()
    return posixpath.basename(low).startswith(("vbaproject", "vbadata")) or "/macrosheets/" in low


def _check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, *, inside: bool) -> int:
    """Read one entry to its end (its checksum is compared); gives back its size."""
    name = entry.filename.lower()
    if "/externallinks/" in name:
        raise FileRefused(EXTERNAL)
    if "/activex/" in name or ("/embeddings/" in name and (inside or not name.endswith(_NESTED))):
        raise FileRefused(EMBEDDED)
    watch = _Watch(name) if name.endswith(_XML) else None
    nested = bytearray() if "/embeddings/" in name and not entry.is_dir() else None
    size = 0
    for piece in _pieces(package, entry):
        size += len(piece)
        if size > left:
            raise FileRefused(TOO_MUCH)
        if watch is not None:
            watch.read(piece)
        if nested is not None:
            nested += piece
    if nested:
        check_office(bytes(nested), "", inside=True)
    return size


def _pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(entry) as stream:
        while piece := stream.read(_PIECE):
            yield piece


class _Watch:
    """Reads one XML part: refuses declared entities, links that fetch, and fields that call other programs."""

    def __init__(self, name: str) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_declaration
        self._parser.buffer_text = True
        self._whole = name.endswith(".rels") or name == "word/document.xml"
        self._past_start = False
        if name.endswith(".rels"):
            self._parser.StartElementHandler = self._relationship
        else:
            self._parser.StartElementHandler = self._start
        if name == "word/document.xml":
            self._parser.CharacterDataHandler = self._words

    def read(self, piece: bytes) -> None:
        """After the first element nothing can be declared any more, so most parts are only read that far."""
        if self._whole or not self._past_start:
            self._parser.Parse(piece, False)

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._past_start = True

    def _refuse_declaration(self, *_declared: object) -> None:
        raise FileRefused(DECLARED_ENTITIES)

    def _relationship(self, _name: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode", "").lower() != "external":
            return
        is_link = attributes.get("Type", "").endswith("/hyperlink")
        if not is_link or not _SAFE_LINK.match(attributes.get("Target", "").strip()):
            raise FileRefused(EXTERNAL)

    def _words(self, text: str) -> None:
        if "DDEAUTO" in text:
            raise FileRefused(EXTERNAL)
