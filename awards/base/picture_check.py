"""Is this picture whole and of a size a page can show? Runs in a process of its own."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib

from PIL import Image

from awards.base.file_kinds import BROKEN_PICTURE, JPEG, PNG, TWO_IN_ONE, FileRefused

LONGEST_SIDE = 12_000
MOST_PIXELS = 60_000_000
_PIECE = 64 * 1024
_FORMATS = {JPEG: "JPEG", PNG: "PNG"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # PNG's kinds of colour: samples per pixel
_FOREIGN_ANYWHERE = (b"%pdf-", b"<script", b"<?php")
_FOREIGN_BEHIND = (b"<html", b"<svg", b"rar!\x1a\x07")  # phones write films and depth pictures behind a photo

TOO_LARGE = (
    "Ảnh quá lớn: mỗi cạnh tối đa 12.000 điểm ảnh, cả ảnh tối đa 60 triệu điểm ảnh. Hãy thu nhỏ ảnh rồi tải lại."
)


def check_picture(content: bytes, media_type: str) -> tuple[int, int]:
    """Width and height in pixels. Raises :class:`FileRefused`; any other error means the picture is broken."""
    if zipfile.is_zipfile(io.BytesIO(content)) or b"%PDF-" in content[:1024]:
        raise FileRefused(TWO_IN_ONE)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]]) as picture:
            width, height = picture.size
            refuse_large(width, height)
            if media_type == JPEG:
                picture.draft("RGB", (width // 8, height // 8))  # reads every byte, keeps an eighth of each side
                picture.load()
            else:
                picture.verify()
    if media_type == PNG:
        _check_png(content)
    else:
        _refuse_foreign(content.lower())
    return width, height


def _refuse_foreign(content: bytes) -> None:
    """A photo in which some other reader would find a document or a program."""
    behind = content.rpartition(b"\xff\xd9")[2]
    if any(mark in content for mark in _FOREIGN_ANYWHERE) or any(mark in behind for mark in _FOREIGN_BEHIND):
        raise FileRefused(TWO_IN_ONE)


def refuse_large(width: int, height: int) -> None:
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise FileRefused(TOO_LARGE)


def _check_png(content: bytes) -> None:
    """Every row is there, no more is unpacked than the header promises, and nothing follows the end."""
    unpacker = zlib.decompressobj()
    unpacked, wanted, at = 0, 0, 8
    while True:
        length, name = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        if len(body) != length:
            raise FileRefused(BROKEN_PICTURE)
        if name == b"IHDR":
            wanted = _png_bytes(body)
        elif name == b"IDAT":
            unpacked += _unpack(unpacker, body, wanted - unpacked)
        at += length + 12
        if name == b"IEND":
            break
    if unpacked != wanted:
        raise FileRefused(BROKEN_PICTURE)
    if content[at:].strip(b"\x00\r\n"):
        raise FileRefused(TWO_IN_ONE)


def _png_bytes(header: bytes) -> int:
    """How many bytes the rows of the picture unpack to, their filter bytes included."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    bits = depth * _CHANNELS[colour]

    def rows(across: int, down: int) -> int:
        return down * (1 + (across * bits + 7) // 8) if across and down else 0

    if not interlaced:
        return rows(width, height)
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    return sum(rows(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in passes)


def _unpack(unpacker: zlib._Decompress, body: bytes, room: int) -> int:
    size = 0
    while body:
        size += len(unpacker.decompress(body, _PIECE))
        if size > room:
            raise FileRefused(BROKEN_PICTURE)
        body = unpacker.unconsumed_tail
    return size
