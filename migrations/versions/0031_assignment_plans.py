"""Plans of who marks what, and the fields of members.

Down, plans are forgotten; the assignments that were made of them stay.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ONE_PROPOSED = "uq_assignment_plan_council_id_proposed"


def upgrade() -> None:
    op.create_table(
        "member_field",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        _refers("member_field", "member_id", "council_member"),
        sa.PrimaryKeyConstraint("member_id", "field", name=op.f("pk_member_field")),
    )
    op.create_table(
        "assignment_plan",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("per_entry", sa.Integer(), nullable=True),
        sa.Column("rooms", sa.Integer(), nullable=True),
        sa.Column("region_cap", sa.Integer(), nullable=True),
        sa.Column("seed", sa.String(length=20), nullable=False),
        sa.Column("algorithm", sa.Integer(), nullable=False),
        sa.Column("problem_digest", sa.String(length=64), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("best_total", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("by_hand", sa.Integer(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state IN ('accepted', 'undone')) = (accepted_at IS NOT NULL)",
            name=op.f("ck_assignment_plan_accepted_has_time"),
        ),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL)", name=op.f("ck_assignment_plan_undone_has_time")
        ),
        _refers("assignment_plan", "council_id", "council"),
        _refers("assignment_plan", "proposed_by_id", "user_account"),
        _refers("assignment_plan", "round_id", "judging_round", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_plan")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assignment_plan_public_id")),
    )
    op.create_index(op.f("ix_assignment_plan_council_id"), "assignment_plan", ["council_id"])
    proposed = sa.text("state = 'proposed'")
    op.create_index(
        ONE_PROPOSED, "assignment_plan", ["council_id"], unique=True, sqlite_where=proposed, postgresql_where=proposed
    )
    op.create_table(
        "planned_pair",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        _refers("planned_pair", "plan_id", "assignment_plan"),
        _refers("planned_pair", "nomination_id", "nomination"),
        _refers("planned_pair", "member_id", "council_member"),
        sa.PrimaryKeyConstraint("plan_id", "nomination_id", "member_id", name=op.f("pk_planned_pair")),
    )
    op.create_index(op.f("ix_planned_pair_member_id"), "planned_pair", ["member_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_planned_pair_member_id"), table_name="planned_pair")
    op.drop_table("planned_pair")
    op.drop_index(ONE_PROPOSED, table_name="assignment_plan")
    op.drop_index(op.f("ix_assignment_plan_council_id"), table_name="assignment_plan")
    op.drop_table("assignment_plan")
    op.drop_table("member_field")


def _refers(table: str, column: str, to: str, *, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)
