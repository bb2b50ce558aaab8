"""Findings of the centre's desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "screening",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("clause", sa.String(length=300), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["found_by_id"], ["user_account.id"], name=op.f("fk_screening_found_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_screening_nomination_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["dossier_revision.id"], name=op.f("fk_screening_revision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
        sa.UniqueConstraint("public_id", name=op.f("uq_screening_public_id")),
    )
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_nomination_id"), ["nomination_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_screening_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "return_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("screening_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name=op.f("fk_return_item_screening_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_item")),
        sa.UniqueConstraint("screening_id", "item", name=op.f("uq_return_item_screening_id_item")),
    )
    refuse_changes(op, "screening")
    refuse_changes(op, "return_item")


def downgrade() -> None:
    allow_changes(op, "return_item")
    allow_changes(op, "screening")
    op.drop_table("return_item")
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_revision_id"))
        batch_op.drop_index(batch_op.f("ix_screening_nomination_id"))

    op.drop_table("screening")
