"""The process beside the server in which files of strangers are read and drawn: the parsers are loaded here.

Started by :mod:`awards.base.side_process` as ``python -m awards.base.side_tasks``.
"""

from __future__ import annotations

import io
import json
import socket
import sys
from collections.abc import Callable

from PIL import Image
from pypdf import PdfWriter

from awards.base import office_check, pdf_check, picture_check, pictures
from awards.base.file_kinds import JPEG, MEBIBYTE, PDF, PNG
from awards.base.side_server import Room, serve

MEMORY = 280 * MEBIBYTE
SECONDS = {"inspect": 4, "page_sizes": 4, "draw": 8}


def _inspect(content: bytes, media_type: str) -> bytes:
    if media_type == PDF:
        pdf_check.check_pdf(content)
    elif media_type in (JPEG, PNG):
        picture_check.check_picture(content, media_type)
    else:
        office_check.check_office(content, media_type)
    return b""


def _page_sizes(content: bytes, media_type: str) -> bytes:
    return json.dumps(pictures.page_sizes(content, media_type)).encode()


TASKS: dict[str, Callable[..., bytes]] = {"inspect": _inspect, "page_sizes": _page_sizes, "draw": pictures.draw}
ROOM = Room(TASKS, SECONDS, MEMORY)


def get_ready() -> None:
    """Load what the parsers load at their first file, so that no child has to: 15 ms of work for each PDF."""
    Image.init()
    page, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(page)
    pdf_check.check_pdf(page.getvalue())


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as _control:
        get_ready()
        serve(_control, ROOM)
