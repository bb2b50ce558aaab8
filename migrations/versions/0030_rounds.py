"""Kinds of rounds, the count with the meeting's votes, advice beside a count, checkpoints of the log, rehearsals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

VOTES_HAVE_A_MEETING = "(stage = 'meeting') = (meeting_id IS NOT NULL)"


def upgrade() -> None:
    _rounds()
    _results()
    with op.batch_alter_table("season") as batch:
        batch.add_column(sa.Column("is_rehearsal", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("season") as batch:
        batch.alter_column("is_rehearsal", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "audit_checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_checkpoint")),
    )
    op.create_index(op.f("ix_audit_checkpoint_subject"), "audit_checkpoint", ["subject"])
    refuse_changes(op, "audit_checkpoint")
    with op.batch_alter_table("public_season") as batch:
        batch.add_column(sa.Column("recusals", sa.String(length=300), nullable=False, server_default=""))
        batch.add_column(sa.Column("recusals_from", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("public_season") as batch:
        batch.alter_column("recusals", existing_type=sa.String(length=300), server_default=None)
    _judge_reminders()


def downgrade() -> None:
    """A count with votes and a rehearsal have no place in the older tables: with one of them this step is refused."""
    voted = op.get_bind().execute(sa.text("SELECT count(*) FROM result WHERE stage = 'meeting'")).scalar()
    rehearsed = op.get_bind().execute(sa.text("SELECT count(*) FROM season WHERE is_rehearsal")).scalar()
    if voted or rehearsed:
        raise RuntimeError("counts with a meeting's votes or rehearsals exist; take a backup and remove them")
    op.drop_index(op.f("ix_judge_reminder_round_id"), table_name="judge_reminder")
    op.drop_table("judge_reminder")
    with op.batch_alter_table("public_season") as batch:
        batch.drop_column("recusals_from")
        batch.drop_column("recusals")
    allow_changes(op, "audit_checkpoint")
    op.drop_index(op.f("ix_audit_checkpoint_subject"), table_name="audit_checkpoint")
    op.drop_table("audit_checkpoint")
    with op.batch_alter_table("season") as batch:
        batch.drop_column("is_rehearsal")
    allow_changes(op, "advice")
    op.drop_table("advice")
    allow_changes(op, "result")
    with op.batch_alter_table("result") as batch:
        batch.drop_constraint(op.f("ck_result_votes_have_a_meeting"), type_="check")
        batch.drop_constraint(op.f("uq_result_round_id_stage"), type_="unique")
        batch.drop_constraint(op.f("fk_result_meeting_id"), type_="foreignkey")
        batch.drop_column("meeting_id")
        batch.drop_column("stage")
        batch.create_unique_constraint(op.f("uq_result_round_id"), ["round_id"])
    refuse_changes(op, "result")
    with op.batch_alter_table("judging_round") as batch:
        batch.drop_column("closing_note")
        batch.drop_column("kind")


def _judge_reminders() -> None:
    op.create_table(
        "judge_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["judging_round.id"],
            name=op.f("fk_judge_reminder_round_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["council_member.id"],
            name=op.f("fk_judge_reminder_member_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"],
            ["user_account.id"],
            name=op.f("fk_judge_reminder_released_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judge_reminder")),
        sa.UniqueConstraint("public_id", name=op.f("uq_judge_reminder_public_id")),
    )
    op.create_index(op.f("ix_judge_reminder_round_id"), "judge_reminder", ["round_id"])


def _rounds() -> None:
    with op.batch_alter_table("judging_round") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="council"))
        batch.add_column(sa.Column("closing_note", sa.String(length=1000), nullable=False, server_default=""))
    with op.batch_alter_table("judging_round") as batch:
        batch.alter_column("kind", existing_type=sa.String(length=20), server_default=None)
        batch.alter_column("closing_note", existing_type=sa.String(length=1000), server_default=None)
    op.execute("UPDATE judging_round SET kind = 'discussion' WHERE number > 1")


def _results() -> None:
    allow_changes(op, "result")
    with op.batch_alter_table("result") as batch:
        batch.add_column(sa.Column("stage", sa.String(length=20), nullable=False, server_default="sheets"))
        batch.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("uq_result_round_id"), type_="unique")
        batch.create_unique_constraint(op.f("uq_result_round_id_stage"), ["round_id", "stage"])
        batch.create_foreign_key(op.f("fk_result_meeting_id"), "meeting", ["meeting_id"], ["id"], ondelete="RESTRICT")
        batch.create_check_constraint(op.f("ck_result_votes_have_a_meeting"), VOTES_HAVE_A_MEETING)
    with op.batch_alter_table("result") as batch:
        batch.alter_column("stage", existing_type=sa.String(length=20), server_default=None)
    refuse_changes(op, "result")
    op.create_table(
        "advice",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_advice_result_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("result_id", name=op.f("pk_advice")),
    )
    refuse_changes(op, "advice")
