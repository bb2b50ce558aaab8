"""Every stage of a season has its window; extensions name their stage; mails are tried again; reminders are kept.

Seasons that exist get the windows the application proposes: the councils of the provinces two thirds of the way to
the deadline, supplements a third and screening half of the way to the end of judging, the decision half-way to the
ceremony, each at the end of a day in Vietnam.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

VIETNAM = timezone(timedelta(hours=7))
STAGES = ("nominations", "province_councils", "supplements")
ADDED = ("councils_sit_by", "supplements_close_at", "screening_close_at", "deciding_close_at")
CHECKS = {
    "councils_before_the_deadline": "nominations_open_at < councils_sit_by AND councils_sit_by <= nominations_close_at",
    "supplements_before_judging_ends": "nominations_close_at <= supplements_close_at "
    "AND supplements_close_at <= judging_close_at",
    "screening_before_judging_ends": "nominations_close_at <= screening_close_at "
    "AND screening_close_at <= judging_close_at",
    "deciding_after_judging": "judging_close_at <= deciding_close_at",
    "grace_is_short": "grace_seconds BETWEEN 0 AND 600",
}

INSTANT = sa.DateTime(timezone=True)
OLD = ("nominations_open_at", "nominations_close_at", "judging_close_at")
season = sa.table(
    "season", sa.column("id"), *(sa.column(name, INSTANT) for name in (*OLD, *ADDED)), sa.column("ceremony_on", sa.Date)
)
public_season = sa.table(
    "public_season",
    sa.column("id"),
    sa.column("judging_close_at", INSTANT),
    sa.column("deciding_close_at", INSTANT),
    sa.column("ceremony_on", sa.Date),
)


def upgrade() -> None:
    for name in ADDED:
        op.add_column("season", sa.Column(name, INSTANT, nullable=True))
    op.add_column("season", sa.Column("grace_seconds", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("season", sa.Column("calendar_revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("public_season", sa.Column("deciding_close_at", INSTANT, nullable=True))
    op.add_column("public_season", sa.Column("calendar_revision", sa.Integer(), nullable=False, server_default="0"))
    _propose()
    with op.batch_alter_table("season", schema=None) as batch_op:
        for name in ADDED:
            batch_op.alter_column(name, existing_type=INSTANT, nullable=False)
        for name in ("grace_seconds", "calendar_revision"):
            batch_op.alter_column(name, existing_type=sa.Integer(), server_default=None)
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_season_{name}"), condition)
    with op.batch_alter_table("public_season", schema=None) as batch_op:
        batch_op.alter_column("deciding_close_at", existing_type=INSTANT, nullable=False)
        batch_op.alter_column("calendar_revision", existing_type=sa.Integer(), server_default=None)
    _extensions()
    _mails()
    _reminders()


def _extensions() -> None:
    """The table is append-only; rebuilding it would lose its triggers, so they are taken off and put on again."""
    allow_changes(op, "deadline_extension")
    with op.batch_alter_table("deadline_extension", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stage", sa.String(length=20), nullable=False, server_default="nominations"))
        batch_op.alter_column("until", existing_type=INSTANT, nullable=True)
        batch_op.create_check_constraint(
            batch_op.f("ck_deadline_extension_stage_can_be_extended"),
            f"stage IN ({', '.join(repr(stage) for stage in STAGES)})",
        )
    with op.batch_alter_table("deadline_extension", schema=None) as batch_op:
        batch_op.alter_column("stage", existing_type=sa.String(length=20), server_default=None)
    refuse_changes(op, "deadline_extension")


def _mails() -> None:
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("claimed_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("trouble", sa.String(length=300), nullable=False, server_default=""))
        batch_op.drop_constraint(batch_op.f("ck_outgoing_mail_state_known"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_outgoing_mail_state_known"), "state IN ('waiting', 'sending', 'sent', 'failed')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_outgoing_mail_sending_is_claimed"), "state <> 'sending' OR claimed_at IS NOT NULL"
        )
    op.execute("UPDATE outgoing_mail SET due_at = written_at")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.alter_column("due_at", existing_type=INSTANT, nullable=False)
        batch_op.alter_column("trouble", existing_type=sa.String(length=300), server_default=None)


def _reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("instant", INSTANT, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("released_at", INSTANT, nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance_id"], ["alliance.id"], name=op.f("fk_reminder_alliance_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["user_account.id"], name=op.f("fk_reminder_released_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["season_id"], ["season.id"], name=op.f("fk_reminder_season_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reminder_public_id")),
    )
    op.create_index(
        "uq_reminder_once",
        "reminder",
        ["season_id", "alliance_id", "kind", "instant"],
        unique=True,
        sqlite_where=sa.text("reason = ''"),
        postgresql_where=sa.text("reason = ''"),
    )


def _propose() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(season)).mappings().all():
        opens, closes, judged = (_aware(row[name]) for name in OLD)
        values = {
            "councils_sit_by": _between(opens, closes, 2, 3),
            "supplements_close_at": _between(closes, judged, 1, 3),
            "screening_close_at": _between(closes, judged, 1, 2),
            "deciding_close_at": _deciding(judged, row["ceremony_on"]),
        }
        connection.execute(sa.update(season).where(season.c.id == row["id"]).values(**values))
    for row in connection.execute(sa.select(public_season)).mappings().all():
        decided = _deciding(_aware(row["judging_close_at"]), row["ceremony_on"])
        statement = sa.update(public_season).where(public_season.c.id == row["id"])
        connection.execute(statement.values(deciding_close_at=decided))


def _aware(instant: datetime) -> datetime:
    """SQLite keeps UTC without saying so."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _deciding(judged: datetime, ceremony_on: date) -> datetime:
    ceremony = datetime.combine(ceremony_on, time(), VIETNAM)
    return _between(judged, max(judged, ceremony), 1, 2)


