"""What a task is handed: it tells how far the work is, and stores the outcome once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from awards.base.database import db
from awards.base.transaction import transaction
from awards.jobs import services
from awards.jobs.services import Claim


class TakenOver(Exception):
    """The job was given to another process, which thought this one lost; nothing more may be written."""


class Progress:
    """The running job, seen from inside. ``user_id``: the account that asked for it; None for the operator."""

    def __init__(self, claim: Claim, public_id: str, user_id: int | None) -> None:
        self.public_id = public_id
        self.user_id = user_id
        self.is_stored = False
        self._claim = claim

    def report(self, done: int, total: int, message: str = "") -> None:
        """Show how far the work is (whole steps) and, in a few Vietnamese words, what is being done.

        Lets go of the database: what was loaded before is read anew. Raises :class:`TakenOver`.
        """
        db.session.rollback()
        with transaction():
            ours = services.beat(self._claim, done=done, total=total, message=message[:500])
        if not ours:
            raise TakenOver

    @contextmanager
    def storing(self) -> Iterator[dict[str, Any]]:
        """One transaction for what the job writes and for its being done: whatever happens, both or neither.

        Gives the result, to be filled in. Raises :class:`TakenOver` before anything is written.
        """
        db.session.rollback()
        with transaction():
            job = services.held(self._claim)
            if job is None:
                raise TakenOver
            result: dict[str, Any] = {}
            yield result
            services.finish(job, result)
        self.is_stored = True
