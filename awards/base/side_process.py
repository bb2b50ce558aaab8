"""Files of strangers are parsed, and documents made, in short-lived processes with limits, never in the server itself.

A small process waits beside the server with the libraries loaded and without any secret. For each order it
makes a child of its own, which may use so much memory and so many seconds; whatever happens to the child,
the server reads an answer or the end of the line.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading

from awards.base.errors import DomainError
from awards.base.file_kinds import BROKEN_SENTENCES, FileRefused
from awards.base.side_protocol import ANSWER, BROKEN, HEAD, REFUSED, read_exactly
from awards.config import ROOT

MOST_AT_ONCE = 2
PATIENCE = 60.0
_FEW_THREADS = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "2"}
"""Every thread reserves memory, which a child's limit counts; and a process with threads cannot be forked safely."""
BUSY = "Hệ thống đang xử lý nhiều tệp. Hãy thử lại sau ít phút."


class OutOfBounds(Exception):
    """The file could not be read within the limits, or broke the reader."""


def inspect(content: bytes, media_type: str) -> None:
    """Open the file with the parser of its kind. Raises :class:`FileRefused` with the reason."""
    try:
        BESIDE.run("inspect", content, media_type=media_type)
    except OutOfBounds as error:
        raise FileRefused(BROKEN_SENTENCES[media_type]) from error


def page_sizes(content: bytes, media_type: str) -> list[tuple[int, int]]:
    """Pixels of every page's picture. Raises :class:`OutOfBounds` for a file nobody can draw."""
    answer = json.loads(BESIDE.run("page_sizes", content, media_type=media_type))
    return [(width, height) for width, height in answer]


def draw(content: bytes, media_type: str, number: int, across: int) -> bytes:
    """A page as WebP. Raises :class:`OutOfBounds` when it cannot be drawn within the limits."""
    return BESIDE.run("draw", content, media_type=media_type, number=number, across=across)


class Beside:
    """A process that waits beside the server. Started when first needed, or before the server divides into workers:
    then all of them use the same one, and a worker starts one of its own only when that one is gone.

    ``refusal`` is raised with the sentence of a child that refuses its order.
    """

    def __init__(self, *program: str, refusal: type[DomainError] = FileRefused) -> None:
        self._program = program
        self._refusal = refusal
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def run(self, task: str, content: bytes, **arguments: str | int) -> bytes:
        if not self._places.acquire(timeout=PATIENCE):
            raise DomainError(BUSY)
        try:
            return self._ask(task, content, arguments)
        finally:
            self._places.release()

    def _ask(self, task: str, content: bytes, arguments: dict[str, str | int]) -> bytes:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._hand_over(theirs)
            ours.settimeout(PATIENCE)
            order = json.dumps({"task": task, **arguments}).encode()
            try:
                ours.sendall(HEAD.pack(len(order), len(content)) + order)
                ours.sendall(content)
            except (BrokenPipeError, ConnectionResetError, TimeoutError):
                pass  # the child gave up before the end; what it said stands
            verdict, body = _read_answer(ours)
        if verdict == REFUSED:
            raise self._refusal(body.decode())
        if verdict == BROKEN:
            raise OutOfBounds(body.decode())
        return body

    def start(self) -> None:
        """Start the process now, for this server process and those it will be divided into."""
        with self._lock:
            if self._control is None:
                self._start()

    def _hand_over(self, theirs: socket.socket) -> None:
        with self._lock:
            for _ in range(2):
                control = self._control or self._start()
                try:
                    socket.send_fds(control, [b"1"], [theirs.fileno()])
                except OSError:
                    self.stop()  # somebody ended it; one more try with a new one
                else:
                    return
        raise OutOfBounds("no side process")

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, *self._program, str(theirs.fileno())]
            places = os.pathsep.join(path for path in sys.path if path)
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no word of a stranger
                command, pass_fds=[theirs.fileno()], cwd=ROOT, env={"PYTHONPATH": places, **_FEW_THREADS},
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        self._control, self._owner = ours, os.getpid()
        atexit.register(self.stop)
        return ours

    def stop(self) -> None:
        """End the process beside this one; the next order starts another. What another process started goes on."""
        if self._control is None:
            return
        self._control.close()
        if self._process is not None and self._owner == os.getpid():
            self._process.terminate()
            self._process.wait()
        self._control = self._process = None


BESIDE = Beside("-m", "awards.base.side_tasks")


def _read_answer(line: socket.socket) -> tuple[bytes, bytes]:
    try:
        verdict, length = ANSWER.unpack(read_exactly(line, ANSWER.size))
        return verdict, read_exactly(line, length)
    except (EOFError, OSError) as error:
        raise OutOfBounds("the child ended without an answer") from error
