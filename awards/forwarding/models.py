"""The history of each nomination, and a province's waiting list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, UtcDateTime
from awards.nominations.models import Nomination


class NominationEvent(Model):
    """One thing that happened to a nomination. A trigger refuses any edit.

    ``parts``: JSON, the reason of each part named; ``other``: the nomination that replaces or is replaced.
    ``by`` is nobody when the system itself did it.
    """

    __tablename__ = "nomination_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(Text)
    parts: Mapped[str] = mapped_column(Text)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))

    nomination: Mapped[Nomination] = relationship(foreign_keys=[nomination_id])
    by: Mapped[User | None] = relationship()
    other: Mapped[Nomination | None] = relationship(foreign_keys=[other_id])

    @property
    def reasons(self) -> Mapping[str, str]:
        found: dict[str, str] = json.loads(self.parts)
        return found


class WaitingPlace(Model):
    """A signed-off nomination that waits for a place of its province's quota, in the leader's order."""

    __tablename__ = "waiting_place"
    __table_args__ = (Index("ix_waiting_place_season_id_alliance_id", "season_id", "alliance_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), unique=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"))
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"))
    position: Mapped[int]
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    queued_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    nomination: Mapped[Nomination] = relationship()
