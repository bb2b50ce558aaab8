"""What the server and the process beside it say to each other over one line per file."""

from __future__ import annotations

import socket
import struct

from awards.base.file_kinds import MEBIBYTE

HEAD = struct.Struct(">II")
"""Lengths of the order (JSON) and of the file, which follow."""
ANSWER = struct.Struct(">cI")
"""The verdict and the length of what follows."""
DONE, REFUSED, BROKEN = b"d", b"r", b"b"


def read_exactly(line: socket.socket, length: int) -> bytes:
    """So many bytes, or :class:`EOFError` when the other end is gone."""
    found = bytearray()
    while len(found) < length:
        piece = line.recv(min(length - len(found), MEBIBYTE))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)
