"""A judge's own sheets of a round are found in the order they are listed in; a declaration by entry and member; a
dossier by its digest.
"""

from __future__ import annotations

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

OWN, ENTRY, DIGEST = "ix_assignment_own", "ix_assignment_entry", "ix_dossier_revision_digest"


def upgrade() -> None:
    op.create_index(OWN, "assignment", ["member_id", "round_id", "public_id", "state"])
    op.create_index(ENTRY, "assignment", ["nomination_id", "member_id"])
    op.create_index(DIGEST, "dossier_revision", ["digest"])
    op.drop_index("ix_assignment_member_id", table_name="assignment")
    op.drop_index("ix_assignment_nomination_id", table_name="assignment")


def downgrade() -> None:
    op.create_index("ix_assignment_nomination_id", "assignment", ["nomination_id"])
    op.create_index("ix_assignment_member_id", "assignment", ["member_id"])
    op.drop_index(DIGEST, table_name="dossier_revision")
    op.drop_index(ENTRY, table_name="assignment")
    op.drop_index(OWN, table_name="assignment")
