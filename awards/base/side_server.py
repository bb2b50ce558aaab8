"""What a process beside the server does: it waits with its libraries loaded, and makes a limited child for every order.

A program that is one (:mod:`awards.base.side_tasks`, :mod:`awards.exports.document_tasks`) is started by
:mod:`awards.base.side_process` with one end of a line and an environment without any secret.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import resource
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from awards.base.errors import DomainError
from awards.base.side_protocol import ANSWER, BROKEN, DONE, HEAD, REFUSED, read_exactly

_LONGEST_REASON = 500


@dataclass(frozen=True)
class Room:
    """What one process can do. ``seconds`` of work for each task, ``memory`` in bytes beyond what a child starts with.

    After ``idle`` seconds without an order the process ends itself; without a number it waits for ever.
    """

    tasks: Mapping[str, Callable[..., bytes]]
    seconds: Mapping[str, int]
    memory: int
    idle: float | None = None


def serve(control: socket.socket, room: Room) -> None:
    """Make a child for every line handed over, until the server is gone or nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children leave no trace behind
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, all that is loaded
    control.settimeout(room.idle)
    while True:
        try:
            _, lines, _, _ = socket.recv_fds(control, 1, 1)
        except TimeoutError:
            control.shutdown(socket.SHUT_RD)  # whoever asks from now on starts another; who asked already is served
            continue
        if not lines:
            return
        if os.fork() == 0:
            as_child(control, lines[0], room)
        os.close(lines[0])


def as_child(control: socket.socket, line: int, room: Room) -> NoReturn:
    try:
        control.close()
        with socket.socket(fileno=line) as connected:
            _work(connected, room)
    finally:
        os._exit(0)


def _work(line: socket.socket, room: Room) -> None:
    order_length, length = HEAD.unpack(read_exactly(line, HEAD.size))
    order = json.loads(read_exactly(line, order_length))
    task = order.pop("task")
    _limit(room.seconds[task], room.memory)
    try:
        verdict, body = DONE, room.tasks[task](read_exactly(line, length), **order)
    except DomainError as refusal:
        verdict, body = REFUSED, refusal.sentence.encode()
    except Exception as error:  # noqa: BLE001 - a parser met bytes made by a stranger: anything may come
        verdict, body = BROKEN, f"{type(error).__name__}: {error}"[:_LONGEST_REASON].encode("utf-8", "replace")
    line.sendall(ANSWER.pack(verdict, len(body)) + body)


def _limit(seconds: int, memory: int) -> None:
    """Limits of the child: memory beyond what it starts with, seconds of work and of life, no file written."""
    at_start = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, at_start + memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(4 * seconds)
