"""Secret votes come in one by one: the two transactions of a vote are not mixed with those of another click.

Which slip is whose is stored nowhere, so nothing could tell afterwards a second click of one page from a second page.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from awards.config import Settings

LOCK_FILE = "ballots.lock"


@contextmanager
def one_by_one() -> Iterator[None]:
    """Waits until no other process or thread of the installation is in here; freed by itself when a process dies.

    One lock for all ballots, never written to, so that no file has the time of a vote.
    """
    settings: Settings = current_app.extensions["settings"]
    with (settings.home / LOCK_FILE).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
