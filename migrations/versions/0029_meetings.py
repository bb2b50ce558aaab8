"""Meetings from their agenda to their closing: motions, ballots, written opinions.

A meeting written down before is one that was opened then and is not closed yet. What is closed is frozen by triggers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MEETING_CLOSED = "EXISTS (SELECT 1 FROM meeting WHERE id = {row}.meeting_id AND state = 'closed')"
BALLOT_SHUT = "NOT EXISTS (SELECT 1 FROM motion WHERE id = {row}.motion_id AND state = 'open')"
MOTION_DONE = "(OLD.state IN ('void', 'left') OR (OLD.state = 'closed' AND NEW.state <> 'void'))"
FROZEN: tuple[tuple[str, str, str], ...] = (
    ("meeting", "UPDATE DELETE", "OLD.state = 'closed'"),
    *((table, "INSERT UPDATE DELETE", MEETING_CLOSED) for table in ("attendance", "meeting_council", "meeting_floor")),
    ("motion", "INSERT", MEETING_CLOSED),
    ("motion", "UPDATE", f"{MOTION_DONE} OR {MEETING_CLOSED}"),
    ("motion", "DELETE", f"OLD.state <> 'drafted' OR {MEETING_CLOSED}"),
    *(
        (table, "INSERT UPDATE DELETE", BALLOT_SHUT)
        for table in ("open_vote", "voter", "slip", "paper_tally", "written_opinion")
    ),
)
"""Table, acts, and when they are refused."""


def upgrade() -> None:
    _meeting()
    _motion()
    _open_ballots()
    _secret_ballots()
    _written_opinions()
    for table, acts, condition in FROZEN:
        for act in acts.split():
            _freeze(table, act, condition.format(row="NEW" if act == "INSERT" else "OLD"))


def downgrade() -> None:
    """Motions and meetings to come have no place in the older tables: with one of them this step is refused."""
    motions = op.get_bind().execute(sa.text("SELECT count(*) FROM motion")).scalar()
    planned = op.get_bind().execute(sa.text("SELECT count(*) FROM meeting WHERE state = 'planned'")).scalar()
    if motions or planned:
        raise RuntimeError("motions or planned meetings exist; take a backup and remove them")
    for table, acts, _ in FROZEN:
        for act in acts.split():
            _thaw(table, act)
    for table in ("written_opinion", "paper_tally", "slip", "voter", "open_vote", "motion", "meeting_floor"):
        op.drop_table(table)
    with op.batch_alter_table("meeting") as batch:
        batch.drop_constraint(op.f("ck_meeting_closed_has_time"), type_="check")
        batch.drop_constraint(op.f("ck_meeting_opened_has_time"), type_="check")
        for column in ("audit_hash", "audit_number", "closed_at", "opened_at", "state"):
            batch.drop_column(column)


def _meeting() -> None:
    with op.batch_alter_table("meeting") as batch:
        batch.add_column(sa.Column("state", sa.String(length=20), nullable=False, server_default="open"))
        batch.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("audit_number", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("audit_hash", sa.String(length=64), nullable=True))
    op.execute("UPDATE meeting SET opened_at = recorded_at")
    with op.batch_alter_table("meeting") as batch:
        batch.alter_column("state", existing_type=sa.String(length=20), server_default=None)
        batch.create_check_constraint(op.f("ck_meeting_opened_has_time"), "(state = 'planned') = (opened_at IS NULL)")
        batch.create_check_constraint(
            op.f("ck_meeting_closed_has_time"), "(state = 'closed') = (closed_at IS NOT NULL)"
        )
    op.create_table(
        "meeting_floor",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        _refers("meeting_floor", "meeting_id", "meeting"),
        _refers("meeting_floor", "nomination_id", "nomination"),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_floor")),
    )


def _motion() -> None:
    op.create_table(
        "motion",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("electorate", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("void_reason", sa.String(length=1000), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        *_identified("motion"),
        _refers("motion", "meeting_id", "meeting"),
        _refers("motion", "council_id", "council"),
        _refers("motion", "nomination_id", "nomination"),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_motion_meeting_id_number")),
        sa.CheckConstraint(
            "(state IN ('closed', 'void', 'left')) = (closed_at IS NOT NULL)", name=op.f("ck_motion_closed_has_time")
        ),
        sa.CheckConstraint("secret OR NOT on_paper", name=op.f("ck_motion_paper_slips_are_secret")),
    )
    op.create_index(op.f("ix_motion_council_id"), "motion", ["council_id"])
    op.create_index(op.f("ix_motion_nomination_id"), "motion", ["nomination_id"])


def _open_ballots() -> None:
    op.create_table(
        "open_vote",
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        _refers("open_vote", "motion_id", "motion"),
        _refers("open_vote", "member_id", "council_member"),
        _refers("open_vote", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("motion_id", "member_id", name=op.f("pk_open_vote")),
    )


def _secret_ballots() -> None:
    """Without row numbers, which would tell the order in which people voted."""
    op.create_table(
        "voter",
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        _refers("voter", "motion_id", "motion"),
        _refers("voter", "member_id", "council_member"),
        sa.PrimaryKeyConstraint("motion_id", "member_id", name=op.f("pk_voter")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "slip",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Text(), nullable=False),
        _refers("slip", "motion_id", "motion"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_slip")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_slip_motion_id"), "slip", ["motion_id"])
    op.create_table(
        "paper_tally",
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("totals", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        _refers("paper_tally", "motion_id", "motion"),
        _refers("paper_tally", "entered_by_id", "user_account"),
        sa.PrimaryKeyConstraint("motion_id", "number", name=op.f("pk_paper_tally")),
        sa.UniqueConstraint("motion_id", "entered_by_id", name=op.f("uq_paper_tally_motion_id_entered_by_id")),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_paper_tally_counted_by_two")),
    )


def _written_opinions() -> None:
    op.create_table(
        "written_opinion",
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Text(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("scan_name", sa.String(length=200), nullable=True),
        sa.Column("scan_media_type", sa.String(length=100), nullable=True),
        sa.Column("scan_size", sa.Integer(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("scan_key", sa.String(length=40), nullable=True),
        *_identified("written_opinion"),
        _refers("written_opinion", "motion_id", "motion"),
        _refers("written_opinion", "member_id", "council_member"),
        _refers("written_opinion", "entered_by_id", "user_account"),
        sa.UniqueConstraint("motion_id", "member_id", name=op.f("uq_written_opinion_motion_id_member_id")),
    )


def _freeze(table: str, act: str, condition: str) -> None:
    name, word = f"{table}_frozen_{act.lower()}", f"{table} is closed"
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{word}'); END"
        )
        return
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{word}'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _thaw(table: str, act: str) -> None:
    name = f"{table}_frozen_{act.lower()}"
    if op.get_context().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        return
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _identified(table: str) -> tuple[sa.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")
