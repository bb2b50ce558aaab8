"""Who reads off the paper sheets of the central council beside its secretary. Down, nobody was named.

At the centre paper sheets are then not entered any more; sheets already cast from paper stay.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAMED_BY_ANOTHER = "named_by_id <> user_id"
ENDED_BY_SOMEBODY = "(ended_at IS NULL) = (ended_by_id IS NULL)"


def upgrade() -> None:
    op.create_table(
        "paper_reader",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(NAMED_BY_ANOTHER, name=op.f("ck_paper_reader_named_by_another")),
        sa.CheckConstraint(ENDED_BY_SOMEBODY, name=op.f("ck_paper_reader_ended_by_somebody")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_paper_reader_council_id_council"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["user_account.id"],
            name=op.f("fk_paper_reader_ended_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"],
            ["user_account.id"],
            name=op.f("fk_paper_reader_named_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_paper_reader_user_id_user_account"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_reader")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_reader_public_id")),
    )
    op.create_index(op.f("ix_paper_reader_council_id"), "paper_reader", ["council_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_paper_reader_council_id"), table_name="paper_reader")
    op.drop_table("paper_reader")
