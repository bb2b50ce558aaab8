"""The register of honours. An imported row keeps the words of its source and is never merged by name."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.base.normalise import fold
from awards.nominees.models import Organisation, Product
from awards.units.models import Province

LONGEST_FOLD = 700


def name_fold(name: str, product_of: str) -> str:
    """What the register is searched by: the name and, of a product, whose it is."""
    return fold(f"{name} {product_of}")[:LONGEST_FOLD]


class Honour(PublicIdMixin, Model):
    """One nominee honoured in one season.

    ``source_key`` is the tax code's key for our own honours, and the source row's for imported ones:
    an imported honour may lack tax code, decision and date. ``organisation`` is whom a person found it to
    be in the register, with the reason; it stands above the tax code. Before ``public_from`` only those who
    announce it may read it; without it the honour has always been public.
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
    name_fold: Mapped[str] = mapped_column(String(LONGEST_FOLD), default="")
    public_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id", ondelete="RESTRICT"), index=True)
    link_reason: Mapped[str] = mapped_column(String(500), default="")
    linked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    province: Mapped[Province] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    product: Mapped[Product | None] = relationship()
    linked_by: Mapped[User | None] = relationship()
    dismissals: Mapped[list[HonourDismissal]] = relationship(
        back_populates="honour", order_by="HonourDismissal.id", cascade="all, delete-orphan"
    )

    @property
    def alliance_id(self) -> int:
        """The alliance that acts today for the province of the honour."""
        return self.province.alliance_id


class HonourDismissal(Model):
    """Somebody looked and found that an honour is not of this organisation, however alike the names are."""

    __tablename__ = "honour_dismissal"
    __table_args__ = (UniqueConstraint("honour_id", "organisation_id", name="uq_honour_dismissal_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    honour_id: Mapped[int] = mapped_column(ForeignKey("honour.id", ondelete="RESTRICT"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    dismissed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dismissed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    honour: Mapped[Honour] = relationship(back_populates="dismissals")
    organisation: Mapped[Organisation] = relationship()
    dismissed_by: Mapped[User] = relationship()


class HonourList(Model):
    """Somebody said that the register holds everybody an award honoured in a year: only then may it say “never”."""

    __tablename__ = "honour_list"
    __table_args__ = (UniqueConstraint("award", "year", "is_sample", name="uq_honour_list_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    award: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    is_sample: Mapped[bool]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    said_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
