"""Councils, rounds and assignments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "council",
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("founding_number", sa.String(length=80), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["season_id"], ["season.id"], name=op.f("fk_council_season_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
        sa.UniqueConstraint("public_id", name=op.f("uq_council_public_id")),
        sa.UniqueConstraint("season_id", name=op.f("uq_council_season_id")),
    )
    op.create_table(
        "council_member",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=20), nullable=False),
        sa.Column("judge_number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_council_member_council_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_council_member_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_member")),
        sa.UniqueConstraint("council_id", "judge_number", name=op.f("uq_council_member_council_id_judge_number")),
        sa.UniqueConstraint("council_id", "user_id", name=op.f("uq_council_member_council_id_user_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_council_member_public_id")),
    )
    with op.batch_alter_table("council_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "judging_round",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_judging_round_closed_has_time")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_judging_round_council_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judging_round")),
        sa.UniqueConstraint("council_id", "number", name=op.f("uq_judging_round_council_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_judging_round_public_id")),
    )
    op.create_table(
        "assignment",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("recusal_reason", sa.String(length=300), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state = 'recused') = (recusal_reason IS NOT NULL)", name=op.f("ck_assignment_recusal_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["council_member.id"], name=op.f("fk_assignment_member_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_assignment_nomination_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["dossier_revision.id"], name=op.f("fk_assignment_revision_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["judging_round.id"], name=op.f("fk_assignment_round_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assignment_public_id")),
        sa.UniqueConstraint(
            "round_id", "member_id", "nomination_id", name=op.f("uq_assignment_round_id_member_id_nomination_id")
        ),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_nomination_id"), ["nomination_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_nomination_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_member_id"))

    op.drop_table("assignment")
    op.drop_table("judging_round")
    with op.batch_alter_table("council_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_council_member_user_id"))

    op.drop_table("council_member")
    op.drop_table("council")
