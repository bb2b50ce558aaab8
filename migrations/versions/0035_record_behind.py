"""On SQLite the record of a result stands behind everything else of it.

A row is read from its front: whatever stood behind the megabytes of the record cost a walk through all of them, at
every page that shows a result. PostgreSQL keeps such texts apart, so nothing is done there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

ONE_OF_SHEETS = "uq_result_round_id_sheets"
FRONT = ("id", "public_id", "round_id", "stage", "meeting_id", "held_on", "rulebook_digest", "sheets_digest")
BEHIND = ("record_digest", "counted_at", "counted_by_id", "record")
BEFORE = ("round_id", "rulebook_digest", "sheets_digest", "record", "record_digest", "counted_at", "counted_by_id")
CAME_LATER = ("id", "public_id", "stage", "meeting_id", "held_on")


def upgrade() -> None:
    _put_in_order(FRONT + BEHIND)


def downgrade() -> None:
    _put_in_order(BEFORE + CAME_LATER)


def _put_in_order(columns: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    allow_changes(op, "result")
    op.drop_index(ONE_OF_SHEETS, table_name="result")
    with op.batch_alter_table("result", recreate="always", partial_reordering=[columns]):
        pass
    op.create_index(ONE_OF_SHEETS, "result", ["round_id"], unique=True, sqlite_where=sa.text("stage = 'sheets'"))
    refuse_changes(op, "result")
