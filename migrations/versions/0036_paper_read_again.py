"""A paper sheet whose judge has no account can be read off anew after its sheet was opened again.

Down, a paper that was read off anew has no place in the older table: with one of them this step is refused.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ONE_STANDS = "uq_paper_sheet_standing"
SET_ASIDE_WHEN_CAST = "set_aside_at IS NULL OR cast_at IS NOT NULL"


def upgrade() -> None:
    with op.batch_alter_table("paper_sheet") as batch:
        batch.add_column(sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint(op.f("uq_paper_sheet_assignment_id"), type_="unique")
        batch.create_check_constraint(op.f("ck_paper_sheet_set_aside_when_cast"), SET_ASIDE_WHEN_CAST)
    stands = sa.text("set_aside_at IS NULL")
    op.create_index(
        ONE_STANDS, "paper_sheet", ["assignment_id"], unique=True, sqlite_where=stands, postgresql_where=stands
    )


def downgrade() -> None:
    set_aside = "SELECT count(*) FROM paper_sheet WHERE set_aside_at IS NOT NULL"
    if op.get_bind().execute(sa.text(set_aside)).scalar():
        raise RuntimeError("paper sheets that were read off anew exist; take a backup and remove them")
    op.drop_index(ONE_STANDS, table_name="paper_sheet")
    with op.batch_alter_table("paper_sheet") as batch:
        batch.drop_constraint(op.f("ck_paper_sheet_set_aside_when_cast"), type_="check")
        batch.create_unique_constraint(op.f("uq_paper_sheet_assignment_id"), ["assignment_id"])
        batch.drop_column("set_aside_at")
