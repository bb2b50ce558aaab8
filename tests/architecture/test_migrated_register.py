"""Migration 0016 leaves addresses readable both ways, and finds older honours by their names."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from awards.base.database import db
from awards.base.schema import downgrade_schema, upgrade_schema
from awards.base.transaction import transaction
from awards.nominees import services as nominees
from awards.nominees.inputs import OrganisationInput
from tests.builders import an_organisation
from tests.cast import HOME, Cast
from tests.register_builders import a_past_honour


def rows(statement: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_two_tiers_become_one_line_and_the_line_becomes_a_street(app: Flask, cast: Cast) -> None:
    one_line, two_tiers = an_organisation(cast.officer), an_organisation(cast.officer)
    with transaction():
        entry = OrganisationInput(
            two_tiers.tax_code, "HTX Mẫu", "cooperative", "agriculture", "Thôn 2", 2012, commune="Xã Mẫu"
        )
        nominees.edit_organisation(cast.officer, two_tiers, entry)
    a_past_honour(cast, name="Chè Shan tuyết", product_of="HTX Đắk Mil")
    assert [one.address for one in (one_line, two_tiers)] == [f"Xã Mẫu, {HOME}", f"Thôn 2, Xã Mẫu, {HOME}"]
    db.session.remove()
    downgrade_schema("0015")
    lines = [(f"Xã Mẫu, {HOME}",), (f"Thôn 2, Xã Mẫu, {HOME}",)]
    assert rows("SELECT address FROM organisation ORDER BY id") == lines
    upgrade_schema("0016")
    streets = rows("SELECT street, commune FROM organisation ORDER BY id")
    assert streets == [(line, "") for (line,) in lines]
    assert rows("SELECT name_fold, public_from FROM honour") == [("che shan tuyet htx dak mil", None)]
