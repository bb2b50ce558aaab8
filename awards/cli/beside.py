"""The worker that ``awards run`` starts beside the server, watches, and takes along when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from awards.config import ROOT

RESTARTS_AFTER = 2.0
"""Seconds before a worker that died is started again."""
ENDS_WITHIN = 40.0
"""Seconds a worker has for its running job; longer than it waits itself."""


@contextmanager
def worker_beside(home: Path) -> Iterator[None]:
    """A worker of this installation runs as long as the block; at the end it is let finish what it does."""
    watch = _Watch(home)
    watch.start()
    try:
        yield
    finally:
        watch.stop()


class _Watch:
    """Starts ``awards work`` and starts it again when it dies. Its standard input tells it that the server lives."""

    def __init__(self, home: Path) -> None:
        self._command = [sys.executable, "-m", "awards.cli.main", "work", "--beside", "--home", str(home)]
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="worker", daemon=True)

    def start(self) -> None:
        self._start_process()
        self._thread.start()
        os.register_at_fork(after_in_child=self._let_go)

    def stop(self) -> None:
        with self._lock:
            self._ending.set()
            process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()  # its job begins anew next time
                process.wait()
        self._let_go()

    def _watch(self) -> None:
        while self._process is not None:
            self._process.wait()
            if self._ending.wait(RESTARTS_AFTER):
                return
            with self._lock:
                if self._ending.is_set():
                    return
                self._let_go()
                self._start_process()

    def _start_process(self) -> None:
        # A session of its own: Ctrl+C reaches the server alone, which then asks the worker to finish.
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            self._command, cwd=ROOT, stdin=subprocess.PIPE, start_new_session=True
        )

    def _let_go(self) -> None:
        """Close the pipe; a process forked off the server must not hold it when the server is gone."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
