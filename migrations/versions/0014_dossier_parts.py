"""Sections of the task list, parts asked to be corrected, and what a dossier was frozen for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LIVE_INDEX = "uq_nomination_season_organisation_live"
STAGE_NUMBER = "uq_dossier_revision_nomination_id_stage_number"


def upgrade() -> None:
    op.create_table(
        "dossier_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_dossier_section_nomination_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["user_account.id"], name=op.f("fk_dossier_section_saved_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_section")),
        sa.UniqueConstraint("nomination_id", "section", name="uq_dossier_section_once"),
    )
    op.create_table(
        "reopened_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_reopened_part_nomination_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by_id"], ["user_account.id"], name=op.f("fk_reopened_part_reopened_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopened_part")),
    )
    op.create_index(op.f("ix_reopened_part_nomination_id"), "reopened_part", ["nomination_id"])
    op.drop_index(LIVE_INDEX, table_name="nomination")
    _live_index("state NOT IN ('withdrawn', 'replaced')")
    allow_changes(op, "dossier_revision")
    with op.batch_alter_table("dossier_revision") as batch:
        batch.add_column(sa.Column("stage", sa.String(length=10), nullable=False, server_default="forwarded"))
        batch.drop_constraint("uq_dossier_revision_nomination_id_number", type_="unique")
        batch.create_unique_constraint(
            "uq_dossier_revision_nomination_id_stage_number", ["nomination_id", "stage", "number"]
        )
    with op.batch_alter_table("dossier_revision") as batch:
        batch.alter_column("stage", server_default=None)
    refuse_changes(op, "dossier_revision")


def downgrade() -> None:
    allow_changes(op, "dossier_revision")
    with op.batch_alter_table("dossier_revision") as batch:
        batch.drop_constraint(STAGE_NUMBER, type_="unique")
        batch.create_unique_constraint("uq_dossier_revision_nomination_id_number", ["nomination_id", "number"])
        batch.drop_column("stage")
    refuse_changes(op, "dossier_revision")
    op.drop_index(LIVE_INDEX, table_name="nomination")
    _live_index("state <> 'withdrawn'")
    op.drop_table("reopened_part")
    op.drop_table("dossier_section")


def _live_index(where: str) -> None:
    op.create_index(
        LIVE_INDEX,
        "nomination",
        ["season_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
