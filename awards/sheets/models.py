"""Sheets and their versions. A version is never changed; a trigger refuses it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.councils.models import Assignment


class Sheet(PublicIdMixin, Model):
    """One judge's marks for one entry. ``version`` is the last one saved (0: nothing yet)."""

    __tablename__ = "sheet"
    __table_args__ = (
        CheckConstraint("(state = 'cast') = (cast_at IS NOT NULL)", name="cast_has_time"),
        CheckConstraint("(state = 'cast') = (receipt_code IS NOT NULL)", name="cast_has_receipt"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    cast_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    receipt_code: Mapped[str | None] = mapped_column(String(20))

    assignment: Mapped[Assignment] = relationship()
    versions: Mapped[list[SheetVersion]] = relationship(back_populates="sheet", order_by="SheetVersion.number")

    @property
    def judge_user_id(self) -> int:
        return self.assignment.judge_user_id


class SheetVersion(Model):
    """What was saved once: ``marks`` is canonical JSON, criterion to exact mark or null (not marked)."""

    __tablename__ = "sheet_version"
    __table_args__ = (UniqueConstraint("sheet_id", "number"), UniqueConstraint("sheet_id", "idempotency_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id", ondelete="RESTRICT"))
    number: Mapped[int]
    marks: Mapped[str] = mapped_column(Text)
    remark: Mapped[str] = mapped_column(Text, default="")
    idempotency_key: Mapped[str] = mapped_column(String(40))
    rulebook_digest: Mapped[str] = mapped_column(String(64))
    dossier_digest: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    sheet: Mapped[Sheet] = relationship(back_populates="versions")
