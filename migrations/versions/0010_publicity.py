"""What is public."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_nominee",
        sa.Column("key", sa.String(length=140), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("product_of", sa.String(length=300), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_nominee")),
        sa.UniqueConstraint("key", name=op.f("uq_public_nominee_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_public_nominee_public_id")),
    )
    op.create_table(
        "public_rulebook",
        sa.Column("award", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("notice", sa.String(length=300), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_rulebook")),
        sa.UniqueConstraint("digest", name=op.f("uq_public_rulebook_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_public_rulebook_public_id")),
    )
    op.create_table(
        "public_season",
        sa.Column("season_public_id", sa.String(length=22), nullable=False),
        sa.Column("award", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("rulebook_digest", sa.String(length=64), nullable=False),
        sa.Column("nominations_open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nominations_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judging_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ceremony_on", sa.Date(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_season")),
        sa.UniqueConstraint("public_id", name=op.f("uq_public_season_public_id")),
        sa.UniqueConstraint("season_public_id", name=op.f("uq_public_season_season_public_id")),
    )
    op.create_table(
        "public_honour",
        sa.Column("nominee_id", sa.Integer(), nullable=False),
        sa.Column("season_public_id", sa.String(length=22), nullable=True),
        sa.Column("award", sa.String(length=20), nullable=False),
        sa.Column("award_title", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_fold", sa.String(length=700), nullable=False),
        sa.Column(
            "name_sort",
            sa.String(length=700).with_variant(sa.String(length=700, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("product_of", sa.String(length=300), nullable=False),
        sa.Column("sector", sa.String(length=200), nullable=False),
        sa.Column("province_name", sa.String(length=100), nullable=False),
        sa.Column("province_code_today", sa.String(length=2), nullable=False),
        sa.Column("decision_number", sa.String(length=80), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("certificate_code", sa.String(length=40), nullable=True),
        sa.Column("golden_book_number", sa.String(length=40), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["nominee_id"], ["public_nominee.id"], name=op.f("fk_public_honour_nominee_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_honour")),
        sa.UniqueConstraint("certificate_code", name=op.f("uq_public_honour_certificate_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_public_honour_public_id")),
    )
    with op.batch_alter_table("public_honour", schema=None) as batch_op:
        batch_op.create_index("ix_public_honour_list", ["is_sample", "announced_at", "year"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_honour_name_fold"), ["name_fold"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_honour_nominee_id"), ["nominee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_honour_province_code_today"), ["province_code_today"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_honour_season_public_id"), ["season_public_id"], unique=False)

    op.create_table(
        "announcement",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_announcement_approval_is_whole")
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> proposed_by_id", name=op.f("ck_announcement_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user_account.id"], name=op.f("fk_announcement_approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_announcement_decision_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_announcement_proposed_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_announcement_decision_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_announcement_public_id")),
    )


def downgrade() -> None:
    op.drop_table("announcement")
    with op.batch_alter_table("public_honour", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_honour_season_public_id"))
        batch_op.drop_index(batch_op.f("ix_public_honour_province_code_today"))
        batch_op.drop_index(batch_op.f("ix_public_honour_nominee_id"))
        batch_op.drop_index(batch_op.f("ix_public_honour_name_fold"))
        batch_op.drop_index("ix_public_honour_list")

    op.drop_table("public_honour")
    op.drop_table("public_season")
    op.drop_table("public_rulebook")
    op.drop_table("public_nominee")
