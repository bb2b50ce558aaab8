"""Organisations that can be honoured, and their figures year by year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
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
    figures: Mapped[list[OrganisationFigure]] = relationship(
        back_populates="organisation", order_by="OrganisationFigure.id", cascade="all, delete-orphan"
    )


class OrganisationFigure(Model):
    """One figure of one year of one organisation, as some rulebook asked for it.

    ``figure`` is the key by which rulebooks speak of it and ``unit`` the unit it was typed in: the same
    key in another unit is another figure. ``value`` is exact (:func:`awards.base.numbers.exact_text`);
    what nobody filled in has no row.
    """

    __tablename__ = "organisation_figure"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year", "figure", "unit", name="uq_organisation_figure_asked_once"),
        CheckConstraint("value <> ''", name="value_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"))
    year: Mapped[int]
    figure: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(40))

    organisation: Mapped[Organisation] = relationship(back_populates="figures")
