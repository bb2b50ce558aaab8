"""Files nobody should be able to hand in, each with the sentence it is refused with.

Everything is made here, byte by byte where no library would write it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import cache, partial

from awards.base import file_kinds, picture_check
from awards.base.file_kinds import MEBIBYTE
from tests.bad_office import bad_office
from tests.bad_pdfs import EICAR, bad_pdfs
from tests.file_makers import GOOD, BadFile, office, pdf, picture, plain_zip

# Things that are none of the five kinds, under every ending

_SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
STRANGE: dict[str, bytes] = {
    "HTML": b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>",
    "HTML with spaces": b"\r\n\t  <html><body onload=alert(1)></html>",
    "XHTML": b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>1</script></html>",
    "SVG": _SVG,
    "SVG with mark": b"\xef\xbb\xbf" + _SVG,
    "MHTML": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>",
    "JavaScript": b"alert(1)//",
    "PHP": b"<?php system($_GET['c']); ?>",
    "program": b"MZ\x90\x00" + bytes(200) + b"This program cannot be run in DOS mode",
    "Linux program": b"\x7fELF\x02\x01\x01" + bytes(100),
    "script": b"#!/bin/sh\nrm -rf ~\n",
    "batch": b"@echo off\r\ndel *.*\r\n",
    "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100),
    "RAR": b"Rar!\x1a\x07\x01\x00" + bytes(60),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(60),
    "GIF": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "BMP": b"BM" + bytes(60),
    "WebP": b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(40),
    "TIFF": b"II*\x00" + bytes(60),
    "video": b"\x00\x00\x00\x18ftypmp42" + bytes(40),
    "sound": b"ID3\x03" + bytes(60),
    "RTF": rb"{\rtf1\ansi text}",
    "text": "Báo cáo của hợp tác xã".encode(),
    "table": b"a,b,c\r\n=cmd|' /C calc'!A0,1,2\r\n",
    "PostScript": b"%!PS-Adobe-3.0\n(file) run",
    "Flash": b"FWS\x09" + bytes(60),
    "Java": b"\xca\xfe\xba\xbe" + bytes(60),
    "XML": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    "JSON": b'{"a": 1}',
    "nulls": bytes(4096),
}


def _strange() -> Iterator[BadFile]:
    for what, content in STRANGE.items():
        for ending in GOOD:
            yield BadFile(f"Báo cáo.{ending}", what, partial(bytes, content), file_kinds.WRONG_KIND)
    for ending in ("pdf", "docx", "xlsx", "jpg", "png"):
        yield BadFile(f"rỗng.{ending}", "empty", bytes, file_kinds.EMPTY)
        yield BadFile(f"một.{ending}", "one byte", partial(bytes, b"%"), file_kinds.WRONG_KIND)
        yield BadFile(f"vi-rút.{ending}", "EICAR", partial(bytes, EICAR), file_kinds.INFECTED)
        yield BadFile(f"nén.{ending}", "plain zip", plain_zip, file_kinds.WRONG_KIND)
        too_big = "Tệp phải nhỏ hơn 25 MB (tệp này 26 MB)."
        yield BadFile(f"to.{ending}", "26 MB", partial(_padded, ending), too_big)
    for ending in ("doc", "xls", "ppt", "docx", "xlsx", "pdf"):
        yield BadFile(f"đời cũ.{ending}", "old Office", partial(_compound, b"WordDocument"), file_kinds.OLD_OFFICE)
    for ending in ("docx", "xlsx"):
        locked = partial(_compound, "EncryptedPackage".encode("utf-16-le"))
        yield BadFile(f"mật khẩu.{ending}", "locked Office", locked, file_kinds.LOCKED)
    for brand in (b"heic", b"heix", b"mif1", b"hevc", b"avif"):
        for name in ("IMG_0001.HEIC", "IMG_0001.jpg"):
            yield BadFile(name, f"HEIC {brand.decode()}", partial(_heic, brand), file_kinds.HEIC)


def _padded(ending: str) -> bytes:
    content = GOOD[ending]()
    return content + bytes(25 * MEBIBYTE + 1 - len(content))


def _compound(inside: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + inside + bytes(512)


def _heic(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00" + bytes(200)


# Good content under a name that says something else


def _misnamed() -> Iterator[BadFile]:
    endings = ("exe", "js", "html", "svg", "scr", "bat", "php", "lnk", "pdf.exe", "docx.js", "jpg.scr", "png.html")
    for kind, make in GOOD.items():
        for ending in (*endings, *(other for other in GOOD if other != kind)):
            yield BadFile(f"a.{ending}", f"{kind} named {ending}", make, f"Tệp tên là “a.{ending}” nhưng nội dung là")
    yield BadFile("khong-duoi", "no ending", pdf, "Tệp tên là “khong-duoi”")
    yield BadFile(".pdf", "only an ending", pdf, "Tệp tên là “.pdf”")
    yield BadFile("a.pdf\x00.exe", "null in the name", pdf, "Tệp tên là “a.pdf.exe”")
    yield BadFile("bao\u202efdp.exe", "direction in the name", pdf, "Tệp tên là “baofdp.exe”")
    yield BadFile("../../", "only a path", pdf, "Chọn tệp cần tải lên.")
    yield BadFile("\u200b\u202e", "nothing to see", pdf, "Chọn tệp cần tải lên.")
    for ending in ("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam"):
        yield BadFile(f"a.{ending}", "macro ending", partial(office, "word"), file_kinds.MACROS)


# Pictures


def _pictures() -> Iterator[BadFile]:
    yield BadFile("a.png", "PNG 30,000 wide", partial(_png, 30_000, 1), picture_check.TOO_LARGE)
    yield BadFile("a.png", "PNG 12,001 high", partial(_png, 1, 12_001), picture_check.TOO_LARGE)
    yield BadFile("a.png", "PNG 900 million points", partial(_png, 30_000, 30_000, 100_000), "")
    yield BadFile("a.png", "PNG 61 million points", partial(_png, 10_000, 6_100), picture_check.TOO_LARGE)
    yield BadFile("a.jpg", "JPEG 12,001 wide", partial(picture, 12_001, 8), picture_check.TOO_LARGE)
    yield BadFile("a.jpg", "JPEG 65,000 square", _jpeg_that_claims, "")
    yield BadFile("a.png", "PNG with more than it says", partial(_png, 10, 10, 60 * MEBIBYTE), "")
    yield BadFile("a.png", "PNG with less than it says", partial(_png, 9_000, 6_000, 10), file_kinds.BROKEN_PICTURE)
    yield BadFile("a.png", "PNG profile bomb", partial(_png_with, b"iCCP", b"a\x00\x00"), "")
    yield BadFile("a.png", "PNG text bomb", partial(_png_with, b"zTXt", b"a\x00\x00"), "")
    png, jpg = picture(300, 200, "PNG"), picture(300, 200)
    for part in (1, 2, 3, 4):
        cut = len(png) * part // 5
        yield BadFile("a.png", f"PNG cut {part}", partial(bytes, png[: max(40, cut)]), file_kinds.BROKEN_PICTURE)
        cut = len(jpg) * part // 5
        yield BadFile("a.jpg", f"JPEG cut {part}", partial(bytes, jpg[:cut]), file_kinds.BROKEN_PICTURE)
    yield BadFile("a.png", "PNG wrong checksum", partial(_flipped, png), file_kinds.BROKEN_PICTURE)
    for what, tail in (
        ("zip", plain_zip()),
        ("Java archive", office("word")),
        ("PDF", pdf()),
        ("HTML", b"<html><script>alert(1)</script></html>"),
        ("PHP", b"<?php system('id'); ?>"),
    ):
        yield BadFile("a.png", f"PNG with {what} behind", partial(bytes, png + tail), file_kinds.TWO_IN_ONE)
        yield BadFile("a.jpg", f"JPEG with {what} behind", partial(bytes, jpg + tail), file_kinds.TWO_IN_ONE)
    hidden = picture(40, 30, comment=b"%PDF-1.4 hidden")
    yield BadFile("a.jpg", "JPEG with PDF in its comment", partial(bytes, hidden), file_kinds.TWO_IN_ONE)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@cache
def _png(width: int, height: int, unpacked: int | None = None) -> bytes:
    """A grey PNG; ``unpacked`` bytes of rows, as many as its size needs where not given."""
    needed = height * (width + 1) if unpacked is None else unpacked
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(bytes(min(MEBIBYTE, needed - at))) for at in range(0, needed, MEBIBYTE))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body + packer.flush()) + _chunk(b"IEND", b"")
    )


@cache
def _png_with(name: bytes, front: bytes) -> bytes:
    content = _png(8, 8)
    at = content.index(b"IDAT") - 4
    return content[:at] + _chunk(name, front + zlib.compress(bytes(100 * MEBIBYTE), 9)) + content[at:]


def _jpeg_that_claims() -> bytes:
    content = bytearray(picture())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(content)


def _flipped(content: bytes) -> bytes:
    at = content.index(b"IDAT") + 8
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


BAD: list[BadFile] = [*_strange(), *_misnamed(), *bad_office(), *bad_pdfs(), *_pictures()]
