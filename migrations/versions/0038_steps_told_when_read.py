"""A counted entry keeps what its account is told from, in place of the account's own words.

Rows counted before hold the words and stay as they are. Down, a count that kept no words has no place in the older
tables: with one of them this step is refused.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

WITHOUT_WORDS = """SELECT count(*) FROM result_entry WHERE kept NOT LIKE '{"council":%'"""


def upgrade() -> None:
    op.execute("ALTER TABLE result_entry RENAME COLUMN working TO kept")


def downgrade() -> None:
    if op.get_bind().execute(sa.text(WITHOUT_WORDS)).scalar():
        raise RuntimeError("counts whose steps are told when they are read exist; take a backup and remove them")
    op.execute("ALTER TABLE result_entry RENAME COLUMN kept TO working")
