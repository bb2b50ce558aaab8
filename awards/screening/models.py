"""What the centre's desk found of each forwarded revision."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.nominations.models import DossierRevision, Nomination


class Screening(PublicIdMixin, Model):
    """One finding of one screener about one revision, with its reason; a refusal names its ``clause``."""

    __tablename__ = "screening"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("dossier_revision.id", ondelete="RESTRICT"), index=True)
    finding: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    clause: Mapped[str] = mapped_column(String(300), default="")
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    found_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    nomination: Mapped[Nomination] = relationship()
    revision: Mapped[DossierRevision] = relationship()
    found_by: Mapped[User] = relationship()
    items: Mapped[list[ReturnItem]] = relationship(back_populates="screening", order_by="ReturnItem.id")


class ReturnItem(Model):
    """One named part of a returned dossier and what is wrong with it."""

    __tablename__ = "return_item"
    __table_args__ = (UniqueConstraint("screening_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    screening_id: Mapped[int] = mapped_column(ForeignKey("screening.id", ondelete="RESTRICT"))
    item: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(1000))

    screening: Mapped[Screening] = relationship(back_populates="items")
