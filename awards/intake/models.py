"""A workbook that was handed in, kept as its cells until a person says that its rows shall be stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.seasons.models import Season


class ImportBatch(PublicIdMixin, Model):
    """One upload of one province for one season. ``rows`` is JSON (:mod:`awards.intake.kept_rows`).

    The rows are checked anew whenever they are shown or stored: what was right last week may be sent by now.
    """

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("(imported_at IS NULL) = (imported_count IS NULL)", name="imported_has_count"),
        Index("ix_import_batch_alliance_id_season_id", "alliance_id", "season_id"),
    )

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"))
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    imported_count: Mapped[int | None]

    season: Mapped[Season] = relationship()
    uploaded_by: Mapped[User] = relationship()
