"""The real server, started again and again: a process that has loaded the program divides itself for each life.

Run as `python -m tests.trust.server_lives PORT`: every line it reads starts `awards run`'s own server (two
workers) in a process group of its own and is answered with the group's number. What a kill destroys is the whole
server; what is saved is only the time to read the program's files from the disk, and to start the process that
reads uploads.
"""

from __future__ import annotations

import os
import sys

from awards.app import create_app
from awards.base.side_process import BESIDE
from awards.cli.run import serve
from awards.config import Settings


def main() -> None:
    port = int(sys.argv[1])
    create_app(Settings())  # as `awards run` does before it serves: what is loaded now, every life shares
    BESIDE.start()  # the process that reads files stands beside the server and outlives a kill; no judge here sends one
    for _ in sys.stdin:
        _bury()
        group = os.fork()
        if group == 0:
            os.setsid()
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 0)
            os.dup2(nowhere, 1)
            serve("127.0.0.1", port, 2)
            os._exit(0)
        os.write(1, f"{group}\n".encode())


def _bury() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


if __name__ == "__main__":
    main()
