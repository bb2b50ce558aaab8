"""What a count gave, with everything needed to explain and recount it, and what a province recognised.

A trigger refuses any edit of a result and of the list of the recognised.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.base.scans import ScanMixin
from awards.councils.models import JudgingRound
from awards.nominations.models import Nomination
from awards.results.states import ResultStage
from awards.seasons.models import Season
from awards.units.models import Alliance

_OF_SHEETS = text("stage = 'sheets'")


class Result(PublicIdMixin, Model):
    """The count of a closed round's sheets, or of the same sheets with the votes of the council's meetings so far.

    ``record`` is the exported record, canonical JSON: megabytes, read only by whoever asks for it. ``held_on``: the
    day of the last meeting whose votes are in it. The newest count of a round stands, the others are kept.
    """

    __tablename__ = "result"
    __table_args__ = (
        Index(
            "uq_result_round_id_sheets", "round_id", unique=True, sqlite_where=_OF_SHEETS, postgresql_where=_OF_SHEETS
        ),
        UniqueConstraint("round_id", "meeting_id"),
        CheckConstraint("(stage = 'meeting') = (meeting_id IS NOT NULL)", name="votes_have_a_meeting"),
        CheckConstraint("(meeting_id IS NULL) = (held_on IS NULL)", name="meetings_have_a_day"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("judging_round.id", ondelete="RESTRICT"))
    stage: Mapped[str] = mapped_column(String(20), default=ResultStage.SHEETS.value)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="RESTRICT"))
    held_on: Mapped[date | None] = mapped_column(Date)
    rulebook_digest: Mapped[str] = mapped_column(String(64))
    sheets_digest: Mapped[str] = mapped_column(String(64))
    record: Mapped[str] = mapped_column(Text, deferred=True)
    record_digest: Mapped[str] = mapped_column(String(64))
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    counted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    judging_round: Mapped[JudgingRound] = relationship()
    entries: Mapped[list[ResultEntry]] = relationship(back_populates="result", order_by="ResultEntry.position")

    @property
    def alliance_id(self) -> int | None:
        return self.judging_round.alliance_id


class ResultEntry(Model):
    """One entry's place; ``tier`` is the rulebook's key; ``kept`` is what its account is told from (`kept.py`)."""

    __tablename__ = "result_entry"
    __table_args__ = (UniqueConstraint("result_id", "nomination_id"), UniqueConstraint("result_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id", ondelete="RESTRICT"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))
    position: Mapped[int]
    sheet_count: Mapped[int]
    exact_total: Mapped[str | None] = mapped_column(String(80))
    printed_total: Mapped[str | None] = mapped_column(String(20))
    rank: Mapped[int | None] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(20))
    tie_step: Mapped[str | None] = mapped_column(String(200))
    tier: Mapped[str | None] = mapped_column(String(60))
    waiting: Mapped[int | None]
    kept: Mapped[str] = mapped_column(Text)

    result: Mapped[Result] = relationship(back_populates="entries")
    nomination: Mapped[Nomination] = relationship()


class Advice(Model):
    """Statistics beside a result, canonical JSON: made after closing, read by no count. A trigger refuses any edit."""

    __tablename__ = "advice"

    result_id: Mapped[int] = mapped_column(ForeignKey("result.id", ondelete="RESTRICT"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    result: Mapped[Result] = relationship()


class Recognition(PublicIdMixin, ScanMixin, Model):
    """A province's own decision: these are recognised at its level, whatever the centre decides later.

    ``result`` is the count it rests on; without one the province held its council on paper.
    """

    __tablename__ = "recognition"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="RESTRICT"), index=True)
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("result.id", ondelete="RESTRICT"))
    number: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    season: Mapped[Season] = relationship()
    alliance: Mapped[Alliance] = relationship()
    result: Mapped[Result | None] = relationship()
    nominees: Mapped[list[RecognisedNominee]] = relationship(
        back_populates="recognition", order_by="RecognisedNominee.position"
    )


class RecognisedNominee(Model):
    """One nomination in the decision's list, under the name it had then."""

    __tablename__ = "recognised_nominee"
    __table_args__ = (UniqueConstraint("recognition_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recognition_id: Mapped[int] = mapped_column(ForeignKey("recognition.id", ondelete="RESTRICT"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), unique=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))

    recognition: Mapped[Recognition] = relationship(back_populates="nominees")
    nomination: Mapped[Nomination] = relationship()
