"""Rulebooks (frozen at publication), seasons, and extensions of their deadline."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.base.states import checked_move
from awards.seasons.states import MOVES, SeasonStage, SeasonState
from awards.units.models import Alliance


class PublishedRulebook(PublicIdMixin, Model):
    """A rulebook as published: its text, canonical form and SHA-256. A trigger refuses any edit.

    A correction is a new row with the next ``edition`` of the same ``key``.
    """

    __tablename__ = "rulebook"
    __table_args__ = (UniqueConstraint("key", "edition"),)

    award: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(60))
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    notice: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    canonical: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    confirmation: Mapped[RulebookConfirmation | None] = relationship(back_populates="rulebook")


class RulebookConfirmation(Model):
    """Somebody compared the rulebook with the signed regulation (or declared it a sample)."""

    __tablename__ = "rulebook_confirmation"

    rulebook_id: Mapped[int] = mapped_column(ForeignKey("rulebook.id", ondelete="RESTRICT"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    document: Mapped[str] = mapped_column(String(300))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    rulebook: Mapped[PublishedRulebook] = relationship(back_populates="confirmation")


class Season(PublicIdMixin, Model):
    """An award's year. The title people see belongs to the season, not to the award.

    Windows are half open: nominations are received while ``open_at <= now < close_at``.
    ``calendar_revision`` counts the changes of its calendar. Of a rehearsal nothing can ever be decided or announced.
    """

    __tablename__ = "season"
    __table_args__ = (
        UniqueConstraint("award", "year", "title"),
        CheckConstraint("nominations_open_at < nominations_close_at", name="window_runs_forward"),
        CheckConstraint("nominations_close_at < judging_close_at", name="judging_after_nominations"),
        CheckConstraint(
            "nominations_open_at < councils_sit_by AND councils_sit_by <= nominations_close_at",
            name="councils_before_the_deadline",
        ),
        CheckConstraint(
            "nominations_close_at <= supplements_close_at AND supplements_close_at <= judging_close_at",
            name="supplements_before_judging_ends",
        ),
        CheckConstraint(
            "nominations_close_at <= screening_close_at AND screening_close_at <= judging_close_at",
            name="screening_before_judging_ends",
        ),
        CheckConstraint("judging_close_at <= deciding_close_at", name="deciding_after_judging"),
        CheckConstraint("grace_seconds BETWEEN 0 AND 600", name="grace_is_short"),
    )

    award: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    is_sample: Mapped[bool]
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default=SeasonState.DRAFT.value)
    rulebook_id: Mapped[int] = mapped_column(ForeignKey("rulebook.id", ondelete="RESTRICT"), index=True)
    nominations_open_at: Mapped[datetime] = mapped_column(UtcDateTime)
    councils_sit_by: Mapped[datetime] = mapped_column(UtcDateTime)
    nominations_close_at: Mapped[datetime] = mapped_column(UtcDateTime)
    supplements_close_at: Mapped[datetime] = mapped_column(UtcDateTime)
    screening_close_at: Mapped[datetime] = mapped_column(UtcDateTime)
    judging_close_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deciding_close_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ceremony_on: Mapped[date] = mapped_column(Date)
    grace_seconds: Mapped[int] = mapped_column(default=0)
    calendar_revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    rulebook: Mapped[PublishedRulebook] = relationship()
    extensions: Mapped[list[DeadlineExtension]] = relationship(back_populates="season", order_by="DeadlineExtension.id")

    @property
    def basis_year(self) -> int:
        """The last full year before the season: year offset 0 of every figure."""
        return self.year - 1

    def move_to(self, wanted: SeasonState) -> None:
        refusal = "Mùa giải đã chuyển sang bước khác. Hãy tải lại trang để xem tình trạng mới."
        self.state = checked_move(MOVES, SeasonState(self.state), wanted, refusal).value


class DeadlineExtension(Model):
    """A later deadline of one stage for one alliance, with its reason; only the latest one recorded counts.

    ``until`` is empty where the later deadline was withdrawn.
    """

    __tablename__ = "deadline_extension"
    __table_args__ = (
        CheckConstraint("stage IN ('nominations', 'province_councils', 'supplements')", name="stage_can_be_extended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"), index=True)
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"))
    stage: Mapped[str] = mapped_column(String(20), default=SeasonStage.NOMINATIONS.value)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(500))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    season: Mapped[Season] = relationship(back_populates="extensions")
    alliance: Mapped[Alliance] = relationship()
    recorded_by: Mapped[User] = relationship()
