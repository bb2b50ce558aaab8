"""Councils of a province, members without an account, their meetings and paper sheets, recognition by the province."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ONE_CENTRAL = "uq_council_season_id_central"


def upgrade() -> None:
    _councils()
    _members()
    _meetings()
    _paper_sheets()
    _recognition()


def downgrade() -> None:
    """Councils of provinces have no place in the older tables: with one of them this step is refused."""
    provincial = op.get_bind().execute(sa.text("SELECT count(*) FROM council WHERE alliance_id IS NOT NULL")).scalar()
    nameless = op.get_bind().execute(sa.text("SELECT count(*) FROM council_member WHERE user_id IS NULL")).scalar()
    if provincial or nameless:
        raise RuntimeError("provincial councils or members without an account exist; take a backup and remove them")
    allow_changes(op, "recognised_nominee")
    op.drop_table("recognised_nominee")
    op.drop_table("recognition")
    allow_changes(op, "paper_entry")
    op.drop_table("paper_entry")
    op.drop_table("paper_sheet")
    op.drop_table("attendance")
    op.drop_table("meeting_council")
    op.drop_index(op.f("ix_meeting_alliance_id"), table_name="meeting")
    op.drop_table("meeting")
    with op.batch_alter_table("council_member") as batch:
        batch.drop_constraint(op.f("ck_council_member_leaves_after_joining"), type_="check")
        for column in ("left_on", "joined_on", "agency", "full_name"):
            batch.drop_column(column)
        batch.alter_column("user_id", existing_type=sa.Integer(), nullable=False)
    op.drop_index(ONE_CENTRAL, table_name="council")
    with op.batch_alter_table("council") as batch:
        batch.drop_index(op.f("ix_council_alliance_id"))
        batch.drop_constraint(op.f("uq_council_season_id_alliance_id"), type_="unique")
        batch.drop_constraint(op.f("ck_council_province_has_alliance"), type_="check")
        batch.drop_constraint(op.f("fk_council_alliance_id"), type_="foreignkey")
        batch.drop_column("alliance_id")
        batch.drop_column("level")
        batch.create_unique_constraint(op.f("uq_council_season_id"), ["season_id"])


def _councils() -> None:
    with op.batch_alter_table("council") as batch:
        batch.add_column(sa.Column("level", sa.String(length=20), nullable=False, server_default="central"))
        batch.add_column(sa.Column("alliance_id", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("uq_council_season_id"), type_="unique")
        batch.create_unique_constraint(op.f("uq_council_season_id_alliance_id"), ["season_id", "alliance_id"])
        batch.create_foreign_key(
            op.f("fk_council_alliance_id"), "alliance", ["alliance_id"], ["id"], ondelete="RESTRICT"
        )
        batch.create_check_constraint(
            op.f("ck_council_province_has_alliance"), "(level = 'province') = (alliance_id IS NOT NULL)"
        )
        batch.create_index(op.f("ix_council_alliance_id"), ["alliance_id"])
    with op.batch_alter_table("council") as batch:
        batch.alter_column("level", existing_type=sa.String(length=20), server_default=None)
    where = sa.text("alliance_id IS NULL")
    op.create_index(ONE_CENTRAL, "council", ["season_id"], unique=True, sqlite_where=where, postgresql_where=where)


def _members() -> None:
    with op.batch_alter_table("council_member") as batch:
        batch.add_column(sa.Column("full_name", sa.String(length=120), nullable=True))
        batch.add_column(sa.Column("agency", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("joined_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("left_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE council_member SET "
        "full_name = (SELECT full_name FROM user_account WHERE user_account.id = council_member.user_id), "
        "joined_on = (SELECT founded_on FROM council WHERE council.id = council_member.council_id)"
    )
    with op.batch_alter_table("council_member") as batch:
        batch.alter_column("full_name", existing_type=sa.String(length=120), nullable=False)
        batch.alter_column("joined_on", existing_type=sa.Date(), nullable=False)
        batch.alter_column("agency", existing_type=sa.String(length=200), server_default=None)
        batch.alter_column("user_id", existing_type=sa.Integer(), nullable=True)
        batch.create_check_constraint(
            op.f("ck_council_member_leaves_after_joining"), "left_on IS NULL OR joined_on <= left_on"
        )


def _meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("alliance_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("check_reported_by", sa.String(length=120), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        *_identified("meeting"),
        _refers("meeting", "alliance_id", "alliance"),
        _refers("meeting", "recorded_by_id", "user_account"),
    )
    op.create_index(op.f("ix_meeting_alliance_id"), "meeting", ["alliance_id"])
    op.create_table(
        "meeting_council",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        _refers("meeting_council", "meeting_id", "meeting"),
        _refers("meeting_council", "council_id", "council"),
        sa.PrimaryKeyConstraint("meeting_id", "council_id", name=op.f("pk_meeting_council")),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        _refers("attendance", "meeting_id", "meeting"),
        _refers("attendance", "member_id", "council_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_attendance_meeting_id_member_id")),
    )


def _paper_sheets() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        *_scan_columns(),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("cast_by_id", sa.Integer(), nullable=True),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=True),
        *_identified("paper_sheet"),
        _refers("paper_sheet", "assignment_id", "assignment"),
        _refers("paper_sheet", "cast_by_id", "user_account"),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_paper_sheet_assignment_id")),
    )
    op.create_table(
        "paper_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("dossier_digest", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        _refers("paper_entry", "paper_sheet_id", "paper_sheet"),
        _refers("paper_entry", "entered_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint("paper_sheet_id", "number", name=op.f("uq_paper_entry_paper_sheet_id_number")),
        sa.UniqueConstraint(
            "paper_sheet_id", "entered_by_id", name=op.f("uq_paper_entry_paper_sheet_id_entered_by_id")
        ),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_paper_entry_entered_twice")),
    )
    refuse_changes(op, "paper_entry")


def _recognition() -> None:
    op.create_table(
        "recognition",
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *_scan_columns(),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        *_identified("recognition"),
        _refers("recognition", "season_id", "season"),
        _refers("recognition", "alliance_id", "alliance"),
        _refers("recognition", "result_id", "result"),
        _refers("recognition", "recorded_by_id", "user_account"),
    )
    with op.batch_alter_table("recognition") as batch:
        batch.create_index(op.f("ix_recognition_season_id"), ["season_id"])
        batch.create_index(op.f("ix_recognition_alliance_id"), ["alliance_id"])
    op.create_table(
        "recognised_nominee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        _refers("recognised_nominee", "recognition_id", "recognition"),
        _refers("recognised_nominee", "nomination_id", "nomination"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognised_nominee")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_recognised_nominee_nomination_id")),
        sa.UniqueConstraint("recognition_id", "position", name=op.f("uq_recognised_nominee_recognition_id_position")),
    )
    refuse_changes(op, "recognised_nominee")


def _identified(table: str) -> tuple[sa.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _scan_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("scan_name", sa.String(length=200), nullable=True),
        sa.Column("scan_media_type", sa.String(length=100), nullable=True),
        sa.Column("scan_size", sa.Integer(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("scan_key", sa.String(length=40), nullable=True),
    )
