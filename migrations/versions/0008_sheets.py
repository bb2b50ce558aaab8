"""Sheets and their append-only versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt_code", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("(state = 'cast') = (cast_at IS NOT NULL)", name=op.f("ck_sheet_cast_has_time")),
        sa.CheckConstraint("(state = 'cast') = (receipt_code IS NOT NULL)", name=op.f("ck_sheet_cast_has_receipt")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_sheet_assignment_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_sheet_assignment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sheet_public_id")),
    )
    op.create_table(
        "sheet_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=40), nullable=False),
        sa.Column("rulebook_digest", sa.String(length=64), nullable=False),
        sa.Column("dossier_digest", sa.String(length=64), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_version_sheet_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_version")),
        sa.UniqueConstraint("sheet_id", "idempotency_key", name=op.f("uq_sheet_version_sheet_id_idempotency_key")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_sheet_version_sheet_id_number")),
    )
    refuse_changes(op, "sheet_version")


def downgrade() -> None:
    allow_changes(op, "sheet_version")
    op.drop_table("sheet_version")
    op.drop_table("sheet")
