"""Nominations, dossier files and forwarded revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nomination",
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("variant", sa.String(length=40), nullable=False),
        sa.Column("achievements", sa.Text(), nullable=False),
        sa.Column("highest_honour", sa.String(length=30), nullable=True),
        sa.Column("law_compliance", sa.Boolean(), nullable=True),
        sa.Column("open_inquiry", sa.Boolean(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_by", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "state <> 'forwarded' OR forwarded_at IS NOT NULL", name=op.f("ck_nomination_forwarded_has_time")
        ),
        sa.CheckConstraint("(consent_on IS NULL) = (consent_by IS NULL)", name=op.f("ck_nomination_consent_is_whole")),
        sa.ForeignKeyConstraint(
            ["alliance_id"], ["alliance.id"], name=op.f("fk_nomination_alliance_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_nomination_created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_nomination_organisation_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_nomination_season_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("public_id", name=op.f("uq_nomination_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_nomination_reference")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_alliance_id"), ["alliance_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_season_id"), ["season_id"], unique=False)
        batch_op.create_index(
            "uq_nomination_season_organisation_live",
            ["season_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )

    op.create_table(
        "dossier_file",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=40), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_dossier_file_nomination_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_dossier_file_uploaded_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dossier_file_public_id")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_dossier_file_storage_key")),
    )
    with op.batch_alter_table("dossier_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_file_nomination_id"), ["nomination_id"], unique=False)

    op.create_table(
        "dossier_revision",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("receipt_code", sa.String(length=20), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forwarded_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["forwarded_by_id"],
            ["user_account.id"],
            name=op.f("fk_dossier_revision_forwarded_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_dossier_revision_nomination_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_revision")),
        sa.UniqueConstraint("nomination_id", "number", name=op.f("uq_dossier_revision_nomination_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dossier_revision_public_id")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_dossier_revision_receipt_code")),
    )
    refuse_changes(op, "dossier_revision")


def downgrade() -> None:
    allow_changes(op, "dossier_revision")
    op.drop_table("dossier_revision")
    with op.batch_alter_table("dossier_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_file_nomination_id"))

    op.drop_table("dossier_file")
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_nomination_season_organisation_live",
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )
        batch_op.drop_index(batch_op.f("ix_nomination_season_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_alliance_id"))

    op.drop_table("nomination")
