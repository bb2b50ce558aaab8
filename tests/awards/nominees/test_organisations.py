"""An officer registers cooperatives of the own province; nobody else's are touched or seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.nominees import services
from awards.nominees.inputs import OrganisationInput
from awards.nominees.models import Organisation
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.units import queries as units
from tests.builders import an_organisation, sample_tax_code
from tests.cast import Cast, CastClient

FORM = {
    "tax_code": "9000000001",
    "name": "Hợp tác xã Nông nghiệp Mẫu Ấp Bắc",
    "kind": "cooperative",
    "sector": "agriculture",
    "address": "Xã Mẫu, Tuyên Quang",
    "founded_year": "2012",
}


def registered() -> int:
    return db.session.scalar(select(func.count(Organisation.id))) or 0


def test_registering_stores_the_name_in_nfc_and_the_sector_group(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    nfd_name = "Hợp tác xã Mẫu A\u0302\u0301p Ba\u0306\u0301c"
    answer = client_of(cast.officer).post("/hop-tac-xa/dang-ky", data=FORM | {"name": nfd_name})
    organisation = db.session.scalars(select(Organisation)).one()
    assert (answer.status_code, organisation.name, organisation.sector_group, organisation.is_sample) == (
        302,
        "Hợp tác xã Mẫu Ấp Bắc",
        "agri",
        True,
    )


def test_the_same_tax_code_gives_one_record_and_a_sentence_beside_the_field(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    client = client_of(cast.officer)
    client.post("/hop-tac-xa/dang-ky", data=FORM)
    answer = client.post("/hop-tac-xa/dang-ky", data=FORM)
    assert (answer.status_code, registered()) == (200, 1)
    assert "Mã số thuế này đã được đăng ký trong hệ thống." in answer.text
    assert FORM["name"] in answer.text


def test_a_sample_may_not_bear_a_tax_code_that_could_be_real(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    answer = client_of(cast.officer).post("/hop-tac-xa/dang-ky", data=FORM | {"tax_code": "0100109106"})
    assert (answer.status_code, registered()) == (200, 0)
    assert "Dữ liệu mẫu phải dùng mã số thuế không có thật" in answer.text


def test_empty_fields_get_a_sentence_each_and_what_was_typed_stays(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    answer = client_of(cast.officer).post(
        "/hop-tac-xa/dang-ky", data=FORM | {"name": "", "sector": "", "founded_year": "năm 2012"}
    )
    assert registered() == 0
    for sentence in ("Có lỗi cần sửa", "Nhập tên hợp tác xã.", "Chọn lĩnh vực.", "năm 2012"):
        assert sentence in answer.text
    assert "<title>Lỗi: " in answer.text


def test_a_stranger_sees_no_organisation_of_another_province(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    public_id = an_organisation(cast.officer, name="Hợp tác xã Mẫu Giấu Kín").public_id
    stranger = client_of(cast.stranger)
    statuses = [stranger.get(f"/hop-tac-xa/{public_id}{page}").status_code for page in ("", "/sua", "/so-lieu")]
    assert statuses == [404, 404, 404]
    assert "Giấu Kín" not in stranger.get("/hop-tac-xa/?q=giau kin").text


def test_an_officer_registers_in_the_own_province_only(cast: Cast) -> None:
    away = db.session.get_one(User, cast.stranger.user_id).alliance
    assert away is not None
    entry = OrganisationInput("9000000001", "HTX Mẫu", "cooperative", "agriculture", "Mẫu", None)
    province = units.province_of(away, clock.today())
    with pytest.raises(Forbidden):
        services.register_organisation(cast.officer, entry, away, province, is_sample=True)
    db.session.rollback()
    assert registered() == 0


def test_search_ignores_marks_and_case(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    an_organisation(cast.officer, name="Hợp tác xã Mẫu Đặng Hường")
    client = client_of(cast.officer)
    found = [
        "Đặng Hường" in client.get("/hop-tac-xa/", query_string={"q": q}).text for q in ("dang huong", "ĐẶNG", "thúy")
    ]
    assert found == [True, True, False]


def test_lists_cost_the_same_with_one_row_and_thirty(
    cast: Cast, client_of: Callable[[Actor], CastClient], count_queries: Callable[[], list[str]]
) -> None:
    an_organisation(cast.officer)
    client = client_of(cast.officer)
    client.get("/hop-tac-xa/")
    first = _queries(client, count_queries)
    for _ in range(29):
        an_organisation(cast.officer)
    assert _queries(client, count_queries) == first


def _queries(client: CastClient, count_queries: Callable[[], list[str]]) -> int:
    seen = count_queries()
    seen.clear()
    assert client.get("/hop-tac-xa/").status_code == 200
    return len(seen)


def test_sample_codes_are_never_right() -> None:
    assert len({sample_tax_code(number) for number in range(1, 300)}) == 299
