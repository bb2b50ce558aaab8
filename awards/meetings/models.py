"""Meetings of councils, who was there, what was voted on and how.

Of a secret ballot two tables know two different things: :class:`Voter` who has voted, :class:`Slip` how. Neither has a
time or an order, and no column leads from one to the other. Triggers freeze what is closed.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.base.scans import ScanMixin
from awards.councils.models import Council, CouncilMember
from awards.councils.states import Post
from awards.meetings.electorate import Electorate
from awards.meetings.states import MeetingState
from awards.nominations.models import Nomination
from awards.units.models import Alliance

RUNS_IT = frozenset({Post.CHAIR.value, Post.SECRETARY.value})


class Meeting(PublicIdMixin, Model):
    """One sitting, of one council or of an alliance's councils for several awards at once.

    ``audit_number`` and ``audit_hash``: the head of the log when the meeting was closed.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("(state = 'planned') = (opened_at IS NULL)", name="opened_has_time"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
    )

    alliance_id: Mapped[int | None] = mapped_column(ForeignKey("alliance.id", ondelete="RESTRICT"), index=True)
    place: Mapped[str] = mapped_column(String(300))
    held_on: Mapped[date] = mapped_column(Date)
    check_reported_by: Mapped[str] = mapped_column(String(120), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    state: Mapped[str] = mapped_column(String(20), default=MeetingState.PLANNED.value)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    audit_number: Mapped[int | None]
    audit_hash: Mapped[str | None] = mapped_column(String(64))
    lock_version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": lock_version}

    alliance: Mapped[Alliance | None] = relationship()
    recorded_by: Mapped[User] = relationship()
    councils: Mapped[list[Council]] = relationship(secondary="meeting_council", order_by="Council.id")
    attendances: Mapped[list[Attendance]] = relationship(
        back_populates="meeting", order_by="Attendance.id", cascade="all, delete-orphan"
    )
    motions: Mapped[list[Motion]] = relationship(back_populates="meeting", order_by="Motion.number")
    floor: Mapped[Floor | None] = relationship(back_populates="meeting")

    @property
    def is_sample(self) -> bool:
        """Whether anything in it is invented."""
        return any(one.season.is_sample for one in self.councils)

    @property
    def is_rehearsal(self) -> bool:
        return any(one.season.is_rehearsal for one in self.councils)

    @property
    def officer_user_ids(self) -> frozenset[int]:
        """The accounts of those who run it: chair and secretary of a council that sits."""
        return officer_user_ids(self.councils)

    @property
    def member_user_ids(self) -> frozenset[int]:
        return member_user_ids(self.councils)


class MeetingCouncil(Model):
    """Which councils sit in a meeting."""

    __tablename__ = "meeting_council"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="RESTRICT"), primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="RESTRICT"), primary_key=True)


class Attendance(Model):
    """Whether a member is there, as a member of one council; ``note``: why not."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="RESTRICT"))
    member_id: Mapped[int] = mapped_column(ForeignKey("council_member.id", ondelete="RESTRICT"))
    present: Mapped[bool]
    note: Mapped[str] = mapped_column(String(1000), default="")

    meeting: Mapped[Meeting] = relationship(back_populates="attendances")
    member: Mapped[CouncilMember] = relationship()


class Floor(Model):
    """The entry the meeting speaks of now (none: no entry), for the secretary's page and the big screen."""

    __tablename__ = "meeting_floor"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="RESTRICT"), primary_key=True)
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"))

    meeting: Mapped[Meeting] = relationship(back_populates="floor")
    nomination: Mapped[Nomination | None] = relationship()


