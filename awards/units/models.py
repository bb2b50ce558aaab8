"""Provinces as they were on a day, and the provincial alliances that act for them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, sort_key_type


class Alliance(PublicIdMixin, Model):
    """A provincial alliance. After a merger the successor acts for all the merged provinces."""

    __tablename__ = "alliance"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    province_name: Mapped[str] = mapped_column(String(100))
    province_code: Mapped[str] = mapped_column(String(2), unique=True)
    name_sort: Mapped[str] = mapped_column(sort_key_type())

    provinces: Mapped[list[Province]] = relationship(back_populates="alliance")


class Province(Model):
    """One unit during one period in which its code, name and kind stayed the same.

    A code is a key only together with a date: seven codes changed their name on 01/07/2025.
    ``alliance`` is the alliance of the unit that this one has become.
    """

    __tablename__ = "province"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="period_runs_forward"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    name_fold: Mapped[str] = mapped_column(String(100), index=True)
    name_sort: Mapped[str] = mapped_column(sort_key_type())
    kind: Mapped[str] = mapped_column(String(60))
    region: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    successor_code: Mapped[str | None] = mapped_column(String(2))
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"), index=True)

    alliance: Mapped[Alliance] = relationship(back_populates="provinces")

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
