"""The cooperative's own part: the link it comes in by, what it typed, and the papers it sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def upgrade() -> None:
    op.create_table(
        "contact_link",
        _id("id"),
        _text("public_id", 22),
        _id("nomination_id"),
        _text("token_hash", 64),
        _text("helper", 200),
        _instant("issued_at"),
        _id("issued_by_id"),
        _instant("expires_at"),
        _instant("revoked_at", nullable=True),
        _instant("opened_at", nullable=True),
        _instant("handed_in_at", nullable=True),
        _instant("reopened_at", nullable=True),
        sa.CheckConstraint("issued_at < expires_at", name=op.f("ck_contact_link_expires_after_issue")),
        _reference("contact_link", "nomination_id", "nomination"),
        _reference("contact_link", "issued_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_link_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_contact_link_token_hash")),
    )
    op.create_index(
        "uq_contact_link_nomination_live",
        "contact_link",
        ["nomination_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "contact_entry",
        _id("id"),
        _id("nomination_id"),
        _id("link_id"),
        _text("part", 40),
        sa.Column("content", sa.Text(), nullable=False),
        _instant("saved_at"),
        _instant("taken_at", nullable=True),
        _id("taken_by_id", nullable=True),
        _instant("sent_back_at", nullable=True),
        _text("sent_back_reason", 1000),
        sa.CheckConstraint(
            "(taken_at IS NULL) = (taken_by_id IS NULL)", name=op.f("ck_contact_entry_taken_by_somebody")
        ),
        _reference("contact_entry", "nomination_id", "nomination"),
        _reference("contact_entry", "link_id", "contact_link"),
        _reference("contact_entry", "taken_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_entry")),
        sa.UniqueConstraint("nomination_id", "part", name="uq_contact_entry_part_once"),
    )
    op.create_table(
        "contact_file",
        _id("id"),
        _text("public_id", 22),
        _id("nomination_id"),
        _id("link_id"),
        _text("paper", 60),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        _text("name", 200),
        _text("media_type", 100),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("sha256", 64),
        _text("storage_key", 40),
        _instant("uploaded_at"),
        _instant("removed_at", nullable=True),
        _instant("taken_at", nullable=True),
        _reference("contact_file", "nomination_id", "nomination"),
        _reference("contact_file", "link_id", "contact_link"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_file_public_id")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_contact_file_storage_key")),
    )
    op.create_index(op.f("ix_contact_file_nomination_id"), "contact_file", ["nomination_id"])


def downgrade() -> None:
    op.drop_table("contact_file")
    op.drop_table("contact_entry")
    op.drop_table("contact_link")
