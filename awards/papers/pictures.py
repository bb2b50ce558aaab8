"""Papers shown as pictures inside the system: drawn once in a limited process, then remembered.

For every area that shows papers: ask who may see the file first (the area's own loader), then
:func:`pages_of`, :func:`page_picture` and :func:`thumbnail`.
"""

from __future__ import annotations

import json
from typing import Protocol

from flask import Response, abort

from awards.base.file_kinds import JPEG, PDF, PNG
from awards.base.files import file_store, show_inline
from awards.base.picture_sizes import PAGE_WIDTH, PICTURE_TYPE, THUMBNAIL_WIDTH
from awards.base.side_process import OutOfBounds, draw, page_sizes
from awards.base.transaction import without_lock

DRAWABLE = frozenset({PDF, JPEG, PNG})


class StoredFile(Protocol):
    """What has to be known of a file to draw it: a row of any area's table of files."""

    @property
    def sha256(self) -> str: ...

    @property
    def storage_key(self) -> str: ...

    @property
    def media_type(self) -> str: ...


def pages_of(file: StoredFile) -> list[tuple[int, int]]:
    """Width and height of each page's picture; empty for what cannot be drawn (Word, Excel)."""
    if file.media_type not in DRAWABLE:
        return []
    sha256, key, media_type = file.sha256, file.storage_key, file.media_type
    known = file_store().picture(f"{sha256}.json")
    if known is None:
        with without_lock():
            known = _measure(key, media_type)
            file_store().keep_picture(f"{sha256}.json", known)
    return [(width, height) for width, height in json.loads(known)]


def page_picture(file: StoredFile, number: int) -> Response:
    """Page ``number`` (from 1) about 1,100 pixels wide; 404 for a page there is not."""
    return _picture(file, number, PAGE_WIDTH)


def thumbnail(file: StoredFile) -> Response:
    """A small picture of the first page; 404 for what cannot be drawn."""
    return _picture(file, 1, THUMBNAIL_WIDTH)


def _picture(file: StoredFile, number: int, across: int) -> Response:
    sha256, key, media_type = file.sha256, file.storage_key, file.media_type
    if not 1 <= number <= len(pages_of(file)):
        abort(404)
    name = f"{sha256}-{number}-{across}.webp"
    content = file_store().picture(name)
    if content is None:
        with without_lock():
            content = _draw(key, media_type, number, across)
            file_store().keep_picture(name, content)
    if not content:
        abort(404)
    return show_inline(content, f"trang-{number}.webp", PICTURE_TYPE)


def _measure(key: str, media_type: str) -> bytes:
    try:
        return json.dumps(page_sizes(file_store().get(key), media_type)).encode()
    except OutOfBounds:
        return b"[]"


def _draw(key: str, media_type: str, number: int, across: int) -> bytes:
    """Nothing stands for a page that cannot be drawn within the limits, so nobody tries again."""
    try:
        return draw(file_store().get(key), media_type, number, across)
    except OutOfBounds:
        return b""
