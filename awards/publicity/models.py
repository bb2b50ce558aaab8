"""What the public may see: copies made at the moment of publication. Nothing here joins what lies behind."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime, sort_key_type
from awards.decisions.models import Decision


class PublicRulebook(PublicIdMixin, Model):
    """A published rulebook: canonical form and digest."""

    __tablename__ = "public_rulebook"

    award: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(60))
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    notice: Mapped[str] = mapped_column(String(300))
    canonical: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublicSeason(PublicIdMixin, Model):
    """A season whose rules and calendar are public. ``season_public_id`` names its origin.

    ``recusals``: how often members of the council did not mark an entry, by kind (JSON), shown from ``recusals_from``.
    """

    __tablename__ = "public_season"

    season_public_id: Mapped[str] = mapped_column(String(22), unique=True)
    award: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    is_sample: Mapped[bool]
    rulebook_digest: Mapped[str] = mapped_column(String(64))
    nominations_open_at: Mapped[datetime] = mapped_column(UtcDateTime)
    nominations_close_at: Mapped[datetime] = mapped_column(UtcDateTime)
    judging_close_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deciding_close_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ceremony_on: Mapped[date] = mapped_column(Date)
    calendar_revision: Mapped[int] = mapped_column(default=0)
    recusals: Mapped[str] = mapped_column(String(300), default="")
    recusals_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Announcement(PublicIdMixin, Model):
    """The honours of a decision, to be public from ``announced_at``; made by two different persons."""

    __tablename__ = "announcement"
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approval_is_whole"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> proposed_by_id", name="two_persons"),
    )

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="RESTRICT"), unique=True)
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    decision: Mapped[Decision] = relationship()


class PublicNominee(PublicIdMixin, Model):
    """Whoever has a public page: keyed by tax code where known, else by the source row. Never by name."""

    __tablename__ = "public_nominee"

    key: Mapped[str] = mapped_column(String(140), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    product_of: Mapped[str] = mapped_column(String(300), default="")
    is_sample: Mapped[bool]

    honours: Mapped[list[PublicHonour]] = relationship(back_populates="nominee", order_by="PublicHonour.year.desc()")


class PublicHonour(PublicIdMixin, Model):
    """One honour as announced. Visible means ``announced_at <= now`` inside the query."""

    __tablename__ = "public_honour"
    __table_args__ = (Index("ix_public_honour_list", "is_sample", "announced_at", "year"),)

    nominee_id: Mapped[int] = mapped_column(ForeignKey("public_nominee.id", ondelete="RESTRICT"), index=True)
    season_public_id: Mapped[str | None] = mapped_column(String(22), index=True)
    award: Mapped[str] = mapped_column(String(20))
    award_title: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))
    name_fold: Mapped[str] = mapped_column(String(700), index=True)
    name_sort: Mapped[str] = mapped_column(sort_key_type(700))
    product_of: Mapped[str] = mapped_column(String(300), default="")
    sector: Mapped[str] = mapped_column(String(200), default="")
    province_name: Mapped[str] = mapped_column(String(100))
    province_code_today: Mapped[str] = mapped_column(String(2), index=True)
    decision_number: Mapped[str | None] = mapped_column(String(80))
    decided_on: Mapped[date | None] = mapped_column(Date)
    certificate_code: Mapped[str | None] = mapped_column(String(40), unique=True)
    golden_book_number: Mapped[str | None] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(500), default="")
    is_sample: Mapped[bool]
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)

    nominee: Mapped[PublicNominee] = relationship(back_populates="honours")
