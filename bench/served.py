"""A server as a process of its own, and what it cost: CPU and memory of it and its workers, from /proc."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int
    log: Path

    def last_words(self, lines: int = 40) -> str:
        """The end of what the server and its workers wrote: why an answer was an error stands there."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def cpu_seconds(self) -> float:
        """User and system time of the process and everything below it so far."""
        total = 0.0
        for pid in _family(self.pid):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except FileNotFoundError:
                continue
            total += (int(fields[11]) + int(fields[12])) / TICKS
        return total

    def family(self) -> list[int]:
        """The process and everything below it."""
        return _family(self.pid)

    def megabytes(self) -> float:
        """Resident memory of the workers together."""
        return sum(_resident(pid) for pid in _family(self.pid)) / 1_000_000


@contextmanager
def served(command: Sequence[str], port: int, environment: dict[str, str], cwd: Path) -> Iterator[Server]:
    """Start the command, wait until it answers on the port, stop it with everything below it."""
    with (
        tempfile.NamedTemporaryFile(prefix="served-", suffix=".log") as log,
        subprocess.Popen(
            command, cwd=cwd, env=os.environ | environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            _wait_for(port, process)
            yield Server(port, process.pid, Path(log.name))
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with code {process.returncode} before it answered")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not answer within a minute")


def _family(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    found, fresh = {root}, {root}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return sorted(found)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except FileNotFoundError:
        return 0
