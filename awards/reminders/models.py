"""Which reminder was released to which province or judge, by whom, in which words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.councils.models import CouncilMember, JudgingRound
from awards.seasons.models import Season
from awards.units.models import Alliance


class Reminder(PublicIdMixin, Model):
    """One reminder to one province. ``instant`` is what it reminds of: the deadline, or the opening.

    Once for each season, province, kind and instant, unless somebody gave a ``reason`` to send it again.
    ``recipients`` are the mail addresses it went to, one in a line.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        Index(
            "uq_reminder_once",
            "season_id",
            "alliance_id",
            "kind",
            "instant",
            unique=True,
            sqlite_where=text("reason = ''"),
            postgresql_where=text("reason = ''"),
        ),
    )

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"))
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"))
    kind: Mapped[str] = mapped_column(String(20))
    instant: Mapped[datetime] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    recipients: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(500), default="")
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    season: Mapped[Season] = relationship()
    alliance: Mapped[Alliance] = relationship()
    released_by: Mapped[User] = relationship()


class JudgeReminder(PublicIdMixin, Model):
    """One reminder to one late member of a council; ``reason`` when the member had been reminded before."""

    __tablename__ = "judge_reminder"

    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id", ondelete="RESTRICT"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("council_member.id", ondelete="RESTRICT"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str] = mapped_column(String(254))
    reason: Mapped[str] = mapped_column(String(500), default="")
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    judging_round: Mapped[JudgingRound] = relationship()
    member: Mapped[CouncilMember] = relationship()
    released_by: Mapped[User] = relationship()
