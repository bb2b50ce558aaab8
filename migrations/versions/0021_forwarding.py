"""Who asked for a sign-off, what replaced a nomination, the waiting list, and what happened to a dossier."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def upgrade() -> None:
    with op.batch_alter_table("nomination") as batch:
        batch.add_column(sa.Column("sign_off_asked_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_nomination_sign_off_asked_by_id"),
            "user_account",
            ["sign_off_asked_by_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_foreign_key(
            batch.f("fk_nomination_replaced_by_id"), "nomination", ["replaced_by_id"], ["id"], ondelete="RESTRICT"
        )
        batch.create_unique_constraint(batch.f("uq_nomination_replaced_by_id"), ["replaced_by_id"])
        batch.create_check_constraint(
            batch.f("ck_nomination_replaced_has_successor"), "state <> 'replaced' OR replaced_by_id IS NOT NULL"
        )
    op.create_table(
        "waiting_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_by_id", sa.Integer(), nullable=False),
        _reference("waiting_place", "nomination_id", "nomination"),
        _reference("waiting_place", "season_id", "season"),
        _reference("waiting_place", "alliance_id", "alliance"),
        _reference("waiting_place", "queued_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_place")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_waiting_place_nomination_id")),
    )
    op.create_index("ix_waiting_place_season_id_alliance_id", "waiting_place", ["season_id", "alliance_id"])
    op.create_table(
        "nomination_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        _reference("nomination_event", "nomination_id", "nomination"),
        _reference("nomination_event", "by_id", "user_account"),
        _reference("nomination_event", "other_id", "nomination"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_event")),
    )
    op.create_index(op.f("ix_nomination_event_nomination_id"), "nomination_event", ["nomination_id"])
    refuse_changes(op, "nomination_event")


def downgrade() -> None:
    allow_changes(op, "nomination_event")
    op.drop_table("nomination_event")
    op.drop_table("waiting_place")
    with op.batch_alter_table("nomination") as batch:
        batch.drop_constraint(batch.f("ck_nomination_replaced_has_successor"), type_="check")
        batch.drop_constraint(batch.f("uq_nomination_replaced_by_id"), type_="unique")
        batch.drop_constraint(batch.f("fk_nomination_replaced_by_id"), type_="foreignkey")
        batch.drop_constraint(batch.f("fk_nomination_sign_off_asked_by_id"), type_="foreignkey")
        batch.drop_column("replaced_by_id")
        batch.drop_column("sign_off_asked_by_id")
