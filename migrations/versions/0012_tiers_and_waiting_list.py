"""A counted entry keeps its tier and its place on the waiting list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("result_entry", sa.Column("tier", sa.String(length=60), nullable=True))
    op.add_column("result_entry", sa.Column("waiting", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("result_entry", "waiting")
    op.drop_column("result_entry", "tier")
