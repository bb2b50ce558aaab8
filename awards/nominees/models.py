"""Organisations that can be honoured, their figures year by year, their products and the certificates they hold."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime, sort_key_type
from awards.units.models import Alliance, Province


class Organisation(PublicIdMixin, Model):
    """A cooperative, cooperative union or people's credit fund: the tax code is its key.

    ``name`` is printed exactly as on the registration certificate. ``is_sample`` marks invented
    organisations, whose tax codes fail the check digit. ``founded_year`` is the year of ``founded_on``
    where the day is known. The contact is for the two alliances only and never public. A row that was
    merged stays and points to the organisation that was kept.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        Index("ix_organisation_name_fold", "name_fold"),
        CheckConstraint("(merged_into_id IS NULL) = (merged_at IS NULL)", name="merge_is_whole"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_merged_into_itself"),
    )

    tax_code: Mapped[str] = mapped_column(String(14), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    name_fold: Mapped[str] = mapped_column(String(300))
    name_sort: Mapped[str] = mapped_column(sort_key_type(700))
    kind: Mapped[str] = mapped_column(String(20))
    sector_group: Mapped[str] = mapped_column(String(20))
    sector: Mapped[str] = mapped_column(String(40))
    street: Mapped[str] = mapped_column(String(300))
    commune: Mapped[str] = mapped_column(String(120), default="")
    founded_year: Mapped[int | None]
    founded_on: Mapped[date | None] = mapped_column(Date)
    representative: Mapped[str] = mapped_column(String(120), default="")
    representative_post: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    contact_email: Mapped[str] = mapped_column(String(255), default="")
    is_sample: Mapped[bool]
    province_id: Mapped[int] = mapped_column(ForeignKey("province.id", ondelete="RESTRICT"), index=True)
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"), index=True)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    merged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    province: Mapped[Province] = relationship()
    alliance: Mapped[Alliance] = relationship()
    merged_into: Mapped[Organisation | None] = relationship(remote_side="Organisation.id")
    figures: Mapped[list[OrganisationFigure]] = relationship(
        back_populates="organisation", order_by="OrganisationFigure.id", cascade="all, delete-orphan"
    )
    products: Mapped[list[Product]] = relationship(back_populates="organisation", order_by="Product.name_sort")
    certificates: Mapped[list[HeldCertificate]] = relationship(
        back_populates="organisation", order_by="HeldCertificate.id"
    )

    @property
    def address(self) -> str:
        """One line: street, commune, province. A record of before the two tiers holds all of it in its first part."""
        if not self.commune:
            return self.street
        return ", ".join(part for part in (self.street, self.commune, self.province.name) if part)


class OrganisationFigure(Model):
    """One figure of one year of one organisation, as some rulebook asked for it.

    ``figure`` is the key by which rulebooks speak of it and ``unit`` the unit it was typed in: the same
    key in another unit is another figure. ``value`` is exact (:func:`awards.base.numbers.exact_text`);
    what nobody filled in has no row. ``source`` is the paper that says so, "" when nobody told.
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
    source: Mapped[str] = mapped_column(String(200), default="")

    organisation: Mapped[Organisation] = relationship(back_populates="figures")


class Product(PublicIdMixin, Model):
    """A product of an organisation: the nominee of the product award. ``product_group`` is a key of some rulebook."""

    __tablename__ = "product"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    name_fold: Mapped[str] = mapped_column(String(300))
    name_sort: Mapped[str] = mapped_column(sort_key_type(700))
    product_group: Mapped[str] = mapped_column(String(40))
    brand: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(back_populates="products")
    certificates: Mapped[list[HeldCertificate]] = relationship(back_populates="product", order_by="HeldCertificate.id")

    @property
    def alliance_id(self) -> int:
        return self.organisation.alliance_id


class HeldCertificate(PublicIdMixin, Model):
    """A certificate or title held for one product, or (without ``product``) by the organisation as a whole.

    ``title`` names what :data:`awards.nominees.wording.CERTIFICATE_KINDS` has no word for. Without ``expires_on``
    it has no last day.
    """

    __tablename__ = "held_certificate"
    __table_args__ = (CheckConstraint("expires_on IS NULL OR issued_on <= expires_on", name="expires_after_issue"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[str] = mapped_column(String(80))
    issuer: Mapped[str] = mapped_column(String(200))
    issued_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)

    organisation: Mapped[Organisation] = relationship(back_populates="certificates")
    product: Mapped[Product | None] = relationship(back_populates="certificates")

    @property
    def alliance_id(self) -> int:
        return self.organisation.alliance_id

    def is_expired_on(self, day: date) -> bool:
        """Whether its last day lies before ``day``; on the last day itself it still holds."""
        return self.expires_on is not None and self.expires_on < day
