"""Ask ClamAV about a file, by the INSTREAM command of its own protocol. Off unless the settings name it.

``clamav`` is ``host:port``, or the path of a Unix socket. When it cannot be asked the file is refused: a
file nobody looked at is not kept.
"""

from __future__ import annotations

import socket
import struct

from awards.base.file_kinds import INFECTED, FileRefused, InfectedFile

SECONDS_TO_WAIT = 30.0
PIECE = 64 * 1024
NOT_SCANNED = "Hệ thống chưa quét được vi-rút nên chưa nhận tệp. Hãy thử lại sau ít phút."


def scan(content: bytes, address: str) -> None:
    """Raises :class:`InfectedFile` when something is found, :class:`FileRefused` when nobody answers."""
    if not address:
        return
    try:
        answer = _ask(content, address)
    except OSError as error:
        raise FileRefused(NOT_SCANNED) from error
    if answer.endswith(" FOUND"):
        raise InfectedFile(INFECTED, signature=answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer != "stream: OK":
        raise FileRefused(NOT_SCANNED)


def _ask(content: bytes, address: str) -> str:
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            piece = line.recv(4096)
            if not piece or len(answer) > PIECE:
                break
            answer += piece
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS_TO_WAIT)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS_TO_WAIT)
