"""What the centre's desk found of each forwarded revision, proposed, marked and flagged."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.nominations.models import DossierRevision, Nomination


class Screening(PublicIdMixin, Model):
    """One finding about one revision, with its reason. A trigger refuses any edit.

    A refusal names its ``clause``, a waiver the key of its ``condition``, a return the instant ``until``
    which the province may answer. ``confirmed_by`` is the second person of findings made in two.
    """

    __tablename__ = "screening"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("dossier_revision.id", ondelete="RESTRICT"), index=True)
    finding: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    clause: Mapped[str] = mapped_column(String(300), default="")
    condition: Mapped[str] = mapped_column(String(60), default="")
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    found_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    nomination: Mapped[Nomination] = relationship()
    revision: Mapped[DossierRevision] = relationship()
    found_by: Mapped[User] = relationship(foreign_keys=[found_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    items: Mapped[list[ReturnItem]] = relationship(back_populates="screening", order_by="ReturnItem.id")


class ReturnItem(Model):
    """One named part of a returned dossier and what is wrong with it."""

    __tablename__ = "return_item"
    __table_args__ = (UniqueConstraint("screening_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    screening_id: Mapped[int] = mapped_column(ForeignKey("screening.id", ondelete="RESTRICT"))
    item: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(1000))

    screening: Mapped[Screening] = relationship(back_populates="items")


class Proposal(PublicIdMixin, Model):
    """A finding one screener proposes and a second person has to check; ``settlement`` says how it ended.

    Of a nomination stands open at most one finding, and one waiver for each condition.
    """

    __tablename__ = "screening_proposal"
    __table_args__ = (
        Index(
            "uq_screening_proposal_open",
            "nomination_id",
            "condition",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        CheckConstraint("(settlement IS NULL) = (settled_at IS NULL)", name="settled_has_time"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("dossier_revision.id", ondelete="RESTRICT"))
    finding: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    clause: Mapped[str] = mapped_column(String(300), default="")
    condition: Mapped[str] = mapped_column(String(60), default="")
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    settlement: Mapped[str | None] = mapped_column(String(20))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    settled_reason: Mapped[str] = mapped_column(String(2000), default="")

    nomination: Mapped[Nomination] = relationship()
    revision: Mapped[DossierRevision] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])


class ChecklistMark(Model):
    """What a screener marked of one line for one revision; never shown outside the desk.

    ``substance`` is the SHA-256 of what was looked at: where a later revision holds the same, the mark
    is carried over. ``version`` counts the saves of the row.
    """

    __tablename__ = "checklist_mark"
    __table_args__ = (UniqueConstraint("revision_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("dossier_revision.id", ondelete="RESTRICT"))
    item: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(2000), default="")
    substance: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)

    revision: Mapped[DossierRevision] = relationship()
    marked_by: Mapped[User] = relationship()


class DossierFlag(PublicIdMixin, Model):
    """Somebody at the centre asks a role to look at a dossier; kept with its answer, never shown to the province.

    A judge of a province's council asks its secretary: that one stays within the province, unseen by the centre.
    ``stops``: the dossier may not be accepted before the flag is resolved.
    """

    __tablename__ = "dossier_flag"
    __table_args__ = (CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved_by_somebody"),)

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    for_role: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(2000))
    stops: Mapped[bool]
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    resolution: Mapped[str] = mapped_column(String(2000), default="")

    nomination: Mapped[Nomination] = relationship()
    raised_by: Mapped[User] = relationship(foreign_keys=[raised_by_id])
    resolved_by: Mapped[User | None] = relationship(foreign_keys=[resolved_by_id])

    @property
    def alliance_id(self) -> int:
        """Whose dossier it is about."""
        return self.nomination.alliance_id
