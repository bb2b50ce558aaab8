"""Rows of a workbook become drafts when a person says so: once, in their own province, and never twice."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import db
from awards.base.file_kinds import XLSX
from awards.base.files import IncomingFile
from awards.base.transaction import transaction
from awards.intake import queries, services
from awards.intake.columns import Column
from awards.intake.inputs import Level
from awards.intake.models import ImportBatch
from awards.nominations.models import Nomination
from awards.nominees.models import Organisation
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.seasons.models import Season
from tests.awards.intake import filled
from tests.builders import a_forwarded, an_open_season
from tests.cast import Cast, CastClient

BASIS = clock.today().year - 1


def columns(season: Season) -> tuple[Column, ...]:
    return queries.columns_for(season)


def rows_of(season: Season, *numbers: int, **changes: object) -> list[dict[str, object]]:
    """Good rows of this year's season."""
    day = clock.today().strftime("%d/%m/%Y")
    made = []
    for number in numbers:
        row = filled.good_row(number, columns(season), consent_on=day)
        for column in columns(season):
            if column.year is not None and column.figure is not None and "agri" in column.variants:
                small = {"member_count": 120, "worker_count": 40, "insured_count": 25}.get(column.figure.key)
                row[column.key] = small or 12_000_000_000 - (BASIS - column.year) * 1_000_000_000
        made.append(row | changes)
    return made


def handed_in(actor: Actor, season: Season, rows: list[dict[str, object]]) -> ImportBatch:
    content = filled.workbook(rows, columns(season))
    with transaction():
        return services.keep_workbook(actor, season, IncomingFile("Hồ sơ.xlsx", XLSX, content, str(hash(content))))


def stored() -> tuple[int, int]:
    """Organisations and nominations there are."""
    db.session.rollback()
    counts = [db.session.scalar(select(func.count(model.id))) or 0 for model in (Organisation, Nomination)]
    return counts[0], counts[1]


def test_nothing_is_stored_before_a_person_says_so_and_then_once(cast: Cast) -> None:
    season = an_open_season(cast)
    batch = handed_in(cast.officer, season, rows_of(season, 1, 2, 3))
    assert stored() == (0, 0)
    with transaction():
        counts = [services.store_rows(cast.officer, batch) for _ in range(3)]
    assert (counts, stored()) == ([3, 3, 3], (3, 3))


def test_a_red_row_stays_out_and_the_others_go_in(cast: Cast) -> None:
    season = an_open_season(cast)
    rows = [*rows_of(season, 1), *rows_of(season, 2, name=None), *rows_of(season, 3, achievements=None)]
    batch = handed_in(cast.officer, season, rows)
    assert [row.level for row in queries.preview(batch).rows] == [Level.GOOD, Level.BAD, Level.GOOD]
    with transaction():
        assert services.store_rows(cast.officer, batch) == 2
    names = db.session.scalars(select(Organisation.name).order_by(Organisation.name_sort)).all()
    assert names == ["Hợp tác xã Mẫu số 1", "Hợp tác xã Mẫu số 3"]


def test_handing_in_again_replaces_and_an_empty_cell_keeps_what_is_there(cast: Cast) -> None:
    season = an_open_season(cast)
    revenue = f"figure_revenue_{BASIS}"
    first = handed_in(cast.officer, season, rows_of(season, 1, address="Thôn Một"))
    with transaction():
        services.store_rows(cast.officer, first)
    changed = {**rows_of(season, 1)[0], "name": "Hợp tác xã Mẫu đổi tên", revenue: "13 tỷ", "achievements": None}
    second = handed_in(cast.officer, season, [changed])
    assert [row.replaces for row in queries.preview(second).rows] == [True]
    with transaction():
        services.store_rows(cast.officer, second)
    assert stored() == (1, 1)
    nomination = db.session.scalars(select(Nomination)).one()
    organisation = nomination.organisation
    assert (organisation.name, organisation.street) == ("Hợp tác xã Mẫu đổi tên", "Thôn Một")
    assert nomination.achievements == "Liên kết tiêu thụ nông sản."
    known = {(row.figure, row.year): row.value for row in organisation.figures}
    assert known["revenue", BASIS] == "13000000000"


