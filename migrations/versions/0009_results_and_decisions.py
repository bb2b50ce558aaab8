"""Counted results, decisions and certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("rulebook_digest", sa.String(length=64), nullable=False),
        sa.Column("sheets_digest", sa.String(length=64), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_digest", sa.String(length=64), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["counted_by_id"], ["user_account.id"], name=op.f("fk_result_counted_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["judging_round.id"], name=op.f("fk_result_round_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("public_id", name=op.f("uq_result_public_id")),
        sa.UniqueConstraint("round_id", name=op.f("uq_result_round_id")),
    )
    op.create_table(
        "decision",
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signer", sa.String(length=120), nullable=False),
        sa.Column("signing_capacity", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_decision_recorded_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_decision_result_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["season_id"], ["season.id"], name=op.f("fk_decision_season_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("number", "signed_on", name=op.f("uq_decision_number_signed_on")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_public_id")),
        sa.UniqueConstraint("result_id", name=op.f("uq_decision_result_id")),
        sa.UniqueConstraint("season_id", name=op.f("uq_decision_season_id")),
    )
    op.create_table(
        "result_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sheet_count", sa.Integer(), nullable=False),
        sa.Column("exact_total", sa.String(length=80), nullable=True),
        sa.Column("printed_total", sa.String(length=20), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("tie_step", sa.String(length=200), nullable=True),
        sa.Column("working", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_result_entry_nomination_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["result.id"], name=op.f("fk_result_entry_result_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_entry")),
        sa.UniqueConstraint("result_id", "nomination_id", name=op.f("uq_result_entry_result_id_nomination_id")),
        sa.UniqueConstraint("result_id", "position", name=op.f("uq_result_entry_result_id_position")),
    )
    op.create_table(
        "decision_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("certificate_code", sa.String(length=40), nullable=False),
        sa.Column("golden_book_number", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_entry_decision_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_decision_entry_nomination_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_entry")),
        sa.UniqueConstraint("certificate_code", name=op.f("uq_decision_entry_certificate_code")),
        sa.UniqueConstraint("decision_id", "nomination_id", name=op.f("uq_decision_entry_decision_id_nomination_id")),
        sa.UniqueConstraint("decision_id", "position", name=op.f("uq_decision_entry_decision_id_position")),
    )
    refuse_changes(op, "result")
    refuse_changes(op, "result_entry")


def downgrade() -> None:
    allow_changes(op, "result_entry")
    allow_changes(op, "result")
    op.drop_table("decision_entry")
    op.drop_table("result_entry")
    op.drop_table("decision")
    op.drop_table("result")
