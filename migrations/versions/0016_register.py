"""The register: two-tier addresses, contacts, sources of figures, products, certificates, merges, linked honours.

Up, the one-line address becomes the street line of a record without a commune, and reads as before. Down, street,
commune and province are joined into one line again; products, certificates, contacts and links have no place there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from awards.base.normalise import fold

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LIVE = "state NOT IN ('withdrawn', 'replaced')"
LIVE_INDEX = "uq_nomination_season_organisation_live"
LIVE_PRODUCT_INDEX = "uq_nomination_season_product_live"

honour = sa.table("honour", *map(sa.column, ("id", "name", "product_of", "name_fold", "confidence", "public_from")))
organisation = sa.table("organisation", *map(sa.column, ("id", "street", "commune", "province_id")))
province = sa.table("province", sa.column("id"), sa.column("name"))
announcement = sa.table("announcement", sa.column("announced_at", sa.DateTime(timezone=True)))


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def upgrade() -> None:
    _organisations()
    with op.batch_alter_table("organisation_figure") as batch:
        batch.add_column(_text("source", 200))
    _products()
    _nominations_of_products()
    _honours()
    _merging()


def _organisations() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.alter_column("address", new_column_name="street", existing_type=sa.String(length=300))
        batch.add_column(_text("commune", 120))
        batch.add_column(sa.Column("founded_on", sa.Date(), nullable=True))
        batch.add_column(_text("representative", 120))
        batch.add_column(_text("representative_post", 120))
        batch.add_column(_text("contact_phone", 20))
        batch.add_column(_text("contact_email", 255))
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.add_column(_instant("merged_at", nullable=True))
        batch.create_foreign_key(
            batch.f("fk_organisation_merged_into_id"), "organisation", ["merged_into_id"], ["id"], ondelete="RESTRICT"
        )
        batch.create_check_constraint(
            batch.f("ck_organisation_merge_is_whole"), "(merged_into_id IS NULL) = (merged_at IS NULL)"
        )
        batch.create_check_constraint(
            batch.f("ck_organisation_not_merged_into_itself"), "merged_into_id IS NULL OR merged_into_id <> id"
        )
        batch.create_index(batch.f("ix_organisation_merged_into_id"), ["merged_into_id"], unique=False)


def _products() -> None:
    op.create_table(
        "product",
        _id("id"),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        _id("organisation_id"),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_fold", sa.String(length=300), nullable=False),
        sa.Column(
            "name_sort",
            sa.String(length=700).with_variant(sa.String(length=700, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("product_group", sa.String(length=40), nullable=False),
        sa.Column("brand", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        _instant("registered_at"),
        _reference("product", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("public_id", name=op.f("uq_product_public_id")),
    )
    op.create_index(op.f("ix_product_organisation_id"), "product", ["organisation_id"])
    op.create_table(
        "held_certificate",
        _id("id"),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        _id("organisation_id"),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "expires_on IS NULL OR issued_on <= expires_on", name=op.f("ck_held_certificate_expires_after_issue")
        ),
        _reference("held_certificate", "organisation_id", "organisation"),
        _reference("held_certificate", "product_id", "product"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_certificate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_held_certificate_public_id")),
    )
    op.create_index(op.f("ix_held_certificate_organisation_id"), "held_certificate", ["organisation_id"])
    op.create_index(op.f("ix_held_certificate_product_id"), "held_certificate", ["product_id"])


def _nominations_of_products() -> None:
    with op.batch_alter_table("nomination") as batch:
        batch.add_column(sa.Column("product_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_nomination_product_id"), "product", ["product_id"], ["id"], ondelete="RESTRICT"
        )
        batch.create_index(batch.f("ix_nomination_product_id"), ["product_id"], unique=False)
    op.drop_index(LIVE_INDEX, table_name="nomination")
    _live_index(LIVE_INDEX, "organisation_id", f"{LIVE} AND product_id IS NULL")
    _live_index(LIVE_PRODUCT_INDEX, "product_id", f"{LIVE} AND product_id IS NOT NULL")


def _live_index(name: str, column: str, where: str) -> None:
    op.create_index(
        name,
        "nomination",
        ["season_id", column],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _honours() -> None:
    with op.batch_alter_table("honour") as batch:
        batch.add_column(_text("name_fold", 700))
        batch.add_column(_instant("public_from", nullable=True))
        batch.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("product_id", sa.Integer(), nullable=True))
        batch.add_column(_text("link_reason", 500))
        batch.add_column(_instant("linked_at", nullable=True))
        batch.add_column(sa.Column("linked_by_id", sa.Integer(), nullable=True))
        for column, target in (("organisation_id", "organisation"), ("product_id", "product")):
            batch.create_foreign_key(batch.f(f"fk_honour_{column}"), target, [column], ["id"], ondelete="RESTRICT")
        batch.create_foreign_key(
            batch.f("fk_honour_linked_by_id"), "user_account", ["linked_by_id"], ["id"], ondelete="RESTRICT"
        )
        batch.create_index(batch.f("ix_honour_organisation_id"), ["organisation_id"], unique=False)
        batch.create_index(batch.f("ix_honour_product_id"), ["product_id"], unique=False)
    op.create_table(
        "honour_dismissal",
        _id("id"),
        _id("honour_id"),
        _id("organisation_id"),
        sa.Column("reason", sa.String(length=500), nullable=False),
        _instant("dismissed_at"),
        _id("dismissed_by_id"),
        _reference("honour_dismissal", "honour_id", "honour"),
        _reference("honour_dismissal", "organisation_id", "organisation"),
        _reference("honour_dismissal", "dismissed_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour_dismissal")),
        sa.UniqueConstraint("honour_id", "organisation_id", name="uq_honour_dismissal_once"),
    )
    op.create_index(op.f("ix_honour_dismissal_organisation_id"), "honour_dismissal", ["organisation_id"])
    connection = op.get_bind()
    named = sa.select(honour.c.id, honour.c.name, honour.c.product_of)
    for number, name, product_of in connection.execute(named).all():
        folded = fold(f"{name} {product_of}")
        connection.execute(honour.update().where(honour.c.id == number).values(name_fold=folded))
    latest = sa.select(sa.func.max(announcement.c.announced_at)).scalar_subquery()  # never before it was announced
    connection.execute(honour.update().where(honour.c.confidence == "own").values(public_from=latest))


def _merging() -> None:
    op.create_table(
        "organisation_merge",
        _id("id"),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        _id("kept_id"),
        _id("merged_id"),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _instant("merged_at"),
        _id("merged_by_id"),
        _reference("organisation_merge", "kept_id", "organisation"),
        _reference("organisation_merge", "merged_id", "organisation"),
        _reference("organisation_merge", "merged_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_merge")),
        sa.UniqueConstraint("merged_id", name=op.f("uq_organisation_merge_merged_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_merge_public_id")),
    )
    op.create_index(op.f("ix_organisation_merge_kept_id"), "organisation_merge", ["kept_id"])
    op.create_table(
        "organisation_distinction",
        _id("id"),
        _id("first_id"),
        _id("second_id"),
        sa.Column("reason", sa.String(length=500), nullable=False),
        _instant("recorded_at"),
        _id("recorded_by_id"),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_organisation_distinction_in_order")),
        _reference("organisation_distinction", "first_id", "organisation"),
        _reference("organisation_distinction", "second_id", "organisation"),
        _reference("organisation_distinction", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_distinction")),
        sa.UniqueConstraint("first_id", "second_id", name="uq_organisation_distinction_once"),
    )


def downgrade() -> None:
    op.drop_table("organisation_distinction")
    op.drop_table("organisation_merge")
    op.drop_table("honour_dismissal")
    with op.batch_alter_table("honour") as batch:
        batch.drop_index(batch.f("ix_honour_product_id"))
        batch.drop_index(batch.f("ix_honour_organisation_id"))
        for column in ("organisation_id", "product_id", "linked_by_id"):
            batch.drop_constraint(batch.f(f"fk_honour_{column}"), type_="foreignkey")
        for column in (
            "linked_by_id", "linked_at", "link_reason", "product_id", "organisation_id", "public_from", "name_fold",
        ):  # fmt: skip
            batch.drop_column(column)
    op.drop_index(LIVE_PRODUCT_INDEX, table_name="nomination")
    op.drop_index(LIVE_INDEX, table_name="nomination")
    with op.batch_alter_table("nomination") as batch:
        batch.drop_index(batch.f("ix_nomination_product_id"))
        batch.drop_constraint(batch.f("fk_nomination_product_id"), type_="foreignkey")
        batch.drop_column("product_id")
    _live_index(LIVE_INDEX, "organisation_id", LIVE)
    op.drop_table("held_certificate")
    op.drop_table("product")
    with op.batch_alter_table("organisation_figure") as batch:
        batch.drop_column("source")
    _one_line_again()
    with op.batch_alter_table("organisation") as batch:
        batch.drop_index(batch.f("ix_organisation_merged_into_id"))
        batch.drop_constraint(batch.f("ck_organisation_not_merged_into_itself"), type_="check")
        batch.drop_constraint(batch.f("ck_organisation_merge_is_whole"), type_="check")
        batch.drop_constraint(batch.f("fk_organisation_merged_into_id"), type_="foreignkey")
        for column in (
            "merged_at", "merged_into_id", "contact_email", "contact_phone", "representative_post", "representative",
            "founded_on", "commune",
        ):  # fmt: skip
            batch.drop_column(column)
        batch.alter_column("street", new_column_name="address", existing_type=sa.String(length=300))


def _one_line_again() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(organisation.c.id, organisation.c.street, organisation.c.commune, province.c.name)
        .join(province, province.c.id == organisation.c.province_id)
        .where(organisation.c.commune != "")
    ).all()
    for number, *parts in rows:
        line = ", ".join(part for part in parts if part)[:300]
        connection.execute(organisation.update().where(organisation.c.id == number).values(street=line))
