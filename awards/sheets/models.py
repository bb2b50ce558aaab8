"""Sheets and their versions. A version is never changed; a trigger refuses it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.base.scans import ScanMixin
from awards.councils.models import Assignment, Council
from awards.councils.states import Post


class Sheet(PublicIdMixin, Model):
    """One judge's marks for one entry. ``version`` is the last one saved (0: nothing yet).

    A judge who gives no marks says why in ``abstention_reason``; what was saved before is kept and not counted.
    """

    __tablename__ = "sheet"
    __table_args__ = (
        CheckConstraint("(state = 'cast') = (cast_at IS NOT NULL)", name="cast_has_time"),
        CheckConstraint("(state = 'cast') = (receipt_code IS NOT NULL)", name="cast_has_receipt"),
        CheckConstraint("(state = 'abstained') = (abstention_reason IS NOT NULL)", name="abstention_has_reason"),
        CheckConstraint("(state = 'abstained') = (abstained_at IS NOT NULL)", name="abstention_has_time"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    cast_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    receipt_code: Mapped[str | None] = mapped_column(String(20))
    abstained_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    abstention_reason: Mapped[str | None] = mapped_column(String(1000))

    assignment: Mapped[Assignment] = relationship()
    versions: Mapped[list[SheetVersion]] = relationship(back_populates="sheet", order_by="SheetVersion.number")
    newest: Mapped[SheetVersion | None] = relationship(
        primaryjoin="and_(SheetVersion.sheet_id == Sheet.id, SheetVersion.number == Sheet.version)",
        foreign_keys="SheetVersion.sheet_id, SheetVersion.number",
        uselist=False,
        viewonly=True,
    )

    @property
    def judge_user_id(self) -> int | None:
        return self.assignment.judge_user_id


class SheetVersion(Model):
    """What was saved once: ``marks`` is canonical JSON, criterion to exact mark or null (not marked).

    ``reasons``: the same, criterion to the written reason of its mark, where there is one.
    """

    __tablename__ = "sheet_version"
    __table_args__ = (UniqueConstraint("sheet_id", "number"), UniqueConstraint("sheet_id", "idempotency_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id", ondelete="RESTRICT"))
    number: Mapped[int]
    marks: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text, default="{}")
    remark: Mapped[str] = mapped_column(Text, default="")
    idempotency_key: Mapped[str] = mapped_column(String(40))
    rulebook_digest: Mapped[str] = mapped_column(String(64))
    dossier_digest: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    sheet: Mapped[Sheet] = relationship(back_populates="versions")


class SheetNote(Model):
    """What a judge notes down for nobody else: part of no version, export or log."""

    __tablename__ = "sheet_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reopening(PublicIdMixin, Model):
    """A cast sheet is to be open again: one of two persons asked (``asked_as``: the role), the other answers.

    ``version`` and ``receipt_code`` are those of the casting that is undone.
    """

    __tablename__ = "sheet_reopening"
    __table_args__ = (
        CheckConstraint("(answered_at IS NOT NULL) = (answered_by_id IS NOT NULL)", name="answered_by_one"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered_has_time"),
        CheckConstraint("answered_by_id <> asked_by_id", name="answered_by_another"),
    )

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id", ondelete="RESTRICT"), index=True)
    version: Mapped[int]
    receipt_code: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(1000))
    asked_as: Mapped[str] = mapped_column(String(30))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    sheet: Mapped[Sheet] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    @property
    def alliance_id(self) -> int | None:
        """Of the council."""
        return self.sheet.assignment.alliance_id

    @property
    def chair_user_ids(self) -> frozenset[int]:
        return self.sheet.assignment.judging_round.council.accounts_at(Post.CHAIR)

    @property
    def secretary_user_ids(self) -> frozenset[int]:
        return self.sheet.assignment.judging_round.council.accounts_at(Post.SECRETARY)


class PaperSheet(PublicIdMixin, ScanMixin, Model):
    """A sheet filled in on paper: its scan, and the two entries that were made of it. ``reason``: of the differences.

    ``cast_at``: when it became the judge's sheet. ``set_aside_at``: when that sheet was opened again and its judge has
    no account, so that the paper is read off anew; one at a time stands.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (
        Index(
            "uq_paper_sheet_standing",
            "assignment_id",
            unique=True,
            sqlite_where=text("set_aside_at IS NULL"),
            postgresql_where=text("set_aside_at IS NULL"),
        ),
        CheckConstraint("set_aside_at IS NULL OR cast_at IS NOT NULL", name="set_aside_when_cast"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    cast_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    cast_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

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


class PaperReader(PublicIdMixin, Model):
    """Somebody who reads off the paper sheets of a central council beside its secretary, named by another person."""

    __tablename__ = "paper_reader"
    __table_args__ = (
        CheckConstraint("named_by_id <> user_id", name="named_by_another"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="RESTRICT"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    named_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    council: Mapped[Council] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    named_by: Mapped[User] = relationship(foreign_keys=[named_by_id])

    @property
    def alliance_id(self) -> int | None:
        return self.council.alliance_id

    @property
    def chair_user_ids(self) -> frozenset[int]:
        return self.council.accounts_at(Post.CHAIR)

    @property
    def secretary_user_ids(self) -> frozenset[int]:
        return self.council.accounts_at(Post.SECRETARY)
