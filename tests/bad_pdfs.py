"""PDF files that act, hide, lie or never end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache, partial

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from awards.base import file_kinds, pdf_check
from awards.base.file_kinds import MEBIBYTE
from tests.file_makers import BadFile, office, pdf, plain_zip

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def bad_pdfs() -> Iterator[BadFile]:
    for what, change, sentence in _active_pdf():
        yield BadFile("a.pdf", f"PDF {what}", partial(pdf, 1, change), sentence)
    yield BadFile("a.pdf", "PDF locked", partial(pdf, 1, lambda w: w.encrypt("mật khẩu")), file_kinds.LOCKED)
    yield BadFile("a.pdf", "PDF locked for change", partial(pdf, 1, lambda w: w.encrypt("", "chủ")), file_kinds.LOCKED)
    pages = "Tệp PDF phải có từ 1 đến 2000 trang."
    yield BadFile("a.pdf", "PDF 2,001 pages", cache(partial(pdf, 2001)), pages)
    yield BadFile("a.pdf", "PDF 10,000 pages said", partial(_counted, 10_000), pages)
    yield BadFile("a.pdf", "PDF without pages", partial(pdf, 0), "")
    yield BadFile("a.pdf", "PDF that leads to itself", _circle, "")
    yield BadFile("a.pdf", "PDF deep", partial(_raw_pdf, b"/X " + b"[" * 100_000 + b"]" * 100_000), "")
    yield BadFile("a.pdf", "PDF of 120,000 objects", _wide, pdf_check.TOO_COMPLEX)
    yield BadFile("a.pdf", "PDF escaped name", partial(_raw_pdf, b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>"),
                  pdf_check.ACTIVE)  # fmt: skip
    yield BadFile("a.pdf", "PDF script in packed objects", _packed_script, pdf_check.ACTIVE)
    yield BadFile("a.pdf", "PDF packed bomb", _packed_bomb, "")
    good = pdf(3)
    for part in range(10):
        cut = good[: 20 + part * (len(good) - 60) // 10]
        yield BadFile("a.pdf", f"PDF cut {part}", partial(bytes, cut), file_kinds.BROKEN_PDF)
    for what, tail in (
        ("zip", plain_zip()),
        ("Word", office("word")),
        ("HTML", b"<html><script>alert(1)</script></html>"),
        ("program", b"MZ" + b"x" * 500),
        ("another", b"A" * 5000),
    ):
        yield BadFile("a.pdf", f"PDF with {what} behind", partial(bytes, good + tail), file_kinds.TWO_IN_ONE)
    for what, front in (("GIF", b"GIF89a"), ("HTML", b"<html>"), ("script", b"/*"), ("mark", b"\xef\xbb\xbf")):
        yield BadFile("a.pdf", f"PDF with {what} before", partial(bytes, front + good), file_kinds.TWO_IN_ONE)
    yield BadFile("a.pdf", "PDF with EICAR", partial(bytes, good + b"\n" + EICAR), file_kinds.INFECTED)
    yield BadFile("a.pdf", "only a PDF mark", partial(bytes, b"%PDF-1.7\n%%EOF\n"), file_kinds.BROKEN_PDF)


def _action(kind: str, **more: object) -> DictionaryObject:
    entries = {NameObject("/S"): NameObject(kind)}
    entries |= {NameObject(f"/{key}"): TextStringObject(value) for key, value in more.items()}  # type: ignore[misc]
    return DictionaryObject(entries)


def _active_pdf() -> Iterator[tuple[str, Callable[[PdfWriter], None], str]]:
    script = _action("/JavaScript", JS="app.alert(1)")

    def on_root(key: str, value: object) -> Callable[[PdfWriter], None]:
        return lambda writer: writer.root_object.update({NameObject(key): value})  # type: ignore[dict-item]

    def on_page(key: str, value: object) -> Callable[[PdfWriter], None]:
        return lambda writer: writer.pages[0].update({NameObject(key): value})  # type: ignore[dict-item]

    def annotated(action: object, key: str = "/A", kind: str = "/Link") -> Callable[[PdfWriter], None]:
        note = DictionaryObject({NameObject("/Subtype"): NameObject(kind), NameObject(key): action})  # type: ignore[dict-item]
        return on_page("/Annots", ArrayObject([note]))

    yield "script on opening", on_root("/OpenAction", script), pdf_check.ACTIVE
    named = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), script])})
    yield "script by name", on_root("/Names", DictionaryObject({NameObject("/JavaScript"): named})), pdf_check.ACTIVE
    yield "script on a page", on_page("/AA", DictionaryObject({NameObject("/O"): script})), pdf_check.ACTIVE
    yield "script on closing", on_root("/AA", DictionaryObject({NameObject("/WC"): script})), pdf_check.ACTIVE
    yield "script in a link", annotated(script), pdf_check.ACTIVE
    chained = _action("/URI", URI="https://a.example")
    chained[NameObject("/Next")] = ArrayObject([script])
    yield "script after a link", annotated(chained), pdf_check.ACTIVE
    field = DictionaryObject({NameObject("/AA"): DictionaryObject({NameObject("/K"): script})})
    fields = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
    yield "script in a field", on_root("/AcroForm", fields), pdf_check.ACTIVE
    xfa = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
    yield "form that computes", on_root("/AcroForm", xfa), pdf_check.ACTIVE
    for kind in ("/Launch", "/GoToR", "/GoToE", "/ImportData", "/RichMediaExecute"):
        yield f"{kind} on opening", on_root("/OpenAction", _action(kind, F="cmd.exe")), pdf_check.ACTIVE
        yield f"{kind} in a link", annotated(_action(kind, F="cmd.exe")), pdf_check.ACTIVE
    yield "file inside", lambda writer: _ignore(writer.add_attachment("a.exe", b"MZ")), pdf_check.ATTACHMENTS
    yield "file on a page", annotated(DictionaryObject(), "/FS", "/FileAttachment"), pdf_check.ATTACHMENTS
    yield "film", annotated(DictionaryObject(), "/RichMediaContent", "/RichMedia"), pdf_check.ACTIVE


def _ignore(_value: object) -> None:
    pass


def _raw_pdf(root: bytes, *objects: bytes, pages: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>") -> bytes:
    """A PDF put together by hand: ``root`` goes into the catalogue, ``objects`` get numbers from 4."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate((b"<</Type/Catalog/Pages 2 0 R " + root + b">>", pages, page, *objects), start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, start)
    return bytes(out)


