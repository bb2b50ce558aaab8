"""Files of one paper keep the order people put them in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dossier_file") as batch:
        batch.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("dossier_file") as batch:
        batch.alter_column("position", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("dossier_file") as batch:
        batch.drop_column("position")
