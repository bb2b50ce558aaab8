"""Good files made from nothing, and what a bad one is: shared by the lists of bad files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PIL import Image
from pypdf import PdfWriter

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class BadFile:
    """A file, made when it is needed, and the sentence (or its beginning) it is refused with."""

    name: str
    what: str
    make: Callable[[], bytes]
    sentence: str

    @property
    def id(self) -> str:
        return f"{self.what}: {ascii(self.name)[1:40]}"


def pdf(pages: int = 1, change: Callable[[PdfWriter], None] | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if change is not None:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(width: int = 40, height: int = 30, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (120, 30, 40)).save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def office(
    kind: str, more: dict[str, bytes | str] | None = None, *, types: str = "", rels: str = "", level: int = 6
) -> bytes:
    """A small Word ("word") or Excel ("xl") file; ``more`` adds or replaces entries, ``rels`` adds relationships."""
    entries = office_entries(kind, types=types, rels=rels) | (more or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return out.getvalue()


def office_entries(kind: str, *, types: str = "", rels: str = "") -> dict[str, bytes | str]:
    main = "wordprocessingml.document.main" if kind == "word" else "spreadsheetml.sheet.main"
    part = "word/document.xml" if kind == "word" else "xl/workbook.xml"
    inner = "<w:document xmlns:w='w'/>" if kind == "word" else "<workbook xmlns='s'/>"
    return {
        "[Content_Types].xml": (
            f"<?xml version='1.0'?><Types xmlns='{PACKAGE}/content-types'>"
            f"<Override PartName='/{part}' ContentType='application/vnd.openxmlformats-officedocument.{main}+xml'/>"
            f"{types}</Types>"
        ),
        "_rels/.rels": relations(f"<Relationship Id='r1' Type='{RELATION}/officeDocument' Target='{part}'/>"),
        part: f"<?xml version='1.0'?>{inner}",
        f"{part.partition('/')[0]}/_rels/{part.partition('/')[2]}.rels": relations(rels),
    }


def relations(inner: str) -> str:
    return f"<?xml version='1.0'?><Relationships xmlns='{PACKAGE}/relationships'>{inner}</Relationships>"


GOOD: dict[str, Callable[[], bytes]] = {
    "pdf": pdf,
    "docx": partial(office, "word"),
    "xlsx": partial(office, "xl"),
    "jpg": picture,
    "png": partial(picture, kind="PNG"),
}


def plain_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "a")
    return out.getvalue()
