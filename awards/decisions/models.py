"""The signed decision, the entries it names, and the certificate of each."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.nominations.models import Nomination
from awards.seasons.models import Season


class Decision(PublicIdMixin, Model):
    """A decision as signed on paper: number, date, signer and in what capacity.

    The result it rests on is named by its row only: results are read through their own area.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("number", "signed_on"),)

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"), unique=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id", ondelete="RESTRICT"), unique=True)
    number: Mapped[str] = mapped_column(String(80))
    signed_on: Mapped[date] = mapped_column(Date)
    signer: Mapped[str] = mapped_column(String(120))
    signing_capacity: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    season: Mapped[Season] = relationship()
    entries: Mapped[list[DecisionEntry]] = relationship(back_populates="decision", order_by="DecisionEntry.position")


class DecisionEntry(Model):
    """One honoured nominee and its certificate. ``code`` is random and looked up by the public."""

    __tablename__ = "decision_entry"
    __table_args__ = (UniqueConstraint("decision_id", "nomination_id"), UniqueConstraint("decision_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="RESTRICT"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    position: Mapped[int]
    certificate_code: Mapped[str] = mapped_column(String(40), unique=True)
    golden_book_number: Mapped[str] = mapped_column(String(40))

    decision: Mapped[Decision] = relationship(back_populates="entries")
    nomination: Mapped[Nomination] = relationship()
