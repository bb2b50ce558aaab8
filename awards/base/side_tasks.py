"""The process beside the server: it waits with the parsers loaded, and makes a limited child for every file.

Started by :mod:`awards.base.side_process` as ``python -m awards.base.side_tasks``, with one end of a
line and an environment without any secret.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from PIL import Image

from awards.base import office_check, pdf_check, picture_check, pictures
from awards.base.file_kinds import JPEG, MEBIBYTE, PDF, PNG, FileRefused
from awards.base.side_protocol import ANSWER, BROKEN, DONE, HEAD, REFUSED, read_exactly

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


def _limit(task: str) -> None:
    """Limits of the child: memory beyond what it starts with, seconds of work and of life, no file written."""
    at_start = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, at_start + MEMORY),
        (resource.RLIMIT_CPU, SECONDS[task]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(4 * SECONDS[task])


def _work(line: socket.socket) -> None:
    order_length, length = HEAD.unpack(read_exactly(line, HEAD.size))
    order = json.loads(read_exactly(line, order_length))
    task = order.pop("task")
    _limit(task)
    try:
        verdict, body = DONE, TASKS[task](read_exactly(line, length), **order)
    except FileRefused as refusal:
        verdict, body = REFUSED, refusal.sentence.encode()
    except Exception as error:  # noqa: BLE001 - a parser met bytes made by a stranger: anything may come
        verdict, body = BROKEN, type(error).__name__.encode()
    line.sendall(ANSWER.pack(verdict, len(body)) + body)


def serve(control: socket.socket) -> None:
    """Make a child for every line handed over, until the server is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children leave no trace behind
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    Image.init()
    while True:
        _, lines, _, _ = socket.recv_fds(control, 1, 1)
        if not lines:
            return
        if os.fork() == 0:
            as_child(control, lines[0])
        os.close(lines[0])


def as_child(control: socket.socket, line: int) -> NoReturn:
    try:
        control.close()
        with socket.socket(fileno=line) as connected:
            _work(connected)
    finally:
        os._exit(0)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as _control:
        serve(_control)
