"""Sheets and their versions. A version is never changed; a trigger refuses it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.base.scans import ScanMixin
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
    def judge_user_id(self) -> int | None:
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


class PaperSheet(PublicIdMixin, ScanMixin, Model):
    """A sheet filled in on paper: its scan, and the two entries that were made of it. ``reason``: of the differences.

    ``cast_at``: when it became the judge's sheet.
    """

    __tablename__ = "paper_sheet"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"), unique=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    cast_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    cast_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    assignment: Mapped[Assignment] = relationship()
    cast_by: Mapped[User | None] = relationship()
    entries: Mapped[list[PaperEntry]] = relationship(back_populates="paper_sheet", order_by="PaperEntry.number")

    @property
    def alliance_id(self) -> int | None:
        return self.assignment.alliance_id


class PaperEntry(Model):
    """What one person read off the paper, without seeing what the other read. A trigger refuses any edit."""

    __tablename__ = "paper_entry"
    __table_args__ = (
        UniqueConstraint("paper_sheet_id", "number"),
        UniqueConstraint("paper_sheet_id", "entered_by_id"),
        CheckConstraint("number IN (1, 2)", name="entered_twice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_sheet_id: Mapped[int] = mapped_column(ForeignKey("paper_sheet.id", ondelete="RESTRICT"))
    number: Mapped[int]
    marks: Mapped[str] = mapped_column(Text)
    remark: Mapped[str] = mapped_column(Text, default="")
    dossier_digest: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    paper_sheet: Mapped[PaperSheet] = relationship(back_populates="entries")
    entered_by: Mapped[User] = relationship()