def _counted(count: int) -> bytes:
    return _raw_pdf(b"", pages=b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % count)


def _circle() -> bytes:
    return _raw_pdf(b"", pages=b"<</Type/Pages/Kids[2 0 R]/Count 1>>")


@cache
def _wide() -> bytes:
    return _raw_pdf(b"/X[4 0 R 5 0 R 6 0 R]", *[b"[" + b"<<>>" * 40_000 + b"]"] * 3)


def _stream(content: bytes, entries: bytes) -> bytes:
    packed = zlib.compress(content, 1)
    return b"<</Filter/FlateDecode/Length %d%b>>stream\n%b\nendstream" % (len(packed), entries, packed)


def _with_packed_objects(objects: bytes, first: int) -> bytes:
    """Object 5 lies in the packed stream 4; the cross-reference is a stream too."""
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        4: _stream(objects, b"/Type/ObjStm/N 1/First %d" % first),
    }
    for number, body in bodies.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    rows = b"".join(struct.pack(">BIB", 1, offsets[number], 0) for number in bodies)
    rows = struct.pack(">BIB", 0, 0, 255) + rows + struct.pack(">BIB", 2, 4, 0) + struct.pack(">BIB", 1, start, 0)
    out += b"6 0 obj\n%b\nendobj\n" % _stream(rows, b"/Type/XRef/Size 7/W[1 4 1]/Root 1 0 R")
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _packed_script() -> bytes:
    return _with_packed_objects(b"5 0 <</S/JavaScript/JS(app.alert(1))>>", 4)


@cache
def _packed_bomb() -> bytes:
    return _with_packed_objects(b"5 0 " + b"[" + b" " * (200 * MEBIBYTE) + b"]", 4)
