"""Which lists of honours are complete: of whose years the register may say that somebody was never honoured.

Down, nobody has said so of any year.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "honour_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["said_by_id"],
            ["user_account.id"],
            name=op.f("fk_honour_list_said_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour_list")),
        sa.UniqueConstraint("award", "year", "is_sample", name="uq_honour_list_once"),
    )


def downgrade() -> None:
    op.drop_table("honour_list")
