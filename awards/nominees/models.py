"""Organisations that can be honoured, and their figures year by year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime, sort_key_type
from awards.units.models import Alliance, Province


class Organisation(PublicIdMixin, Model):
    """A cooperative, cooperative union or people's credit fund: the tax code is its key.

    ``name`` is printed exactly as on the registration certificate. ``is_sample`` marks invented
    organisations, whose tax codes fail the check digit.
    """

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_name_fold", "name_fold"),)

    tax_code: Mapped[str] = mapped_column(String(14), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    name_fold: Mapped[str] = mapped_column(String(300))
    name_sort: Mapped[str] = mapped_column(sort_key_type(700))
    kind: Mapped[str] = mapped_column(String(20))
    sector_group: Mapped[str] = mapped_column(String(20))
    sector: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(300))
    founded_year: Mapped[int | None]
    is_sample: Mapped[bool]
    province_id: Mapped[int] = mapped_column(ForeignKey("province.id", ondelete="RESTRICT"), index=True)
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"), index=True)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    province: Mapped[Province] = relationship()
    alliance: Mapped[Alliance] = relationship()
    figures: Mapped[list[YearFigures]] = relationship(back_populates="organisation", order_by="YearFigures.year.desc()")


class YearFigures(Model):
    """One year of one organisation. Money in whole đồng; average income in đồng a month a person."""

    __tablename__ = "year_figures"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year"),
        CheckConstraint("revenue IS NULL OR revenue >= 0", name="revenue_not_negative"),
        CheckConstraint("member_count IS NULL OR member_count >= 1", name="has_members"),
        CheckConstraint(
            "insured_count IS NULL OR worker_count IS NULL OR insured_count <= worker_count",
            name="insured_are_workers",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"))
    year: Mapped[int]
    revenue: Mapped[int | None] = mapped_column(BigInteger)
    profit_after_tax: Mapped[int | None] = mapped_column(BigInteger)
    average_income: Mapped[int | None] = mapped_column(BigInteger)
    tax_paid: Mapped[int | None] = mapped_column(BigInteger)
    member_count: Mapped[int | None]
    worker_count: Mapped[int | None]
    insured_count: Mapped[int | None]

    organisation: Mapped[Organisation] = relationship(back_populates="figures")
