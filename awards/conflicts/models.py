"""Relations of members, and what they declared of single entries. A trigger refuses any change of a declaration."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.councils.models import Assignment, CouncilMember
from awards.nominees.models import Organisation
from awards.units.models import Alliance


class Relation(PublicIdMixin, Model):
    """What ties a member to one organisation, or to everything of one alliance; it holds until it is ended.

    Kept for one purpose, so it is read by the member and by those who run a council in which the member sits, and by
    nobody else.
    """

    __tablename__ = "relation"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (alliance_id IS NULL)", name="with_one_of_both"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("council_member.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"))
    with_alliance_id: Mapped[int | None] = mapped_column("alliance_id", ForeignKey("alliance.id", ondelete="RESTRICT"))
    note: Mapped[str] = mapped_column(String(300), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    member: Mapped[CouncilMember] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    with_alliance: Mapped[Alliance | None] = relationship()
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def alliance_id(self) -> int | None:
        """Of the member's council, whose people keep the register; the other side is ``with_alliance``."""
        return self.member.alliance_id

    @property
    def user_id(self) -> int | None:
        """The member, where the member wrote it down: only then may the same person end it."""
        return self.member.user_id if self.recorded_by_id == self.member.user_id else None

    @property
    def other_side(self) -> str:
        """The name of what the member is tied to."""
        if self.organisation is not None:
            return self.organisation.name
        return self.with_alliance.name if self.with_alliance is not None else ""


class Declaration(Model):
    """What was said once about one member and one entry, by the member or by those who run the council.

    Of each of the two the last row counts. Without ``declared_by_id`` it was written down before authors were kept.
    """

    __tablename__ = "declaration"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="RESTRICT"), index=True)
    concerned: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(300), default="")
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    assignment: Mapped[Assignment] = relationship()
    declared_by: Mapped[User | None] = relationship()
