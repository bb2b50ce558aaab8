"""Ports for servers of tests.

Taken from below the range out of which the system gives ports to connections: a port from there may be given away
between the moment it is found free and the moment, seconds or a restart later, a server listens on it.
"""

from __future__ import annotations

import os
import socket
from itertools import count

FIRST, PORTS = 12_000, 20_000
_turn = count()


def free_port() -> int:
    """A port nobody listens on; each process begins to look at another place, and never takes one twice."""
    begin = os.getpid() * 61
    for _ in range(PORTS):
        port = FIRST + (begin + next(_turn)) % PORTS
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no free port from {FIRST} on")
