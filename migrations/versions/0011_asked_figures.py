"""Figures and answers become rows, so that a rulebook may ask for any; papers get their days.

Up, the seven yearly columns and the three answers of the first rulebook become rows in the units it named.
Down, what those columns can hold goes back; figures of other rulebooks have no place there and are lost.
"""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

UNITS = {
    "revenue": "đồng/năm",
    "profit_after_tax": "đồng/năm",
    "average_income": "đồng/tháng",
    "tax_paid": "đồng/năm",
    "member_count": "thành viên",
    "worker_count": "người",
    "insured_count": "người",
}
COUNTS = ("member_count", "worker_count", "insured_count")
FLAGS = ("law_compliance", "open_inquiry")

year_figures = sa.table("year_figures", sa.column("organisation_id"), sa.column("year"), *map(sa.column, UNITS))
organisation_figure = sa.table(
    "organisation_figure", *map(sa.column, ("organisation_id", "year", "figure", "unit", "value"))
)
nomination = sa.table(
    "nomination", sa.column("id"), sa.column("highest_honour"), *(sa.column(flag, sa.Boolean) for flag in FLAGS)
)
nomination_answer = sa.table("nomination_answer", *map(sa.column, ("nomination_id", "figure", "value")))


def upgrade() -> None:
    op.create_table(
        "organisation_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.CheckConstraint("value <> ''", name=op.f("ck_organisation_figure_value_is_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_figure_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_figure")),
        sa.UniqueConstraint("organisation_id", "year", "figure", "unit", name="uq_organisation_figure_asked_once"),
    )
    op.create_table(
        "nomination_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_answer_nomination_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_answer")),
        sa.UniqueConstraint("nomination_id", "figure", name="uq_nomination_answer_given_once"),
    )
    _columns_to_rows()
    op.drop_table("year_figures")
    for column in ("highest_honour", *FLAGS):
        op.drop_column("nomination", column)
    with op.batch_alter_table("dossier_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("issued_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("expires_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_dossier_file_expiry_has_issue"), "expires_on IS NULL OR issued_on IS NOT NULL"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_dossier_file_expires_after_issue"), "expires_on IS NULL OR issued_on <= expires_on"
        )


def downgrade() -> None:
    with op.batch_alter_table("dossier_file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_dossier_file_expires_after_issue"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_dossier_file_expiry_has_issue"), type_="check")
        batch_op.drop_column("expires_on")
        batch_op.drop_column("issued_on")
    op.add_column("nomination", sa.Column("highest_honour", sa.String(length=30), nullable=True))
    for flag in FLAGS:
        op.add_column("nomination", sa.Column(flag, sa.Boolean(), nullable=True))
    op.create_table(
        "year_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revenue", sa.BigInteger(), nullable=True),
        sa.Column("profit_after_tax", sa.BigInteger(), nullable=True),
        sa.Column("average_income", sa.BigInteger(), nullable=True),
        sa.Column("tax_paid", sa.BigInteger(), nullable=True),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("worker_count", sa.Integer(), nullable=True),
        sa.Column("insured_count", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "insured_count IS NULL OR worker_count IS NULL OR insured_count <= worker_count",
            name=op.f("ck_year_figures_insured_are_workers"),
        ),
        sa.CheckConstraint("member_count IS NULL OR member_count >= 1", name=op.f("ck_year_figures_has_members")),
        sa.CheckConstraint("revenue IS NULL OR revenue >= 0", name=op.f("ck_year_figures_revenue_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_year_figures_organisation_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_figures")),
        sa.UniqueConstraint("organisation_id", "year", name=op.f("uq_year_figures_organisation_id_year")),
    )
    _rows_to_columns()
    op.drop_table("nomination_answer")
    op.drop_table("organisation_figure")


def _columns_to_rows() -> None:
    for figure, unit in UNITS.items():
        column = year_figures.c[figure]
        rows = sa.select(
            year_figures.c.organisation_id,
            year_figures.c.year,
            sa.literal(figure),
            sa.literal(unit),
            sa.cast(column, sa.String),
        ).where(column.is_not(None))
        op.execute(
            organisation_figure.insert().from_select(["organisation_id", "year", "figure", "unit", "value"], rows)
        )
    answers = {"highest_honour": nomination.c.highest_honour}
    answers |= {flag: sa.case((nomination.c[flag], "yes"), else_="no") for flag in FLAGS}
    for figure, value in answers.items():
        rows = sa.select(nomination.c.id, sa.literal(figure), value).where(nomination.c[figure].is_not(None))
        op.execute(nomination_answer.insert().from_select(["nomination_id", "figure", "value"], rows))


def _rows_to_columns() -> None:
    connection = op.get_bind()
    years: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for organisation, year, figure, unit, value in connection.execute(sa.select(organisation_figure)):
        if UNITS.get(figure) == unit and _fits(figure, value):
            years[organisation, year][figure] = int(value)
    for (organisation, year), values in sorted(years.items()):
        if values.get("insured_count", 0) > values.get("worker_count", values.get("insured_count", 0)):
            del values["insured_count"]
        connection.execute(year_figures.insert().values(organisation_id=organisation, year=year, **values))
    for flag in FLAGS:
        for answer, truth in (("yes", True), ("no", False)):
            op.execute(nomination.update().where(nomination.c.id.in_(_answered(flag, answer))).values({flag: truth}))
    for answer in ("none", "province", "ministry", "prime_minister"):
        here = nomination.c.id.in_(_answered("highest_honour", answer))
        op.execute(nomination.update().where(here).values(highest_honour=answer))


def _answered(figure: str, value: str) -> sa.Select[tuple[int]]:
    return sa.select(nomination_answer.c.nomination_id).where(
        nomination_answer.c.figure == figure, nomination_answer.c.value == value
    )


def _fits(figure: str, value: str) -> bool:
    """Whether the old column can hold the number: whole, and not refused by a check of its table."""
    if not value.removeprefix("-").isdigit():
        return False
    number = int(value)
    if figure in COUNTS:
        return (1 if figure == "member_count" else 0) <= number < 2**31
    return figure != "revenue" or number >= 0
