"""Files on their way in, piece by piece."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("storage_key", sa.String(length=40), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint("0 <= received AND received <= size", name=op.f("ck_upload_received_fits")),
        sa.CheckConstraint(
            "(state = 'ready') = (storage_key IS NOT NULL AND sha256 IS NOT NULL AND media_type IS NOT NULL)",
            name=op.f("ck_upload_ready_is_whole"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_upload_public_id")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_upload_storage_key")),
    )
    op.create_index(op.f("ix_upload_owner"), "upload", ["owner"])
    op.create_index(op.f("ix_upload_started_at"), "upload", ["started_at"])
    op.create_table(
        "upload_chunk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_upload_chunk_upload_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_chunk")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_upload_chunk_storage_key")),
        sa.UniqueConstraint("upload_id", "start", name="uq_upload_chunk_upload_id_start"),
    )


def downgrade() -> None:
    """What was on its way is lost; its bytes are found by ``awards files tidy``."""
    op.drop_table("upload_chunk")
    op.drop_index(op.f("ix_upload_started_at"), table_name="upload")
    op.drop_index(op.f("ix_upload_owner"), table_name="upload")
    op.drop_table("upload")
