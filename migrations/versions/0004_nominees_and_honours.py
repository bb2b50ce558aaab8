"""Organisations with their yearly figures, and the register of honours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "honour",
        sa.Column("award", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=120), nullable=False),
        sa.Column("nominee_type", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("product_of", sa.String(length=300), nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=True),
        sa.Column("sector", sa.String(length=200), nullable=False),
        sa.Column("province_id", sa.Integer(), nullable=False),
        sa.Column("decision_number", sa.String(length=80), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("confidence IN ('own', 'high', 'medium', 'low')", name=op.f("ck_honour_confidence_known")),
        sa.CheckConstraint("nominee_type IN ('cooperative', 'product')", name=op.f("ck_honour_nominee_type_known")),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_honour_province_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour")),
        sa.UniqueConstraint("award", "year", "source_key", name=op.f("uq_honour_award_year_source_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_honour_public_id")),
    )
    with op.batch_alter_table("honour", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_honour_tax_code"), ["tax_code"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_fold", sa.String(length=300), nullable=False),
        sa.Column(
            "name_sort",
            sa.String(length=700).with_variant(sa.String(length=700, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sector_group", sa.String(length=20), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("province_id", sa.Integer(), nullable=False),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance_id"], ["alliance.id"], name=op.f("fk_organisation_alliance_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_organisation_province_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
        sa.UniqueConstraint("tax_code", name=op.f("uq_organisation_tax_code")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_alliance_id"), ["alliance_id"], unique=False)
        batch_op.create_index("ix_organisation_name_fold", ["name_fold"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_province_id"), ["province_id"], unique=False)

    op.create_table(
        "year_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revenue", sa.BigInteger(), nullable=True),
        sa.Column("profit_after_tax", sa.BigInteger(), nullable=True),
        sa.Column("average_income", sa.BigInteger(), nullable=True),
        sa.Column("tax_paid", sa.BigInteger(), nullable=True),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("worker_count", sa.Integer(), nullable=True),
        sa.Column("insured_count", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "insured_count IS NULL OR worker_count IS NULL OR insured_count <= worker_count",
            name=op.f("ck_year_figures_insured_are_workers"),
        ),
        sa.CheckConstraint("member_count IS NULL OR member_count >= 1", name=op.f("ck_year_figures_has_members")),
        sa.CheckConstraint("revenue IS NULL OR revenue >= 0", name=op.f("ck_year_figures_revenue_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_year_figures_organisation_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_figures")),
        sa.UniqueConstraint("organisation_id", "year", name=op.f("uq_year_figures_organisation_id_year")),
    )


def downgrade() -> None:
    op.drop_table("year_figures")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_province_id"))
        batch_op.drop_index("ix_organisation_name_fold")
        batch_op.drop_index(batch_op.f("ix_organisation_alliance_id"))

    op.drop_table("organisation")
    with op.batch_alter_table("honour", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_honour_tax_code"))

    op.drop_table("honour")
