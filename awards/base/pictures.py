"""Papers as pictures: pages of a PDF and small pictures of photos. Runs in a process of its own.

Pictures are re-encoded: what a camera wrote beside the image (place, owner, device) is gone.
"""

from __future__ import annotations

import io
import warnings

import pypdfium2
from PIL import Image, ImageOps

from awards.base.file_kinds import JPEG, PDF, PNG
from awards.base.picture_check import refuse_large
from awards.base.picture_sizes import PAGE_WIDTH, TALLEST

_FORMATS = {JPEG: "JPEG", PNG: "PNG"}
_QUALITY = 80


def page_sizes(content: bytes, media_type: str) -> list[tuple[int, int]]:
    """Width and height, in pixels, of the picture of every page."""
    if media_type != PDF:
        with _opened(content, media_type) as picture:
            turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)  # lies on its side
            width, height = picture.size[::-1] if turned else picture.size
        return [_fitted(width, height, PAGE_WIDTH, enlarge=False)]
    document = pypdfium2.PdfDocument(content)
    sizes = (document.get_page_size(number) for number in range(len(document)))
    return [_fitted(width, height, PAGE_WIDTH) for width, height in sizes]


def draw(content: bytes, media_type: str, number: int, across: int) -> bytes:
    """Page ``number`` (from 1) as WebP, at most ``across`` pixels wide."""
    picture = _page(content, number, across) if media_type == PDF else _photo(content, media_type, across)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=2)
    return out.getvalue()


def _fitted(width: float, height: float, across: int, *, enlarge: bool = True) -> tuple[int, int]:
    scale = min(across / width, across * TALLEST / height)
    scale = scale if enlarge else min(scale, 1.0)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _page(content: bytes, number: int, across: int) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    page = document[number - 1]
    width, height = page.get_size()
    wanted = _fitted(width, height, across)
    scale = min(wanted[0] / width, wanted[1] / height)
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return drawn if drawn.size == wanted else drawn.resize(wanted)


def _photo(content: bytes, media_type: str, across: int) -> Image.Image:
    with _opened(content, media_type) as picture:
        if media_type == JPEG:
            picture.draft("RGB", (2 * across, 2 * across * TALLEST))
        picture.thumbnail((across * TALLEST, across * TALLEST))  # small first, so that turning it costs little
        turned = ImageOps.exif_transpose(picture)
        upright = _on_white(turned)
    upright.thumbnail((across, across * TALLEST))
    return Image.frombytes("RGB", upright.size, upright.tobytes())  # the pixels and nothing else


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _opened(content: bytes, media_type: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]])
    refuse_large(*picture.size)
    return picture
