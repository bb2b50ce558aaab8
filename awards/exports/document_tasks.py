"""The process beside the server in which documents and counts are made: the only one that loads Typst and pandas.

Started by :mod:`awards.exports.documents` as ``python -m awards.exports.document_tasks`` when the first document is
asked for; it ends itself when nobody asks for ten minutes.
"""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import typst

from awards.base.errors import DomainError
from awards.base.side_server import Room, serve
from awards.exports import frames


def _pdf(content: bytes, template: str, stamp: int) -> bytes:
    """PDF/A-2b of a template and its data (JSON). Raises :class:`DomainError` for a letter the fonts do not have."""
    try:
        return typst.compile(
            Path(template).read_bytes(),
            sys_inputs={"data": content.decode()},
            ignore_system_fonts=True,
            pdf_standards="a-2b",
            timestamp=stamp,
        )
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        raise DomainError("Có ký tự lạ nên không in được.") from error


def _by_province(content: bytes) -> bytes:
    return json.dumps(frames.counted_by_province(json.loads(content))).encode()


def _by_sector_group(content: bytes) -> bytes:
    return json.dumps(frames.counted_by_sector_group(json.loads(content))).encode()


ROOM = Room(
    tasks={"pdf": _pdf, "by_province": _by_province, "by_sector_group": _by_sector_group},
    seconds={"pdf": 60, "by_province": 10, "by_sector_group": 10},
    memory=1024 * 1024 * 1024,
    idle=600.0,
)

if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as _control:
        serve(_control, ROOM)
