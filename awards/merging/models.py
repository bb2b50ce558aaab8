"""What was merged into what, by whom and why; and pairs that somebody found to be two."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.nominees.models import Organisation


class OrganisationMerge(PublicIdMixin, Model):
    """One organisation merged into another. ``content``: what moved and what was left, as canonical JSON."""

    __tablename__ = "organisation_merge"

    kept_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), unique=True)
    reason: Mapped[str] = mapped_column(String(500))
    content: Mapped[str] = mapped_column(Text)
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    kept: Mapped[Organisation] = relationship(foreign_keys=kept_id)
    merged: Mapped[Organisation] = relationship(foreign_keys=merged_id)
    merged_by: Mapped[User] = relationship()

    @property
    def alliance_id(self) -> int:
        return self.kept.alliance_id


class OrganisationDistinction(Model):
    """Two organisations with like names that are two; ``first_id`` is the smaller number."""

    __tablename__ = "organisation_distinction"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id", name="uq_organisation_distinction_once"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"))
    second_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(String(500))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
