"""Long work beside the server, one row a job.

Down, jobs are forgotten; what they wrote stays.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ONCE = "uq_job_digest_under_way"


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("argument", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("page", sa.String(length=300), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("worker", sa.String(length=300), nullable=False),
        sa.Column("enqueued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_job_state_is_known")),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name=op.f("ck_job_finished_has_time")
        ),
        sa.CheckConstraint("(state = 'done') = (result IS NOT NULL)", name=op.f("ck_job_done_has_result")),
        sa.CheckConstraint("(state = 'queued') OR (heartbeat IS NOT NULL)", name=op.f("ck_job_started_has_heartbeat")),
        sa.CheckConstraint("0 <= done AND 0 <= total", name=op.f("ck_job_progress_counts_up")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_job_user_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    op.create_index("ix_job_state_id", "job", ["state", "id"])
    op.create_index(op.f("ix_job_user_id"), "job", ["user_id"])
    under_way = sa.text("state IN ('queued', 'running')")
    op.create_index(ONCE, "job", ["digest"], unique=True, sqlite_where=under_way, postgresql_where=under_way)


def downgrade() -> None:
    op.drop_index(ONCE, table_name="job")
    op.drop_index(op.f("ix_job_user_id"), table_name="job")
    op.drop_index("ix_job_state_id", table_name="job")
    op.drop_table("job")