class Motion(PublicIdMixin, Model):
    """Something put to the vote of one council, on one entry, on all of them (approve_k), or on none (other).

    ``electorate``: JSON of who could vote, fixed when the ballot was opened; ``outcome``: JSON of what came out.
    """

    __tablename__ = "motion"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("(state IN ('closed', 'void', 'left')) = (closed_at IS NOT NULL)", name="closed_has_time"),
        CheckConstraint("secret OR NOT on_paper", name="paper_slips_are_secret"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="RESTRICT"))
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), index=True)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    secret: Mapped[bool] = mapped_column(default=False)
    on_paper: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20))
    electorate_json: Mapped[str] = mapped_column("electorate", Text, default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    void_reason: Mapped[str] = mapped_column(String(1000), default="")
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lock_version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": lock_version}

    meeting: Mapped[Meeting] = relationship(back_populates="motions")
    council: Mapped[Council] = relationship()
    nomination: Mapped[Nomination | None] = relationship()
    votes: Mapped[list[OpenVote]] = relationship(back_populates="motion", order_by="OpenVote.member_id")
    opinions: Mapped[list[WrittenOpinion]] = relationship(back_populates="motion", order_by="WrittenOpinion.member_id")
    tallies: Mapped[list[PaperTally]] = relationship(back_populates="motion", order_by="PaperTally.number")

    @property
    def alliance_id(self) -> int | None:
        return self.meeting.alliance_id

    @property
    def officer_user_ids(self) -> frozenset[int]:
        return self.meeting.officer_user_ids

    @property
    def member_user_ids(self) -> frozenset[int]:
        return member_user_ids([self.council])

    @property
    def electorate(self) -> Electorate:
        return Electorate.read(self.electorate_json)

    @property
    def voter_user_ids(self) -> frozenset[int]:
        """Accounts of the members who may vote in this ballot; nobody before it is opened."""
        able = self.electorate.voters
        return frozenset(one.user_id for one in self.council.members if one.user_id is not None and one.id in able)


class OpenVote(Model):
    """A member's vote in an open ballot; ``vote``: yes, no, blank, or (approve_k) the JSON list of entries' ids."""

    __tablename__ = "open_vote"

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id", ondelete="RESTRICT"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("council_member.id", ondelete="RESTRICT"), primary_key=True)
    vote: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    motion: Mapped[Motion] = relationship(back_populates="votes")


class Voter(Model):
    """That a member has voted in a secret ballot; nothing more, on purpose."""

    __tablename__ = "voter"
    __table_args__ = {"sqlite_with_rowid": False}

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id", ondelete="RESTRICT"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("council_member.id", ondelete="RESTRICT"), primary_key=True)


class Slip(Model):
    """One vote of a secret ballot, under a random key; nothing says whose, on purpose."""

    __tablename__ = "slip"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id", ondelete="RESTRICT"), index=True)
    vote: Mapped[str] = mapped_column(Text)


class PaperTally(Model):
    """Totals of a secret ballot on paper as one person counted them; two persons' must agree. ``totals``: JSON."""

    __tablename__ = "paper_tally"
    __table_args__ = (
        UniqueConstraint("motion_id", "entered_by_id"),
        CheckConstraint("number IN (1, 2)", name="counted_by_two"),
    )

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id", ondelete="RESTRICT"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    totals: Mapped[str] = mapped_column(Text)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    motion: Mapped[Motion] = relationship(back_populates="tallies")
    entered_by: Mapped[User] = relationship()


class WrittenOpinion(PublicIdMixin, ScanMixin, Model):
    """What an absent member sent in writing on a motion, as the secretary entered it."""

    __tablename__ = "written_opinion"
    __table_args__ = (UniqueConstraint("motion_id", "member_id"),)

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id", ondelete="RESTRICT"))
    member_id: Mapped[int] = mapped_column(ForeignKey("council_member.id", ondelete="RESTRICT"))
    vote: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(String(2000), default="")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))

    motion: Mapped[Motion] = relationship(back_populates="opinions")
    member: Mapped[CouncilMember] = relationship()

    @property
    def alliance_id(self) -> int | None:
        return self.motion.alliance_id


def officer_user_ids(councils: list[Council]) -> frozenset[int]:
    """Accounts of the chairs and secretaries of councils."""
    return frozenset(
        one.user_id
        for council in councils
        for one in council.members
        if one.user_id is not None and one.post in RUNS_IT and one.left_on is None
    )


def member_user_ids(councils: list[Council]) -> frozenset[int]:
    """Accounts of the members of councils."""
    return frozenset(
        one.user_id
        for council in councils
        for one in council.members
        if one.user_id is not None and one.left_on is None
    )
