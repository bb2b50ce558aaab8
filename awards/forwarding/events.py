"""Writing the history of a nomination: who did what, when and why."""

from __future__ import annotations

import json
from collections.abc import Mapping

from awards.base import clock
from awards.base.database import db
from awards.forwarding.models import NominationEvent
from awards.forwarding.places import tell_place_free
from awards.forwarding.states import FREES_A_PLACE, EventKind
from awards.nominations.models import Nomination
from awards.policy.actor import Actor


def record(
    actor: Actor,
    nomination: Nomination,
    kind: EventKind,
    reason: str = "",
    parts: Mapping[str, str] | None = None,
    other: Nomination | None = None,
) -> None:
    """Add one line, in the caller's transaction; that the act was allowed was asked by the caller.

    ``parts`` gives the reason of each part named. When the act frees a place of the quota, the leaders are
    told who is first in line.
    """
    db.session.flush()
    db.session.add(
        NominationEvent(
            nomination_id=nomination.id,
            kind=kind.value,
            at=clock.now(),
            by_id=actor.user_id,
            reason=reason.strip(),
            parts=json.dumps(dict(parts or {}), ensure_ascii=False, separators=(",", ":")),
            other_id=other.id if other is not None else None,
        )
    )
    db.session.flush()
    if kind in FREES_A_PLACE:
        tell_place_free(nomination)
