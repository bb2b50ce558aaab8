"""Plans of who marks what, and the fields of members."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from awards.accounts.models import User
from awards.base.database import Model, PublicIdMixin, UtcDateTime
from awards.councils.models import Council, CouncilMember, JudgingRound
from awards.nominations.models import Nomination

_PROPOSED = text("state = 'proposed'")


class MemberField(Model):
    """A field in which a member is an expert: a key of the sector or product groups."""

    __tablename__ = "member_field"

    member_id: Mapped[int] = mapped_column(ForeignKey("council_member.id", ondelete="RESTRICT"), primary_key=True)
    field: Mapped[str] = mapped_column(String(60), primary_key=True)


class AssignmentPlan(PublicIdMixin, Model):
    """A drawn plan; the same problem (``problem_digest``), seed and ``algorithm`` draw the same one.

    ``total`` of ``best_total``: the affinity of the pairs drawn, and the largest there is; ``floor``: of the worst
    pair. ``by_hand``: how often somebody changed an entry after the draw.
    """

    __tablename__ = "assignment_plan"
    __table_args__ = (
        CheckConstraint("(state IN ('accepted', 'undone')) = (accepted_at IS NOT NULL)", name="accepted_has_time"),
        CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone_has_time"),
        Index(
            "uq_assignment_plan_council_id_proposed",
            "council_id",
            unique=True,
            sqlite_where=_PROPOSED,
            postgresql_where=_PROPOSED,
        ),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="RESTRICT"), index=True)
    method: Mapped[str] = mapped_column(String(20))
    per_entry: Mapped[int | None]
    rooms: Mapped[int | None]
    region_cap: Mapped[int | None]
    seed: Mapped[str] = mapped_column(String(20))
    algorithm: Mapped[int]
    problem_digest: Mapped[str] = mapped_column(String(64))
    total: Mapped[int]
    best_total: Mapped[int]
    floor: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"))
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("judging_round.id", ondelete="SET NULL"))
    by_hand: Mapped[int] = mapped_column(default=0)
    lock_version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": lock_version}

    council: Mapped[Council] = relationship()
    proposed_by: Mapped[User] = relationship()
    judging_round: Mapped[JudgingRound | None] = relationship()

    @property
    def alliance_id(self) -> int | None:
        """Of the council: who runs it looks after its plans."""
        return self.council.alliance_id


class PlannedPair(Model):
    """A member who shall mark an entry; ``by_hand``: put there by somebody after the draw."""

    __tablename__ = "planned_pair"

    plan_id: Mapped[int] = mapped_column(ForeignKey("assignment_plan.id", ondelete="RESTRICT"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="RESTRICT"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("council_member.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    by_hand: Mapped[bool] = mapped_column(Boolean, default=False)

    nomination: Mapped[Nomination] = relationship()
    member: Mapped[CouncilMember] = relationship()