def test_a_dossier_that_was_sent_and_a_nominee_of_another_province_are_left_alone(cast: Cast) -> None:
    season = an_open_season(cast)
    sent, foreign = a_forwarded(cast, season), a_forwarded(cast, season, away=True)
    before = stored()
    rows = rows_of(season, 1, 2)
    rows[0]["tax_code"], rows[1]["tax_code"] = sent.organisation.tax_code, foreign.organisation.tax_code
    batch = handed_in(cast.officer, season, rows)
    preview = queries.preview(batch)
    assert [[note.sentence for note in row.mistakes] for row in preview.rows] == [
        ["Hồ sơ đã gửi nên không sửa được nữa."],
        ["Mã số thuế này đã được đăng ký ở nơi khác. Hãy gọi Thường trực giải thưởng."],
    ]
    with transaction():
        assert services.store_rows(cast.officer, batch) == 0
    assert stored() == before


def test_an_upload_is_the_business_of_its_own_province(cast: Cast) -> None:
    season = an_open_season(cast)
    batch = handed_in(cast.officer, season, rows_of(season, 1))
    assert queries.get_visible_to(cast.officer, batch.public_id) is batch
    assert [queries.get_visible_to(one, batch.public_id) for one in (cast.stranger, cast.leader, cast.office)] == [
        None
    ] * 3
    with pytest.raises(Forbidden):
        services.store_rows(cast.stranger, batch)


def test_the_number_of_questions_does_not_grow_with_the_rows(
    cast: Cast, count_queries: Callable[[], list[str]]
) -> None:
    season = an_open_season(cast)
    small, large = handed_in(cast.officer, season, rows_of(season, 1)), None
    large = handed_in(cast.officer, season, rows_of(season, *range(2, 40)))
    asked = []
    for batch in (small, large):
        public_id = batch.public_id
        db.session.expire_all()
        seen = count_queries()
        start = len(seen)
        found = queries.get_visible_to(cast.officer, public_id)
        assert found is not None
        queries.preview(found)
        asked.append(len(seen) - start)
    assert asked[0] == asked[1]


def test_the_whole_way_on_the_pages(app: Flask, cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    season = an_open_season(cast)
    officer = client_of(cast.officer)
    page = officer.get(f"/nhap-excel/mua/{season.public_id}")
    assert "Tải mẫu Excel" in page.text
    template = officer.get(f"/tai-ve/mau-ho-so/{season.public_id}")
    assert (template.status_code, template.content_type) == (200, XLSX)
    rows = [*rows_of(season, 1), *rows_of(season, 2, **{f"figure_revenue_{BASIS}": "1.5 tỷ"})]
    content = filled.workbook(rows, columns(season))
    refused = officer.post(
        f"/nhap-excel/mua/{season.public_id}", data={"workbook": (io.BytesIO(b"%PDF-1.4 no"), "Hồ sơ.xlsx")}
    )
    assert (refused.status_code, "field__error" in refused.text, stored()) == (200, True, (0, 0))
    answer = officer.post(f"/nhap-excel/mua/{season.public_id}", data={"workbook": (io.BytesIO(content), "Hồ sơ.xlsx")})
    preview = officer.get(answer.location)
    assert "Nhập 1 hồ sơ" in preview.text
    assert f"<strong>Ô {filled.cell_of(f'figure_revenue_{filled.BASIS}', filled.FIRST + 1)}</strong>" in preview.text
    marked = officer.get(f"/tai-ve/ho-so-co-loi/{answer.location.rpartition('/')[2]}")
    assert (marked.status_code, "co-loi.xlsx" in marked.headers["Content-Disposition"]) == (200, True)
    done = [officer.post(f"{answer.location}/nhap").status_code for _ in range(2)]
    assert (done, stored()) == ([302, 302], (1, 1))
