"""Councils and their members, judging rounds, and who judges which entry."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.nominations.models import DossierRevision, Nomination
from awards.seasons.models import Season


class Council(PublicIdMixin, Model):
    """The central council of a season, by its founding decision."""

    __tablename__ = "council"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    founding_number: Mapped[str] = mapped_column(String(80))
    founded_on: Mapped[date] = mapped_column(Date)
    appointed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    season: Mapped[Season] = relationship()
    members: Mapped[list[CouncilMember]] = relationship(back_populates="council", order_by="CouncilMember.judge_number")
    rounds: Mapped[list[JudgingRound]] = relationship(back_populates="council", order_by="JudgingRound.number")


class CouncilMember(PublicIdMixin, Model):
    """A member; records outside the council name members by ``judge_number`` only."""

    __tablename__ = "council_member"
    __table_args__ = (UniqueConstraint("council_id", "user_id"), UniqueConstraint("council_id", "judge_number"))

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="RESTRICT"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)
    post: Mapped[str] = mapped_column(String(20))
    judge_number: Mapped[int]

    council: Mapped[Council] = relationship(back_populates="members")
    user: Mapped[User] = relationship()


class JudgingRound(PublicIdMixin, Model):
    """One round of scoring; closing freezes its sheets for good."""

    __tablename__ = "judging_round"
    __table_args__ = (
        UniqueConstraint("council_id", "number"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="RESTRICT"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    council: Mapped[Council] = relationship(back_populates="rounds")
    assignments: Mapped[list[Assignment]] = relationship(back_populates="judging_round")


class Assignment(PublicIdMixin, Model):
    """One member and one entry in one round; ``revision`` is the dossier that is judged."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("round_id", "member_id", "nomination_id"),
        CheckConstraint("(state = 'recused') = (recusal_reason IS NOT NULL)", name="recusal_has_reason"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id", ondelete="RESTRICT"))
    member_id: Mapped[int] = mapped_column(ForeignKey("council_member.id", ondelete="RESTRICT"), index=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("dossier_revision.id", ondelete="RESTRICT"))
    state: Mapped[str] = mapped_column(String(20))
    recusal_reason: Mapped[str | None] = mapped_column(String(300))

    judging_round: Mapped[JudgingRound] = relationship(back_populates="assignments")
    member: Mapped[CouncilMember] = relationship()
    nomination: Mapped[Nomination] = relationship()
    revision: Mapped[DossierRevision] = relationship()

    @property
    def judge_user_id(self) -> int:
        return self.member.user_id
