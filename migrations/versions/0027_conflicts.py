"""Relations, declarations, kinds of recusals, expert groups, members who come and go.

A recusal of before was either by the rulebook's own-province rule, which is known by its words, or written down by
those who run the council: that becomes a declaration whose author nobody kept.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BY_RULE = "Ủy viên công tác tại %thể lệ quy định không chấm hồ sơ của địa phương mình."
LEFT = "Ủy viên đã thôi tham gia hội đồng."
MEMBER_TEXTS = (("group", 60), ("join_reason", 300), ("leave_reason", 300))


def upgrade() -> None:
    _members()
    _assignments()
    _relations()
    _declarations()


def downgrade() -> None:
    """What a member who left had not cast stays out of the count: as a recusal, the only word the older tables have."""
    allow_changes(op, "declaration")
    op.drop_table("declaration")
    op.drop_table("relation")
    with op.batch_alter_table("assignment") as batch:
        batch.drop_constraint(op.f("ck_assignment_recusal_has_kind"), type_="check")
        batch.drop_column("recusal_kind")
    assignment = sa.table("assignment", *map(sa.column, ("state", "recusal_reason")))
    op.execute(
        assignment.update().where(assignment.c.state == "set_aside").values(state="recused", recusal_reason=LEFT)
    )
    op.execute(sa.text("UPDATE council_member SET post = 'member' WHERE post = 'expert'"))
    with op.batch_alter_table("council_member") as batch:
        for name, _ in reversed(MEMBER_TEXTS):
            batch.drop_column(name)


def _members() -> None:
    with op.batch_alter_table("council_member") as batch:
        for name, length in MEMBER_TEXTS:
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    with op.batch_alter_table("council_member") as batch:
        for name, length in MEMBER_TEXTS:
            batch.alter_column(name, existing_type=sa.String(length=length), server_default=None)


def _assignments() -> None:
    with op.batch_alter_table("assignment") as batch:
        batch.add_column(sa.Column("recusal_kind", sa.String(length=20), nullable=True))
    assignment = sa.table("assignment", *map(sa.column, ("state", "recusal_kind", "recusal_reason")))
    by_rule = assignment.c.recusal_reason.like(BY_RULE)
    op.execute(
        assignment.update()
        .where(assignment.c.state == "recused")
        .values(recusal_kind=sa.case((by_rule, "own_province"), else_="recorded"))
    )
    with op.batch_alter_table("assignment") as batch:
        batch.create_check_constraint(
            op.f("ck_assignment_recusal_has_kind"), "(state = 'recused') = (recusal_kind IS NOT NULL)"
        )


def _relations() -> None:
    op.create_table(
        "relation",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("alliance_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (alliance_id IS NULL)", name=op.f("ck_relation_with_one_of_both")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_relation_ended_by_somebody")),
        _refers("relation", "member_id", "council_member"),
        _refers("relation", "organisation_id", "organisation"),
        _refers("relation", "alliance_id", "alliance"),
        _refers("relation", "recorded_by_id", "user_account"),
        _refers("relation", "ended_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_relation_public_id")),
    )
    op.create_index(op.f("ix_relation_member_id"), "relation", ["member_id"])


def _declarations() -> None:
    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("concerned", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=True),
        _refers("declaration", "assignment_id", "assignment"),
        _refers("declaration", "declared_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    op.create_index(op.f("ix_declaration_assignment_id"), "declaration", ["assignment_id"])
    op.execute(
        "INSERT INTO declaration (assignment_id, concerned, reason, declared_at, declared_by_id) "
        "SELECT assignment.id, TRUE, assignment.recusal_reason, judging_round.opened_at, NULL "
        "FROM assignment JOIN judging_round ON judging_round.id = assignment.round_id "
        "WHERE assignment.recusal_kind = 'recorded' ORDER BY assignment.id"
    )
    refuse_changes(op, "declaration")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")
