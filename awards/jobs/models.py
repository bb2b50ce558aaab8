"""The row of a job: the truth about it, whatever happens to the process that does it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from awards.base.database import Model, PublicIdMixin, UtcDateTime

_UNDER_WAY = text("state IN ('queued', 'running')")


class Job(PublicIdMixin, Model):
    """Work that takes longer than a request may.

    ``argument`` and ``result``: canonical JSON, never a mark or anything else secret. ``digest``: of who asked for
    what, so that a double click is one job. ``page``: where the outcome is seen. ``attempt`` counts the starts; a
    process that was given up and comes back finds a higher one and writes nothing. ``worker``: who runs it.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state_is_known"),
        CheckConstraint("(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished_has_time"),
        CheckConstraint("(state = 'done') = (result IS NOT NULL)", name="done_has_result"),
        CheckConstraint("(state = 'queued') OR (heartbeat IS NOT NULL)", name="started_has_heartbeat"),
        CheckConstraint("0 <= done AND 0 <= total", name="progress_counts_up"),
        Index("ix_job_state_id", "state", "id"),
        Index("uq_job_digest_under_way", "digest", unique=True, sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY),
    )

    name: Mapped[str] = mapped_column(String(60))
    argument: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    page: Mapped[str] = mapped_column(String(300), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    attempt: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(500), default="")
    result: Mapped[str | None] = mapped_column(Text)
    worker: Mapped[str] = mapped_column(String(300), default="")
    enqueued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heartbeat: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
