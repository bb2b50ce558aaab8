"""Products and the certificates held: added, corrected, expired, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import Model, db
from awards.base.transaction import transaction
from awards.nominees import queries, services
from awards.nominees.asked import years_of
from awards.nominees.held import expiry_of, months_later
from awards.nominees.inputs import CertificateInput
from awards.nominees.models import HeldCertificate, Product
from awards.policy.actor import Actor
from tests.builders import GOOD_YEAR, a_rulebook, an_open_season, an_organisation
from tests.cast import Cast, CastClient
from tests.register_builders import a_certificate, a_product

ClientOf = Callable[[Actor], CastClient]
PRODUCT = {"name": "Chè Mẫu Shan tuyết", "product_group": "food_drink", "brand": "Mẫu Xanh", "is_active": "y"}
CERTIFICATE = {
    "kind": "ocop_4",
    "product": "",
    "number": "12/QĐ-UBND",
    "issuer": "UBND tỉnh Tuyên Quang",
    "issued_on": "29/02/2024",
    "expires_on": "",
}


def count(model: type[Model]) -> int:
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return found


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 3, 15), 36, date(2027, 3, 15)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_only_ocop_expires_by_itself_and_a_day_that_is_told_stands() -> None:
    issued, told = date(2024, 3, 15), date(2026, 1, 1)
    found = [
        expiry_of(CertificateInput(kind, "1", "UBND", issued, expires))
        for kind, expires in (("ocop_3", None), ("ocop_3", told), ("vietgap", None), ("vietgap", told))
    ]
    assert found == [date(2027, 3, 15), told, None, told]


def test_an_officer_adds_a_product_and_its_certificate(cast: Cast, client_of: ClientOf) -> None:
    organisation = an_organisation(cast.officer)
    client, place = client_of(cast.officer), f"/hop-tac-xa/{organisation.public_id}"
    assert client.post(f"{place}/san-pham/them", data=PRODUCT).status_code == 302
    product = db.session.scalars(select(Product)).one()
    form = CERTIFICATE | {"product": product.public_id}
    assert client.post(f"{place}/chung-nhan/them", data=form).status_code == 302
    certificate = db.session.scalars(select(HeldCertificate)).one()
    assert (certificate.product_id, certificate.expires_on) == (product.id, date(2027, 2, 28))
    page = client.get(place).text
    wanted = ("Chè Mẫu Shan tuyết", "Nông sản, thực phẩm, đồ uống", "OCOP 4 sao", "12/QĐ-UBND", "28/02/2027")
    assert [word for word in wanted if word not in page] == []
    assert "28/02/2027" in client.get(f"{place}/chung-nhan/{certificate.public_id}").text  # to be corrected


def test_an_expired_certificate_is_shown_as_such_from_the_day_after_its_last(cast: Cast, client_of: ClientOf) -> None:
    organisation = an_organisation(cast.officer)
    product, certificate = a_product(cast.officer, organisation), a_certificate(cast.officer, organisation)
    place = f"/hop-tac-xa/{organisation.public_id}"
    last, expired = clock.today(), clock.today() - timedelta(days=1)
    seen = []
    for day in (last, expired):
        with transaction():
            entry = CertificateInput("ocop_4", "12/QĐ-UBND", "UBND", expired, day, product=product.public_id)
            services.edit_certificate(cast.officer, certificate, entry)
        page = client_of(cast.screener).get(place).text
        seen.append((certificate.is_expired_on(clock.today()), "Đã hết hạn" in page, page.count("OCOP 4 sao")))
    assert seen == [(False, False, 2), (True, True, 1)]


def test_the_same_click_twice_gives_one_of_each(cast: Cast, client_of: ClientOf) -> None:
    place = f"/hop-tac-xa/{an_organisation(cast.officer).public_id}"
    client = client_of(cast.officer)
    products = [client.post(f"{place}/san-pham/them", data=PRODUCT).status_code for _ in range(2)]
    papers = [client.post(f"{place}/chung-nhan/them", data=CERTIFICATE).status_code for _ in range(2)]
    assert (products, papers, count(Product), count(HeldCertificate)) == ([302, 200], [302, 302], 1, 1)


def test_a_certificate_written_by_mistake_is_struck_off_once(cast: Cast, client_of: ClientOf) -> None:
    organisation = an_organisation(cast.officer)
    place = f"/hop-tac-xa/{organisation.public_id}/chung-nhan/{a_certificate(cast.officer, organisation).public_id}/bo"
    client = client_of(cast.officer)
    assert ([client.post(place).status_code for _ in range(2)], count(HeldCertificate)) == ([302, 404], 0)


BAD_PRODUCTS = [
    ("name", "", "Nhập tên sản phẩm."),
    ("name", "a" * 301, "Tên sản phẩm dài 301 ký tự, tối đa 300 ký tự."),
    ("product_group", "", "Chọn nhóm sản phẩm."),
    ("product_group", "agri", ""),
    ("brand", "a" * 201, "Nhãn hiệu dài 201 ký tự, tối đa 200 ký tự."),
    ("description", "a" * 2001, "Mô tả dài 2001 ký tự, tối đa 2000 ký tự."),
]
BAD_CERTIFICATES = [
    ("kind", "", "Chọn loại giấy."),
    ("kind", "ocop_6", ""),
    ("kind", "other", "Nhập tên danh hiệu hoặc chứng nhận."),
    ("product", "khong-co", ""),
    ("number", "", "Nhập số giấy."),
    ("number", "a" * 81, "Số giấy dài 81 ký tự, tối đa 80 ký tự."),
    ("issuer", "", "Nhập nơi cấp."),
    ("issued_on", "", "Nhập ngày cấp."),
    ("issued_on", "31/02/2024", "Không có ngày 31/02/2024."),
    ("issued_on", "29/02/2025", "Không có ngày 29/02/2025."),
    ("issued_on", "2024-13-01", "Nhập ngày theo dạng ngày/tháng/năm"),
    ("issued_on", "1/3/24", "Nhập ngày theo dạng ngày/tháng/năm"),
    ("issued_on", "01/01/9999", "Ngày cấp không được sau hôm nay."),
    ("expires_on", "28/02/2024", "Ngày hết hạn không được trước ngày cấp."),
    ("expires_on", "NaN", "Nhập ngày theo dạng ngày/tháng/năm"),
]


def test_bad_input_gets_its_sentence_and_stores_nothing(cast: Cast, client_of: ClientOf) -> None:
    place = f"/hop-tac-xa/{an_organisation(cast.officer).public_id}"
    client = client_of(cast.officer)
    silent = [
        (field, typed[:20])
        for page, form, bad in (("san-pham", PRODUCT, BAD_PRODUCTS), ("chung-nhan", CERTIFICATE, BAD_CERTIFICATES))
        for field, typed, sentence in bad
        for answer in [client.post(f"{place}/{page}/them", data=form | {field: typed})]
        if answer.status_code != 200 or sentence not in answer.text
    ]
    assert (silent, count(Product), count(HeldCertificate)) == ([], 0, 0)


def test_a_product_of_another_organisation_bears_no_certificate_of_this_one(cast: Cast, client_of: ClientOf) -> None:
    mine, other = an_organisation(cast.officer), an_organisation(cast.officer)
    product, certificate = a_product(cast.officer, other), a_certificate(cast.officer, other)
    client = client_of(cast.officer)
    statuses = [
        client.get(f"/hop-tac-xa/{mine.public_id}/{page}").status_code
        for page in (f"san-pham/{product.public_id}", f"chung-nhan/{certificate.public_id}")
    ]
    assert statuses == [404, 404]


def test_the_groups_are_the_draft_rules_own_and_those_of_running_seasons(cast: Cast) -> None:
    a_rulebook(cast)
    an_open_season(cast)
    assert list(queries.product_groups()) == ["food_drink", "handicraft", "tourism_service", "other"]


def test_the_page_of_an_organisation_costs_the_same_with_one_product_and_ten(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    organisation = an_organisation(cast.officer)
    place = f"/hop-tac-xa/{organisation.public_id}"
    client = client_of(cast.officer)
    client.get(place)  # what a process does once is not counted
    costs = []
    for numbers in (range(1), range(1, 10)):
        for number in numbers:
            product = a_product(cast.officer, organisation, name=f"Sản phẩm mẫu {number}")
            with transaction():
                issued, named = date(2024, 1, 2), f"{number}/VG"
                entry = CertificateInput("vietgap", named, "Nơi cấp mẫu", issued, product=product.public_id)
                services.add_certificate(cast.officer, organisation, entry)
        seen = count_queries()
        seen.clear()
        assert client.get(place).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_money_is_read_back_in_words_and_each_year_names_its_source(cast: Cast, client_of: ClientOf) -> None:
    an_open_season(cast)
    organisation = an_organisation(cast.officer, sector="transport")
    last = clock.today().year - 1
    client, place = client_of(cast.officer), f"/hop-tac-xa/{organisation.public_id}"
    typed = {
        f"figure_revenue_{last}": "2.839.000.000",
        f"figure_member_count_{last}": "121",
        f"source_{last}": "Báo cáo tài chính mẫu",
    }
    assert client.post(f"{place}/so-lieu", data=typed).status_code == 302
    page, rows = client.get(place).text, queries.figures_asked_of(organisation)
    years = len(years_of(rows))
    assert "hai tỷ tám trăm ba mươi chín triệu đồng" in page
    assert "một trăm hai mươi mốt" not in page  # people are not money
    assert years > 1
    assert (page.count("Báo cáo tài chính mẫu"), page.count("chưa ghi nguồn")) == (1, years - 1)
    assert queries.known_sources(organisation, rows) == {last: "Báo cáo tài chính mẫu"}


def test_a_source_needs_a_figure_of_its_year(cast: Cast, client_of: ClientOf) -> None:
    an_open_season(cast)
    organisation = an_organisation(cast.officer)
    last = clock.today().year - 1
    emptied = {f"figure_{name}_{last}": "" for name in GOOD_YEAR}
    answer = client_of(cast.officer).post(
        f"/hop-tac-xa/{organisation.public_id}/so-lieu", data=emptied | {f"source_{last}": "Báo cáo tài chính mẫu"}
    )
    assert (answer.status_code, f"Năm {last} chưa có số liệu nào để ghi nguồn." in answer.text) == (200, True)
