"""Councils and their members, judging rounds, and who judges which entry."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.councils.states import CouncilLevel, Post, RoundKind
from awards.nominations.models import DossierRevision, Nomination
from awards.seasons.models import Season
from awards.units.models import Alliance


class Council(PublicIdMixin, Model):
    """The central council of a season, or the council of one alliance in it, by its founding decision."""

    __tablename__ = "council"
    __table_args__ = (
        CheckConstraint("(level = 'province') = (alliance_id IS NOT NULL)", name="province_has_alliance"),
        UniqueConstraint("season_id", "alliance_id"),
        Index(
            "uq_council_season_id_central",
            "season_id",
            unique=True,
            sqlite_where=text("alliance_id IS NULL"),
            postgresql_where=text("alliance_id IS NULL"),
        ),
    )

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"))
    level: Mapped[str] = mapped_column(String(20), default=CouncilLevel.CENTRAL.value)
    alliance_id: Mapped[int | None] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    founding_number: Mapped[str] = mapped_column(String(80))
    founded_on: Mapped[date] = mapped_column(Date)
    appointed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    season: Mapped[Season] = relationship()
    alliance: Mapped[Alliance | None] = relationship()
    members: Mapped[list[CouncilMember]] = relationship(back_populates="council", order_by="CouncilMember.judge_number")
    rounds: Mapped[list[JudgingRound]] = relationship(back_populates="council", order_by="JudgingRound.number")

    @property
    def is_provincial(self) -> bool:
        return self.level == CouncilLevel.PROVINCE

    def accounts_at(self, post: Post) -> frozenset[int]:
        """The accounts of those who hold a post in the council now."""
        sitting = (one for one in self.members if one.post == post and one.is_sitting)
        return frozenset(one.user_id for one in sitting if one.user_id is not None)


class CouncilMember(PublicIdMixin, Model):
    """A member, with an account or without; records outside the council name members by ``judge_number`` only.

    ``group`` is one of the rulebook's member groups, "" where it has none. Who left keeps the number for ever.
    """

    __tablename__ = "council_member"
    __table_args__ = (
        UniqueConstraint("council_id", "user_id"),
        UniqueConstraint("council_id", "judge_number"),
        CheckConstraint("left_on IS NULL OR joined_on <= left_on", name="leaves_after_joining"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="RESTRICT"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)
    full_name: Mapped[str] = mapped_column(String(120))
    agency: Mapped[str] = mapped_column(String(200), default="")
    post: Mapped[str] = mapped_column(String(20))
    judge_number: Mapped[int]
    group: Mapped[str] = mapped_column(String(60), default="")
    joined_on: Mapped[date] = mapped_column(Date)
    join_reason: Mapped[str] = mapped_column(String(300), default="")
    left_on: Mapped[date | None] = mapped_column(Date)
    leave_reason: Mapped[str] = mapped_column(String(300), default="")

    council: Mapped[Council] = relationship(back_populates="members")
    user: Mapped[User | None] = relationship()

    @property
    def alliance_id(self) -> int | None:
        """Of the council, not of the person."""
        return self.council.alliance_id

    @property
    def is_sitting(self) -> bool:
        return self.left_on is None


class JudgingRound(PublicIdMixin, Model):
    """One round of scoring; closing freezes its sheets for good.

    ``closing_note``: why it was closed with sheets missing.
    """

    __tablename__ = "judging_round"
    __table_args__ = (
        UniqueConstraint("council_id", "number"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="RESTRICT"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20), default=RoundKind.COUNCIL.value)
    state: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closing_note: Mapped[str] = mapped_column(String(1000), default="")

    council: Mapped[Council] = relationship(back_populates="rounds")
    assignments: Mapped[list[Assignment]] = relationship(back_populates="judging_round")

    @property
    def alliance_id(self) -> int | None:
        return self.council.alliance_id

    @property
    def chair_user_ids(self) -> frozenset[int]:
        """The accounts of who chairs the council now."""
        return self.council.accounts_at(Post.CHAIR)

    @property
    def secretary_user_ids(self) -> frozenset[int]:
        return self.council.accounts_at(Post.SECRETARY)

    @property
    def counting_round(self) -> int:
        """The round as the rulebook counts: experts and council mark in the first, a discussion opens the next."""
        earlier = (one for one in self.council.rounds if one.number <= self.number)
        return 1 + sum(one.kind == RoundKind.DISCUSSION for one in earlier)


class Assignment(PublicIdMixin, Model):
    """One member and one entry in one round; ``revision`` is the dossier that is judged."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("round_id", "member_id", "nomination_id"),
        Index("ix_assignment_own", "member_id", "round_id", "public_id", "state"),  # in the order of the own list
        Index("ix_assignment_entry", "nomination_id", "member_id"),
        CheckConstraint("(state = 'recused') = (recusal_reason IS NOT NULL)", name="recusal_has_reason"),
        CheckConstraint("(state = 'recused') = (recusal_kind IS NOT NULL)", name="recusal_has_kind"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id", ondelete="RESTRICT"))
    member_id: Mapped[int] = mapped_column(ForeignKey("council_member.id", ondelete="RESTRICT"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("dossier_revision.id", ondelete="RESTRICT"))
    state: Mapped[str] = mapped_column(String(20))
    recusal_kind: Mapped[str | None] = mapped_column(String(20))
    recusal_reason: Mapped[str | None] = mapped_column(String(300))

    judging_round: Mapped[JudgingRound] = relationship(back_populates="assignments")
    member: Mapped[CouncilMember] = relationship()
    nomination: Mapped[Nomination] = relationship()
    revision: Mapped[DossierRevision] = relationship()

    @property
    def judge_user_id(self) -> int | None:
        return self.member.user_id

    @property
    def alliance_id(self) -> int | None:
        """Of the council, not of the nominee: whose officers enter this member's paper sheets."""
        return self.judging_round.alliance_id
