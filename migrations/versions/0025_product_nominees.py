"""Self-assessment, figures of a product, what a finished section said, and the printed copy a signed scan belongs to.

Consent may be written down in two steps, the name before the day. Down, half a consent is taken away.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

CONSENT_IS_WHOLE = "(consent_on IS NULL) = (consent_by IS NULL)"

nomination = sa.table("nomination", *map(sa.column, ("consent_on", "consent_by")))


def upgrade() -> None:
    op.create_table(
        "self_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=60), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_self_mark_nomination_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_mark")),
        sa.UniqueConstraint("nomination_id", "criterion", name="uq_self_mark_given_once"),
    )
    op.create_table(
        "nomination_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("value <> ''", name=op.f("ck_nomination_figure_value_is_known")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_figure_nomination_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_figure")),
        sa.UniqueConstraint("nomination_id", "year", "figure", "unit", name="uq_nomination_figure_asked_once"),
    )
    for name, length in (("finished_digest", 64), ("saved_digest", 64), ("saved_page", 22)):
        op.add_column("dossier_section", sa.Column(name, sa.String(length=length), nullable=True))
    op.add_column("dossier_file", sa.Column("signed_digest", sa.String(length=64), nullable=True))
    _consent(whole=False)


def downgrade() -> None:
    half = sa.or_(nomination.c.consent_on.is_(None), nomination.c.consent_by.is_(None))
    op.execute(nomination.update().where(half).values(consent_on=None, consent_by=None))
    _consent(whole=True)
    op.drop_column("dossier_file", "signed_digest")
    for name in ("saved_page", "saved_digest", "finished_digest"):
        op.drop_column("dossier_section", name)
    op.drop_table("nomination_figure")
    op.drop_table("self_mark")


def _consent(*, whole: bool) -> None:
    with op.batch_alter_table("nomination", table_kwargs={"sqlite_autoincrement": True}) as batch:
        name = batch.f("ck_nomination_consent_is_whole")
        if whole:
            batch.create_check_constraint(name, CONSENT_IS_WHOLE)
        else:
            batch.drop_constraint(name, type_="check")