def _between(start: datetime, end: datetime, part: int, of: int) -> datetime:
    instant = start + timedelta(seconds=int((end - start).total_seconds()) * part // of)
    tomorrow = instant.astimezone(VIETNAM).date() + timedelta(days=1)
    end_of_day = datetime.combine(tomorrow, time(), VIETNAM)
    return (end_of_day if end_of_day <= end else instant).astimezone(UTC)


def downgrade() -> None:
    op.drop_table("reminder")
    op.execute("UPDATE outgoing_mail SET state = 'failed' WHERE state = 'sending'")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_outgoing_mail_sending_is_claimed"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_outgoing_mail_state_known"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_outgoing_mail_state_known"), "state IN ('waiting', 'sent', 'failed')"
        )
        for name in ("trouble", "claimed_at", "due_at"):
            batch_op.drop_column(name)
    allow_changes(op, "deadline_extension")
    op.execute("DELETE FROM deadline_extension WHERE stage <> 'nominations'")
    op.execute(  # what was withdrawn does not come back
        "DELETE FROM deadline_extension WHERE id IN (SELECT older.id FROM deadline_extension older JOIN "
        "deadline_extension withdrawn ON withdrawn.season_id = older.season_id AND withdrawn.alliance_id = "
        "older.alliance_id AND withdrawn.until IS NULL AND withdrawn.id >= older.id)"
    )
    with op.batch_alter_table("deadline_extension", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_deadline_extension_stage_can_be_extended"), type_="check")
        batch_op.alter_column("until", existing_type=INSTANT, nullable=False)
        batch_op.drop_column("stage")
    refuse_changes(op, "deadline_extension")
    with op.batch_alter_table("public_season", schema=None) as batch_op:
        batch_op.drop_column("calendar_revision")
        batch_op.drop_column("deciding_close_at")
    with op.batch_alter_table("season", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_season_{name}"), type_="check")
        for name in ("calendar_revision", "grace_seconds", *ADDED):
            batch_op.drop_column(name)
