"""Kinds of rounds, the count after the meeting, advice, checkpoints, rehearsal seasons."""

from __future__ import annotations

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
