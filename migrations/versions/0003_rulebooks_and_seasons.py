"""Frozen rulebooks, seasons and extensions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rulebook",
        sa.Column("award", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("notice", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_rulebook_published_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook")),
        sa.UniqueConstraint("digest", name=op.f("uq_rulebook_digest")),
        sa.UniqueConstraint("key", "edition", name=op.f("uq_rulebook_key_edition")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rulebook_public_id")),
    )
    op.create_table(
        "rulebook_confirmation",
        sa.Column("rulebook_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["user_account.id"],
            name=op.f("fk_rulebook_confirmation_confirmed_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["rulebook_id"], ["rulebook.id"], name=op.f("fk_rulebook_confirmation_rulebook_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("rulebook_id", name=op.f("pk_rulebook_confirmation")),
    )
    op.create_table(
        "season",
        sa.Column("award", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("rulebook_id", sa.Integer(), nullable=False),
        sa.Column("nominations_open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nominations_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judging_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ceremony_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("nominations_close_at < judging_close_at", name=op.f("ck_season_judging_after_nominations")),
        sa.CheckConstraint("nominations_open_at < nominations_close_at", name=op.f("ck_season_window_runs_forward")),
        sa.ForeignKeyConstraint(
            ["rulebook_id"], ["rulebook.id"], name=op.f("fk_season_rulebook_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season")),
        sa.UniqueConstraint("award", "year", "title", name=op.f("uq_season_award_year_title")),
        sa.UniqueConstraint("public_id", name=op.f("uq_season_public_id")),
    )
    with op.batch_alter_table("season", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_season_rulebook_id"), ["rulebook_id"], unique=False)

    op.create_table(
        "deadline_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance_id"], ["alliance.id"], name=op.f("fk_deadline_extension_alliance_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user_account.id"],
            name=op.f("fk_deadline_extension_recorded_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_deadline_extension_season_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_extension")),
    )
    with op.batch_alter_table("deadline_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_extension_season_id"), ["season_id"], unique=False)

    refuse_changes(op, "rulebook")
    refuse_changes(op, "rulebook_confirmation")
    refuse_changes(op, "deadline_extension")


def downgrade() -> None:
    allow_changes(op, "deadline_extension")
    allow_changes(op, "rulebook_confirmation")
    allow_changes(op, "rulebook")
    with op.batch_alter_table("deadline_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_extension_season_id"))

    op.drop_table("deadline_extension")
    with op.batch_alter_table("season", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_season_rulebook_id"))

    op.drop_table("season")
    op.drop_table("rulebook_confirmation")
    op.drop_table("rulebook")
