"""The process beside the server as in :mod:`awards.base.side_tasks`, which writes down what each file cost.

``python -m tests.measured_tasks <file> <line>``: one line per child, seconds of work and kilobytes beyond the start.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
from pathlib import Path

from awards.base.side_server import as_child
from awards.base.side_tasks import ROOM, get_ready


def serve(control: socket.socket, report: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    get_ready()
    while True:
        _, lines, _, _ = socket.recv_fds(control, 1, 1)
        if not lines:
            return
        at_start = int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() // 1024
        child = os.fork()
        if child == 0:
            as_child(control, lines[0], ROOM)
        os.close(lines[0])
        _, _, used = os.wait4(child, 0)
        with report.open("a", encoding="ascii") as lines_of_report:
            seconds = used.ru_utime + used.ru_stime
            lines_of_report.write(f"{seconds:.3f} {max(0, used.ru_maxrss - at_start)}\n")


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[2])) as line:
        serve(line, Path(sys.argv[1]))
