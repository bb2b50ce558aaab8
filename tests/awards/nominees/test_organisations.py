"""An officer registers cooperatives of the own province; nobody else's are touched or seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import func, select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.nominees import services
from awards.nominees.inputs import OrganisationInput
from awards.nominees.models import Organisation
from awards.nominees.shown import fingerprint
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.units import queries as units
from tests.builders import an_organisation, sample_tax_code
from tests.cast import HOME, Cast, CastClient

FORM = {
    "tax_code": "9000000001",
    "name": "Hợp tác xã Nông nghiệp Mẫu Ấp Bắc",
    "kind": "cooperative",
    "sector": "agriculture",
    "commune": "Xã Mẫu",
    "street": "Thôn 2",
    "founded": "2012",
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
    first = db.session.scalars(select(Organisation)).one()
    assert "Mã số thuế này đã được đăng ký trong hệ thống." in answer.text
    assert f'<a href="/hop-tac-xa/{first.public_id}">{FORM["name"]}</a>' in answer.text


def test_a_tax_code_of_another_province_names_nobody_and_says_whom_to_call(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    client_of(cast.stranger).post("/hop-tac-xa/dang-ky", data=FORM | {"name": "Hợp tác xã Mẫu Nơi Xa"})
    answer = client_of(cast.officer).post("/hop-tac-xa/dang-ky", data=FORM)
    organisation = db.session.scalars(select(Organisation)).one()
    assert "Mã số thuế này đã được đăng ký trong hệ thống." in answer.text
    assert "hãy gọi bộ phận thường trực giải thưởng của Liên minh Hợp tác xã Việt Nam" in answer.text
    assert [word for word in ("Nơi Xa", "Cà Mau", organisation.public_id) if word in answer.text] == []


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
        "/hop-tac-xa/dang-ky", data=FORM | {"name": "", "sector": "", "founded": "năm 2012"}
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


def test_a_like_name_in_the_province_is_shown_before_anything_is_stored(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    present = an_organisation(cast.officer, name="HTX NN Mẫu Ấp Bắc").public_id
    client = client_of(cast.officer)
    answer = client.post("/hop-tac-xa/dang-ky", data=FORM)
    assert (answer.status_code, registered()) == (200, 1)
    assert "Có thể đã có:" in answer.text
    assert f'value="{present}"' in answer.text  # what was shown goes back with the answer
    assert client.post("/hop-tac-xa/dang-ky", data=FORM | {"is_another": "y"}).status_code == 200
    assert client.post("/hop-tac-xa/dang-ky", data=FORM | {"is_another": "y", "seen": present}).status_code == 302
    assert registered() == 2


def test_two_thanh_binh_of_two_provinces_are_two(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    an_organisation(cast.stranger, name="Hợp tác xã Thanh Bình")
    answer = client_of(cast.officer).post("/hop-tac-xa/dang-ky", data=FORM | {"name": "Hợp tác xã Thanh Bình"})
    assert (answer.status_code, registered()) == (302, 2)


def test_the_particulars_are_kept_as_normalised_and_read_in_one_line(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    more = {
        "founded": "15/03/2012",
        "representative": "Nguyễn Thị Mẫu",
        "representative_post": "Giám đốc",
        "contact_phone": "+84 912.345.678",
        "contact_email": "htx.mau@gmail.com",
        "tax_code": "9000 000 001",
    }
    assert client_of(cast.officer).post("/hop-tac-xa/dang-ky", data=FORM | more).status_code == 302
    kept = db.session.scalars(select(Organisation)).one()
    assert (
        kept.tax_code,
        kept.address,
        kept.founded_on,
        kept.founded_year,
        kept.contact_phone,
        kept.contact_email,
    ) == (
        "9000000001",
        "Thôn 2, Xã Mẫu, Tuyên Quang",
        date(2012, 3, 15),
        2012,
        "0912345678",
        "htx.mau@gmail.com",
    )
    page = client_of(cast.screener).get(f"/hop-tac-xa/{kept.public_id}").text
    assert [word for word in ("Nguyễn Thị Mẫu, Giám đốc", "0912 345 678", "15/03/2012") if word not in page] == []


def test_an_address_of_one_line_reads_as_it_was_and_asks_to_be_parted(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    organisation = an_organisation(cast.officer)
    assert organisation.address == f"Xã Mẫu, {HOME}"
    page = client_of(cast.officer).get(f"/hop-tac-xa/{organisation.public_id}/sua").text
    assert "Địa chỉ đang ghi một dòng" in page


BAD: list[tuple[str, str, str]] = [
    ("tax_code", "", "Nhập mã số thuế."),
    ("tax_code", "123", "Mã số thuế gồm 10 chữ số"),
    ("tax_code", "90000000011", "Mã số thuế gồm 10 chữ số"),
    ("tax_code", "9e00000001", "Mã số thuế gồm 10 chữ số"),
    ("tax_code", "٩٠٠٠٠٠٠٠٠١", "Mã số thuế gồm 10 chữ số"),
    ("tax_code", "９０００００００01", "Mã số thuế gồm 10 chữ số"),
    ("tax_code", "-0", "Mã số thuế gồm 10 chữ số"),
    ("tax_code", "9000000001' OR 1=1 --", "Mã số thuế gồm 10 chữ số"),
    ("name", "", "Nhập tên hợp tác xã."),
    ("name", "\u200b\u202e\x00", "Nhập tên hợp tác xã."),
    ("name", "a" * 301, "Tên hợp tác xã dài 301 ký tự, tối đa 300 ký tự."),
    ("name", "a" * 3000, "Tên hợp tác xã dài 3000 ký tự, tối đa 300 ký tự."),
    ("kind", "cooperative_group", ""),
    ("sector", "credit_fund", "Loại hình và lĩnh vực chưa khớp nhau."),
    ("commune", "", "Nhập xã, phường hoặc đặc khu."),
    ("commune", "Định Liên", "Ghi rõ là xã, phường hay đặc khu"),
    ("commune", "Xã Định Liên, huyện Yên Định", "không còn cấp huyện"),
    ("commune", "Thị trấn Mẫu", "không còn cấp huyện"),
    ("commune", "Xã " + "a" * 118, "Tên xã, phường dài 121 ký tự, tối đa 120 ký tự."),
    ("street", "a" * 301, "Địa chỉ dài 301 ký tự, tối đa 300 ký tự."),
    ("founded", "31/02/2012", "Nhập năm gồm bốn chữ số"),
    ("founded", "29/02/2025", "Nhập năm gồm bốn chữ số"),
    ("founded", "2012-13-01", "Nhập năm gồm bốn chữ số"),
    ("founded", "15/03/12", "Nhập năm gồm bốn chữ số"),
    ("founded", "1e9", "Nhập năm gồm bốn chữ số"),
    ("founded", "٢٠١٢", "Nhập năm gồm bốn chữ số"),
    ("founded", "1944", "Năm thành lập từ 1945"),
    ("founded", "9999", "Năm thành lập từ 1945"),
    ("contact_phone", "12345", "Số điện thoại gồm 10 chữ số"),
    ("contact_phone", "０９１２３４５６７８", "Số điện thoại gồm 10 chữ số"),
    ("contact_phone", "0" * 400, "Số điện thoại dài 400 ký tự, tối đa 40 ký tự."),
    ("contact_email", "htx", "Địa chỉ thư điện tử chưa đúng dạng"),
    ("contact_email", "htx@mau", "Địa chỉ thư điện tử chưa đúng dạng"),
    ("contact_email", "a@b.vn\r\nBcc: x@y.vn", "Địa chỉ thư điện tử chưa đúng dạng"),
    ("contact_email", "<a@b.vn>", "Địa chỉ thư điện tử chưa đúng dạng"),
    ("representative", "a" * 121, "Họ và tên dài 121 ký tự, tối đa 120 ký tự."),
]


def test_bad_input_gets_its_sentence_and_stores_nothing(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    client = client_of(cast.officer)
    silent = []
    for field, typed, sentence in BAD:
        answer = client.post("/hop-tac-xa/dang-ky", data=FORM | {field: typed})
        if answer.status_code != 200 or sentence not in answer.text:
            silent.append((field, typed[:30], answer.status_code))
    assert (silent, registered()) == ([], 0)


HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}} {% raw %} ${7*7}",
    "'; DROP TABLE product; --",
    "Đặng 'Ý' “trích” & <b>", "=HYPERLINK(1)", "\ufeffHTX e\u0302\u0301", "👩‍🌾 HTX",
)  # fmt: skip


def test_what_was_stored_is_shown_as_text_and_never_runs(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    client = client_of(cast.officer)
    for number, text in enumerate(HOSTILE):
        data = {
            "tax_code": sample_tax_code(500 + number),
            "name": f"HTX {number} {text}",
            "street": text,
            "representative": text,
        }
        assert client.post("/hop-tac-xa/dang-ky", data=FORM | data | {"is_another": "y"}).status_code == 302
    for organisation in db.session.scalars(select(Organisation)).all():
        for page in ("", "/sua"):
            body = client.get(f"/hop-tac-xa/{organisation.public_id}{page}").text
            assert "<script>alert" not in body
            assert "<img src=x" not in body
            assert " 49 " not in body
            assert str(escape(organisation.name)) in body


def test_a_cooperative_group_is_registered_only_where_the_settings_say_so(
    app: Flask, cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    form = FORM | {"kind": "cooperative_group"}
    client = client_of(cast.officer)
    assert "Tổ hợp tác" not in client.get("/hop-tac-xa/dang-ky").text
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"accept_cooperative_groups": True})
    assert "Tổ hợp tác" in client.get("/hop-tac-xa/dang-ky").text
    assert (client.post("/hop-tac-xa/dang-ky", data=form).status_code, registered()) == (302, 1)


def test_the_award_office_corrects_and_the_leader_only_reads(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    public_id = an_organisation(cast.officer).public_id
    corrected = FORM | {"name": "Hợp tác xã Mẫu Đúng Tên"}
    statuses = [
        client_of(person).post(f"/hop-tac-xa/{public_id}/sua", data=corrected).status_code
        for person in (cast.leader, cast.screener, cast.stranger, cast.office)
    ]
    assert statuses == [403, 403, 404, 302]
    assert db.session.scalars(select(Organisation.name)).one() == "Hợp tác xã Mẫu Đúng Tên"


def test_two_windows_on_one_record_show_both_texts_and_the_person_chooses(
    cast: Cast, client_of: Callable[[Actor], CastClient]
) -> None:
    organisation = an_organisation(cast.officer)
    place = f"/hop-tac-xa/{organisation.public_id}/sua"
    client, office = client_of(cast.officer), client_of(cast.office)
    base = fingerprint(organisation)
    form = FORM | {"tax_code": organisation.tax_code, "base": base}
    assert f'value="{base}"' in client.get(place).text
    assert office.post(place, data=form | {"street": "Thôn của trung ương"}).status_code == 302
    answer = client.post(place, data=form | {"street": "Thôn của tỉnh"})
    db.session.expire_all()
    assert (answer.status_code, organisation.street) == (200, "Thôn của trung ương")
    wanted = ("vừa được sửa ở cửa sổ khác", "Thôn của trung ương", "Thôn của tỉnh")
    assert [words for words in wanted if words not in answer.text] == []
    assert f'value="{fingerprint(organisation)}"' in answer.text
    again = form | {"street": "Thôn của tỉnh", "base": fingerprint(organisation)}
    assert client.post(place, data=again).status_code == 302
    db.session.expire_all()
    assert organisation.street == "Thôn của tỉnh"
