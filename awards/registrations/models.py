"""Links for cooperatives, what came in by them, and what became of it. None of it is part of a dossier."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.nominations.models import Nomination

NOTHING = "null"
"""The content of a part nobody has typed in yet."""


class ContactLink(PublicIdMixin, Model):
    """A way in for one cooperative to one nomination. Only the SHA-256 of its token is kept.

    ``helper``: whom the cooperative may call, as the officer typed it. ``handed_in_at`` is the last time, and
    ``reopened_at`` the last time the officer sent a part back.
    """

    __tablename__ = "contact_link"
    __table_args__ = (
        Index(
            "uq_contact_link_nomination_live",
            "nomination_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        CheckConstraint("issued_at < expires_at", name="expires_after_issue"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    helper: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    nomination: Mapped[Nomination] = relationship()
    issued_by: Mapped[User] = relationship()

    @property
    def contact_link_id(self) -> int:
        return self.id

    @property
    def is_handed_in(self) -> bool:
        """Handed in, and nothing sent back since."""
        if self.handed_in_at is None:
            return False
        return self.reopened_at is None or self.reopened_at < self.handed_in_at

    @property
    def alliance_id(self) -> int:
        return self.nomination.alliance_id


class ContactEntry(Model):
    """What the cooperative typed for one part of its dossier, as canonical JSON.

    ``taken_at``: the officer took this very text over; a later text is not taken. ``sent_back_reason`` stands
    above the field until the cooperative hands in again.
    """

    __tablename__ = "contact_entry"
    __table_args__ = (
        UniqueConstraint("nomination_id", "part", name="uq_contact_entry_part_once"),
        CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name="taken_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    link_id: Mapped[int] = mapped_column(ForeignKey("contact_link.id", ondelete="RESTRICT"))
    part: Mapped[str] = mapped_column(String(40))
    content: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    sent_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_back_reason: Mapped[str] = mapped_column(String(1000), default="")

    nomination: Mapped[Nomination] = relationship()
    link: Mapped[ContactLink] = relationship()
    taken_by: Mapped[User | None] = relationship()

    @property
    def body(self) -> Any:
        return json.loads(self.content)

    @property
    def is_typed(self) -> bool:
        """Whether the cooperative typed anything: a part can be sent back before that."""
        return self.content != NOTHING


class ContactFile(PublicIdMixin, Model):
    """A paper the cooperative sent; the dossier gets a copy of the row when the officer takes it over."""

    __tablename__ = "contact_file"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("contact_link.id", ondelete="RESTRICT"))
    paper: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(40), unique=True)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    nomination: Mapped[Nomination] = relationship()
    link: Mapped[ContactLink] = relationship()

    @property
    def alliance_id(self) -> int:
        return self.nomination.alliance_id
