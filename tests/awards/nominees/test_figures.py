"""An organisation's figures: exactly those the running seasons ask of its sector, exact, in their unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.nominees import queries, services
from awards.nominees.asked import asked_of, years_of
from awards.nominees.inputs import FiguresInput, FigureValue
from awards.nominees.models import Organisation, OrganisationFigure
from awards.policy.actor import Actor
from scoring.asked import asked
from scoring.reading import read_rulebook
from tests.builders import RULEBOOK, RULES, a_figure, an_open_season, an_organisation
from tests.cast import Cast, CastClient

LAST = clock.today().year - 1


def post(client: CastClient, organisation: Organisation, **typed: str) -> tuple[int, str]:
    answer = client.post(f"/hop-tac-xa/{organisation.public_id}/so-lieu", data=typed)
    db.session.expire_all()
    return answer.status_code, answer.text


def known(organisation: Organisation, figure: str) -> dict[int, str]:
    found = queries.known_figures(organisation)
    return {year: value for (name, _, year), value in found.items() if name == figure}


def test_numbers_are_read_as_vietnamese_people_write_them(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    an_open_season(cast)
    organisation = an_organisation(cast.officer)
    typed = {
        f"figure_revenue_{LAST}": "1,5 tỷ",
        f"figure_member_count_{LAST}": "1.234",
        f"figure_average_income_{LAST}": "7 500 000",
        f"figure_profit_after_tax_{LAST}": "-12.000.000",
    }
    assert post(client_of(cast.officer), organisation, **typed)[0] == 302
    assert [known(organisation, name)[LAST] for name in ("revenue", "member_count", "average_income")] == [
        "1500000000",
        "1234",
        "7500000",
    ]
    assert known(organisation, "profit_after_tax")[LAST] == "-12000000"


def test_a_wrong_figure_stores_nothing_and_keeps_every_cell(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    an_open_season(cast)
    organisation = an_organisation(cast.officer)
    before = queries.known_figures(organisation)
    status, page = post(
        client_of(cast.officer),
        organisation,
        **{
            f"figure_revenue_{LAST}": "abc",
            f"figure_worker_count_{LAST}": "10",
            f"figure_insured_count_{LAST}": "11",
            f"figure_member_count_{LAST}": "0",
            f"figure_tax_paid_{LAST}": "77.000.000",
            f"figure_average_income_{LAST}": "9.999.999.999.999.999",
        },
    )
    assert (status, queries.known_figures(organisation)) == (200, before)
    for kept in (
        'value="abc"',
        'value="77.000.000"',
        f"Năm {LAST}: Số người được đóng bảo hiểm xã hội (11) không được lớn hơn “Số lao động thường xuyên” (10).",
        "Số thành viên không được nhỏ hơn 1 thành viên.",
        "Thu nhập bình quân của người lao động: số quá lớn, hãy xem lại đơn vị tính (đồng/tháng).",
    ):
        assert kept in page


def test_an_emptied_cell_is_unknown_and_other_figures_stay(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    an_open_season(cast)
    organisation = an_organisation(cast.officer)
    post(client_of(cast.officer), organisation, **{f"figure_revenue_{LAST}": "", f"figure_tax_paid_{LAST}": "5"})
    assert (known(organisation, "revenue"), known(organisation, "tax_paid")[LAST]) == (
        {LAST - 1: "10800000000", LAST - 2: "9600000000"},
        "5",
    )


def test_the_page_shows_exactly_the_cells_the_sector_is_asked_for(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    an_open_season(cast)
    client = client_of(cast.officer)
    for sector, group in (("agriculture", "agri"), ("transport", "non_agri")):
        organisation = an_organisation(cast.officer, sector=sector)
        variant = RULES.variant_for(group)
        assert variant is not None
        page = client.get(f"/hop-tac-xa/{organisation.public_id}/so-lieu").text
        wanted = {
            f'name="figure_{one.figure.key}_{LAST + offset}"' for one in asked(variant, RULES) for offset in one.offsets
        }
        assert wanted <= set(page.split())
        assert page.count('name="figure_') == len(wanted)


def test_without_a_running_season_nothing_is_asked(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    organisation = an_organisation(cast.officer)
    client = client_of(cast.officer)
    pages = [client.get(f"/hop-tac-xa/{organisation.public_id}{page}").text for page in ("", "/so-lieu")]
    assert ["Chưa hỏi số liệu nào" in page for page in pages] == [True, True]
    assert len(known(organisation, "revenue")) == 3


def test_two_seasons_ask_for_the_union_and_a_second_unit_is_a_second_figure() -> None:
    text = RULEBOOK.read_text(encoding="utf-8").replace('unit = "thành viên"', 'unit = "nghìn thành viên"')
    rows = asked_of("agri", [(2025, RULES), (2024, RULES), (2025, read_rulebook(text))])
    assert years_of(rows) == (2025, 2024)
    members = [(row.figure.unit, row.years, row.cell(2025)) for row in rows if row.figure.key == "member_count"]
    assert [(unit, years) for unit, years, _ in members] == [
        ("thành viên", (2025, 2024)),
        ("nghìn thành viên", (2025,)),
    ]
    assert members[0][2] == "figure_member_count_2025"
    assert len({row.cell(2025) for row in rows}) == len(rows)
    assert asked_of("credit_fund", [(2025, RULES)]) == ()


def test_a_figure_typed_in_another_unit_is_not_taken_for_this_one(cast: Cast) -> None:
    organisation = an_organisation(cast.officer)
    other = replace(a_figure("revenue", "12.5"), unit="tỷ đồng/năm")
    with transaction():
        services.save_figures(cast.officer, organisation, FiguresInput((other,)))
    values = {unit: value for (name, unit, year), value in queries.known_figures(organisation).items()
              if (name, year) == ("revenue", LAST)}  # fmt: skip
    assert values == {"đồng/năm": "12000000000", "tỷ đồng/năm": "12.5"}


def test_the_table_refuses_a_second_row_and_an_empty_value(cast: Cast) -> None:
    organisation = an_organisation(cast.officer)
    for value, year in (("7", LAST), ("", LAST - 9)):
        organisation.figures.append(OrganisationFigure(figure="revenue", unit="đồng/năm", year=year, value=value))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
    assert len(db.session.scalars(select(OrganisationFigure)).all()) == 21


def test_an_unknown_value_takes_the_row_away(cast: Cast) -> None:
    organisation = an_organisation(cast.officer)
    with transaction():
        gone = (a_figure("revenue", None), FigureValue("never_seen", "tấn", LAST, None))
        services.save_figures(cast.officer, organisation, FiguresInput(gone))
    db.session.expire_all()
    assert sorted(known(organisation, "revenue")) == [LAST - 2, LAST - 1]
