"""Reasons of marks, private notes, abstentions, reopened sheets.

Down, an abstention becomes a sheet not cast, as that is all the older version knows of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ABSTENTION_HAS_REASON = "(state = 'abstained') = (abstention_reason IS NOT NULL)"
ABSTENTION_HAS_TIME = "(state = 'abstained') = (abstained_at IS NOT NULL)"
ANSWERED_BY_ONE = "(answered_at IS NOT NULL) = (answered_by_id IS NOT NULL)"
ANSWERED_HAS_TIME = "(state = 'asked') = (answered_at IS NULL)"
ANSWERED_BY_ANOTHER = "answered_by_id <> asked_by_id"

sheet = sa.table("sheet", sa.column("state"))


def upgrade() -> None:
    op.add_column("sheet_version", sa.Column("reasons", sa.Text(), nullable=False, server_default="{}"))
    with op.batch_alter_table("sheet") as batch:
        batch.add_column(sa.Column("abstained_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("abstention_reason", sa.String(length=1000), nullable=True))
        batch.create_check_constraint(batch.f("ck_sheet_abstention_has_reason"), ABSTENTION_HAS_REASON)
        batch.create_check_constraint(batch.f("ck_sheet_abstention_has_time"), ABSTENTION_HAS_TIME)
    op.create_table(
        "sheet_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_sheet_note_assignment_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_note")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_sheet_note_assignment_id")),
    )
    op.create_table(
        "sheet_reopening",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("receipt_code", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("asked_as", sa.String(length=30), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(ANSWERED_BY_ONE, name=op.f("ck_sheet_reopening_answered_by_one")),
        sa.CheckConstraint(ANSWERED_HAS_TIME, name=op.f("ck_sheet_reopening_answered_has_time")),
        sa.CheckConstraint(ANSWERED_BY_ANOTHER, name=op.f("ck_sheet_reopening_answered_by_another")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_sheet_reopening_answered_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_sheet_reopening_asked_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_reopening_sheet_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_reopening")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sheet_reopening_public_id")),
    )
    op.create_index(op.f("ix_sheet_reopening_sheet_id"), "sheet_reopening", ["sheet_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sheet_reopening_sheet_id"), table_name="sheet_reopening")
    op.drop_table("sheet_reopening")
    op.drop_table("sheet_note")
    with op.batch_alter_table("sheet") as batch:
        batch.drop_constraint(batch.f("ck_sheet_abstention_has_time"), type_="check")
        batch.drop_constraint(batch.f("ck_sheet_abstention_has_reason"), type_="check")
        batch.drop_column("abstention_reason")
        batch.drop_column("abstained_at")
    op.execute(sheet.update().where(sheet.c.state == "abstained").values(state="open"))
    op.drop_column("sheet_version", "reasons")
