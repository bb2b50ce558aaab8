"""The register of honours. An imported row keeps the words of its source and is never merged by name."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.units.models import Province


class Honour(PublicIdMixin, Model):
    """One nominee honoured in one season.

    ``source_key`` is the tax code's key for our own honours, and the source row's for imported ones:
    an imported honour may lack tax code, decision and date.
    """

    __tablename__ = "honour"
    __table_args__ = (
        UniqueConstraint("award", "year", "source_key"),
        CheckConstraint("nominee_type IN ('cooperative', 'product')", name="nominee_type_known"),
        CheckConstraint("confidence IN ('own', 'high', 'medium', 'low')", name="confidence_known"),
    )

    award: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    source_key: Mapped[str] = mapped_column(String(120))
    nominee_type: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300))
    product_of: Mapped[str] = mapped_column(String(300), default="")
    tax_code: Mapped[str | None] = mapped_column(String(14), index=True)
    sector: Mapped[str] = mapped_column(String(200), default="")
    province_id: Mapped[int] = mapped_column(ForeignKey("province.id", ondelete="RESTRICT"))
    decision_number: Mapped[str | None] = mapped_column(String(80))
    decided_on: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(500))
    confidence: Mapped[str] = mapped_column(String(10))
    is_sample: Mapped[bool]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    province: Mapped[Province] = relationship()
