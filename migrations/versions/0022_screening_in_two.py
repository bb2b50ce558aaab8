"""Findings in two persons, the screener's checklist, flags, and the deadline of a supplement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CONFIRMED_BY = "fk_screening_confirmed_by_id"


def upgrade() -> None:
    allow_changes(op, "screening")
    with op.batch_alter_table("screening") as batch:
        batch.add_column(sa.Column("condition", sa.String(length=60), nullable=False, server_default=""))
        batch.add_column(sa.Column("until", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("confirmed_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(CONFIRMED_BY, "user_account", ["confirmed_by_id"], ["id"], ondelete="RESTRICT")
    with op.batch_alter_table("screening") as batch:
        batch.alter_column("condition", server_default=None)
    refuse_changes(op, "screening")
    allow_changes(op, "return_item")
    with op.batch_alter_table("return_item") as batch:
        batch.alter_column("item", existing_type=sa.String(length=60), type_=sa.String(length=80))
    refuse_changes(op, "return_item")
    _proposals()
    _marks()
    _flags()


def _proposals() -> None:
    op.create_table(
        "screening_proposal",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("clause", sa.String(length=300), nullable=False),
        sa.Column("condition", sa.String(length=60), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("settlement", sa.String(length=20), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_reason", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(settlement IS NULL) = (settled_at IS NULL)", name=op.f("ck_screening_proposal_settled_has_time")
        ),
        *(
            _reference("screening_proposal", column, table)
            for column, table in (
                ("nomination_id", "nomination"),
                ("revision_id", "dossier_revision"),
                ("proposed_by_id", "user_account"),
                ("settled_by_id", "user_account"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_screening_proposal_public_id")),
    )
    op.create_index(op.f("ix_screening_proposal_nomination_id"), "screening_proposal", ["nomination_id"])
    op.create_index(
        "uq_screening_proposal_open",
        "screening_proposal",
        ["nomination_id", "condition"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )


def _marks() -> None:
    op.create_table(
        "checklist_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("substance", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        _reference("checklist_mark", "revision_id", "dossier_revision"),
        _reference("checklist_mark", "marked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_mark")),
        sa.UniqueConstraint("revision_id", "item", name=op.f("uq_checklist_mark_revision_id_item")),
    )
    op.create_index(op.f("ix_checklist_mark_marked_by_id"), "checklist_mark", ["marked_by_id"])


def _flags() -> None:
    op.create_table(
        "dossier_flag",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("for_role", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("stops", sa.Boolean(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolution", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)", name=op.f("ck_dossier_flag_resolved_by_somebody")
        ),
        _reference("dossier_flag", "nomination_id", "nomination"),
        _reference("dossier_flag", "raised_by_id", "user_account"),
        _reference("dossier_flag", "resolved_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_flag")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dossier_flag_public_id")),
    )
    op.create_index(op.f("ix_dossier_flag_nomination_id"), "dossier_flag", ["nomination_id"])


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def downgrade() -> None:
    op.drop_table("dossier_flag")
    op.drop_table("checklist_mark")
    op.drop_table("screening_proposal")
    allow_changes(op, "return_item")
    with op.batch_alter_table("return_item") as batch:
        batch.alter_column("item", existing_type=sa.String(length=80), type_=sa.String(length=60))
    refuse_changes(op, "return_item")
    allow_changes(op, "screening")
    with op.batch_alter_table("screening") as batch:
        batch.drop_constraint(CONFIRMED_BY, type_="foreignkey")
        batch.drop_column("confirmed_by_id")
        batch.drop_column("until")
        batch.drop_column("condition")
    refuse_changes(op, "screening")
