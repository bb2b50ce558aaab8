"""A council's votes may be counted after each of its meetings: one count of the sheets, one for every meeting.

A count with votes says on which day the meeting sat. Down, a council that was counted with the votes of two meetings
has no place in the older tables: with one of them this step is refused.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.append_only import allow_changes, refuse_changes

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ONE_OF_SHEETS = "uq_result_round_id_sheets"
MEETINGS_HAVE_A_DAY = "(meeting_id IS NULL) = (held_on IS NULL)"
DAY_OF = "UPDATE result SET held_on = (SELECT held_on FROM meeting WHERE meeting.id = result.meeting_id)"


def upgrade() -> None:
    allow_changes(op, "result")
    with op.batch_alter_table("result") as batch:
        batch.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        batch.drop_constraint(op.f("uq_result_round_id_stage"), type_="unique")
        batch.create_unique_constraint(op.f("uq_result_round_id_meeting_id"), ["round_id", "meeting_id"])
    op.execute(DAY_OF)
    with op.batch_alter_table("result") as batch:
        batch.create_check_constraint(op.f("ck_result_meetings_have_a_day"), MEETINGS_HAVE_A_DAY)
    of_sheets = sa.text("stage = 'sheets'")
    op.create_index(
        ONE_OF_SHEETS, "result", ["round_id"], unique=True, sqlite_where=of_sheets, postgresql_where=of_sheets
    )
    refuse_changes(op, "result")


def downgrade() -> None:
    counted = "SELECT count(*) FROM (SELECT round_id FROM result GROUP BY round_id, stage HAVING count(*) > 1) AS twice"
    if op.get_bind().execute(sa.text(counted)).scalar():
        raise RuntimeError("councils counted with the votes of two meetings exist; take a backup and remove them")
    allow_changes(op, "result")
    op.drop_index(ONE_OF_SHEETS, table_name="result")
    with op.batch_alter_table("result") as batch:
        batch.drop_constraint(op.f("ck_result_meetings_have_a_day"), type_="check")
        batch.drop_constraint(op.f("uq_result_round_id_meeting_id"), type_="unique")
        batch.create_unique_constraint(op.f("uq_result_round_id_stage"), ["round_id", "stage"])
        batch.drop_column("held_on")
    refuse_changes(op, "result")
