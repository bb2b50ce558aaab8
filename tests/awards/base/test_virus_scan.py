"""ClamAV is asked by its own protocol; a file nobody looked at is not kept."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from awards.base.errors import DomainError
from awards.base.file_kinds import INFECTED, InfectedFile
from awards.base.files import read_upload
from awards.base.virus_scan import NOT_SCANNED, scan
from tests.file_makers import pdf


def read_exactly(line: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        piece = line.recv(length - len(found))
        if not piece:
            raise EOFError
        found += piece
    return found


def instream(line: socket.socket) -> bytes:
    """What came by INSTREAM: its name, then pieces with their lengths, then a length of nothing."""
    assert read_exactly(line, 10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack(">I", read_exactly(line, 4))[0]:
        content += read_exactly(line, length)
    return content


@contextmanager
def answering(server: socket.socket, answer: Callable[[bytes], bytes]) -> Iterator[list[bytes]]:
    """A scanner behind a real socket, for one question."""
    seen: list[bytes] = []

    def serve() -> None:
        line, _ = server.accept()
        with line:
            seen.append(instream(line))
            line.sendall(answer(seen[0]))

    with server:
        server.listen()
        thread = threading.Thread(target=serve)
        thread.start()
        yield seen
        thread.join()


def on_port() -> tuple[socket.socket, str]:
    server = socket.create_server(("127.0.0.1", 0))
    return server, f"127.0.0.1:{server.getsockname()[1]}"


def verdict(content: bytes) -> bytes:
    return b"stream: Test.Virus FOUND\0" if b"virus" in content else b"stream: OK\0"


def test_without_a_scanner_nothing_is_asked() -> None:
    scan(b"virus", "")


def test_a_clean_file_passes_whole(tmp_path: Path) -> None:
    content = bytes(200_000)
    server, address = on_port()
    with answering(server, verdict) as seen:
        scan(content, address)
    assert seen == [content]


def test_a_scanner_behind_a_unix_socket_is_asked_too(tmp_path: Path) -> None:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "clamd"))
    with answering(server, verdict), pytest.raises(InfectedFile):
        scan(b"a virus", str(tmp_path / "clamd"))


def test_an_infected_file_is_refused_and_what_was_found_is_told() -> None:
    server, address = on_port()
    with answering(server, verdict), pytest.raises(InfectedFile) as refused:
        scan(b"a virus", address)
    assert (refused.value.sentence, refused.value.signature) == (INFECTED, "Test.Virus")


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but not quite\0"])
def test_any_other_answer_refuses_the_file(answer: bytes) -> None:
    server, address = on_port()
    with answering(server, lambda content: answer), pytest.raises(DomainError) as refused:
        scan(b"content", address)
    assert refused.value.sentence == NOT_SCANNED


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock"])
def test_nobody_there_refuses_the_file(address: str) -> None:
    with pytest.raises(DomainError) as refused:
        scan(b"content", address)
    assert refused.value.sentence == NOT_SCANNED


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_every_file_handed_in_is_scanned_when_a_scanner_is_set(app: Flask) -> None:
    server, address = on_port()
    app.extensions["settings"].files.clamav = address
    with answering(server, lambda content: b"stream: Test.Virus FOUND\0") as seen, pytest.raises(InfectedFile):
        read_upload(pdf(), "a.pdf", "file")
    assert seen == [pdf()]
