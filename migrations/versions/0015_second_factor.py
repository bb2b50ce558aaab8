"""Second factor and recovery codes, closed accounts and who replaces them, where a session is, counted attempts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tf_primary_method", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("tf_totp_secret", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("tf_last_counter", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("mf_recovery_codes", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_reason", sa.String(length=500), server_default="", nullable=False))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_user_account_replaced_by_id"),
            "user_account",
            ["replaced_by_id"],
            ["id"],
            ondelete="SET NULL",
        )
    with op.batch_alter_table("server_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_agent", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("network", sa.String(length=50), server_default="", nullable=False))
    op.create_table(
        "attempt_count",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt_count")),
    )
    op.create_index("ix_attempt_count_expires_at", "attempt_count", ["expires_at"])


def downgrade() -> None:
    op.drop_table("attempt_count")
    with op.batch_alter_table("server_session", schema=None) as batch_op:
        batch_op.drop_column("network")
        batch_op.drop_column("user_agent")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_user_account_replaced_by_id"), type_="foreignkey")
        for name in (
            "replaced_by_id",
            "closed_reason",
            "closed_at",
            "mf_recovery_codes",
            "tf_last_counter",
            "tf_totp_secret",
            "tf_primary_method",
        ):
            batch_op.drop_column(name)
