"""What a count gave, with everything needed to explain and recount it. A trigger refuses any edit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.councils.models import JudgingRound
from awards.nominations.models import Nomination


class Result(PublicIdMixin, Model):
    """The count of one closed round; ``record`` is the exported record, canonical JSON."""

    __tablename__ = "result"

    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id", ondelete="RESTRICT"), unique=True)
    rulebook_digest: Mapped[str] = mapped_column(String(64))
    sheets_digest: Mapped[str] = mapped_column(String(64))
    record: Mapped[str] = mapped_column(Text)
    record_digest: Mapped[str] = mapped_column(String(64))
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    counted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    judging_round: Mapped[JudgingRound] = relationship()
    entries: Mapped[list[ResultEntry]] = relationship(back_populates="result", order_by="ResultEntry.position")


class ResultEntry(Model):
    """One entry's place; ``tier`` is the rulebook's key; ``working`` is JSON: points by criterion, both accounts."""

    __tablename__ = "result_entry"
    __table_args__ = (UniqueConstraint("result_id", "nomination_id"), UniqueConstraint("result_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id", ondelete="RESTRICT"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    position: Mapped[int]
    sheet_count: Mapped[int]
    exact_total: Mapped[str | None] = mapped_column(String(80))
    printed_total: Mapped[str | None] = mapped_column(String(20))
    rank: Mapped[int | None] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(20))
    tie_step: Mapped[str | None] = mapped_column(String(200))
    tier: Mapped[str | None] = mapped_column(String(60))
    waiting: Mapped[int | None]
    working: Mapped[str] = mapped_column(Text)

    result: Mapped[Result] = relationship(back_populates="entries")
    nomination: Mapped[Nomination] = relationship()
