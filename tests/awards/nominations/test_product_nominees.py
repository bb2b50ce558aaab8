"""An award for products: the product is the nominee, its owner stands beside it, each product has its own figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.nominations import queries, services
from awards.nominations.dossier import CertificateContent, DossierContent, ProductContent, entry_of, live_content
from awards.nominations.models import Nomination
from awards.nominations.section_content import base_of
from awards.nominations.states import Part
from awards.nominees import services as nominees
from awards.nominees.inputs import CertificateInput, FiguresInput, FigureValue
from awards.policy.actor import Actor
from awards.seasons import services as seasons
from awards.seasons.inputs import SeasonInput
from awards.seasons.models import Season
from awards.seasons.states import AwardKey, ConfirmationKind
from tests.builders import RULEBOOK, an_open_season, an_organisation, calendar_around
from tests.cast import Cast, CastClient
from tests.register_builders import a_certificate, a_product

ClientOf = Callable[[Actor], CastClient]


@pytest.fixture
def season(cast: Cast) -> Season:
    """A season that honours products: the sample rulebook, its tables serving groups of products."""
    text = RULEBOOK.read_text(encoding="utf-8")
    text = re.sub(r'sector_groups = \["agri"[^\]]*\]', 'sector_groups = ["food_drink"]', text, count=1)
    others = iter(("handicraft", "tourism_service"))
    text = re.sub(r'sector_groups = \["(?!food_drink)[^\]]*\]', lambda _: f'sector_groups = ["{next(others)}"]', text)
    text = text.replace('key = "coopstar-mau"', 'key = "coopgold-mau"').replace(
        'award = "coopstar"', 'award = "coopgold"'
    )
    with transaction():
        published = seasons.publish_rulebook(cast.office, text)
        seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")
        entry = SeasonInput(AwardKey.COOPGOLD, clock.today().year, "Sản phẩm mẫu", calendar_around())
        made = seasons.create_season(cast.office, entry, published, is_sample=True)
        seasons.open_season(cast.office, made)
    return made


def a_nomination(cast: Cast, season: Season, name: str = "Chè Mẫu") -> Nomination:
    owner = an_organisation(cast.officer)
    product = a_product(cast.officer, owner, name=name)
    with transaction():
        return services.begin_nomination(cast.officer, season, owner, product)


def test_several_products_of_one_owner_are_entered_and_none_twice(cast: Cast, season: Season) -> None:
    owner = an_organisation(cast.officer)
    tea, honey = (a_product(cast.officer, owner, name=name) for name in ("Chè Mẫu", "Mật ong Mẫu"))
    with transaction():
        entered = [services.begin_nomination(cast.officer, season, owner, one) for one in (tea, honey)]
    assert [one.variant for one in entered] == [entered[0].variant] * 2
    with pytest.raises(DomainError, match="Sản phẩm này đã có hồ sơ"), transaction():
        services.begin_nomination(cast.officer, season, owner, tea)
    with pytest.raises(DomainError, match="hãy chọn sản phẩm"), transaction():
        services.begin_nomination(cast.officer, season, owner)
    stranger, rice = an_organisation(cast.officer), a_product(cast.officer, owner, name="Gạo Mẫu")
    with pytest.raises(DomainError, match="không thuộc đơn vị"), transaction():
        services.begin_nomination(cast.officer, season, stranger, rice)


def test_a_product_is_not_entered_where_cooperatives_are_honoured(cast: Cast) -> None:
    owner = an_organisation(cast.officer)
    product = a_product(cast.officer, owner)
    with pytest.raises(DomainError, match="tôn vinh hợp tác xã"), transaction():
        services.begin_nomination(cast.officer, an_open_season(cast), owner, product)


def test_the_dossier_holds_the_product_its_owner_and_the_certificates_valid_now(cast: Cast, season: Season) -> None:
    nomination = a_nomination(cast, season)
    owner, product = nomination.organisation, nomination.product
    assert product is not None
    held = a_certificate(cast.officer, owner, product=product)
    today = clock.today()
    old = CertificateInput(
        "vietgap",
        "01/VG",
        "Đơn vị Mẫu",
        today - timedelta(days=900),
        today - timedelta(days=1),
        product=product.public_id,
    )
    with transaction():
        nominees.add_certificate(cast.officer, owner, old)
    db.session.expire_all()
    content = live_content(nomination)
    expires = held.expires_on.isoformat() if held.expires_on else None
    certificate = CertificateContent("ocop_4", "", "12/QĐ-UBND", "UBND tỉnh Mẫu", held.issued_on.isoformat(), expires)
    assert content.product == ProductContent("Chè Mẫu", "food_drink", "Mẫu Xanh", (certificate,))
    assert (content.title, content.owner) == ("Chè Mẫu", owner.name)
    assert content.entry().traits == {
        "sector": "agri",
        "owner": owner.tax_code,
        "product_group": "food_drink",
    }
    assert DossierContent.read(content.canonical()) == content
    assert entry_of(content.canonical()) == content.entry()


def test_two_products_of_one_owner_have_figures_of_their_own(cast: Cast, season: Season, client_of: ClientOf) -> None:
    owner = an_organisation(cast.officer)
    tea, honey = (a_product(cast.officer, owner, name=name) for name in ("Chè Mẫu", "Mật ong Mẫu"))
    with transaction():
        one, other = (services.begin_nomination(cast.officer, season, owner, each) for each in (tea, honey))
    year = season.basis_year
    answer = client_of(cast.officer).post(
        f"/ho-so/{one.public_id}/muc/so-lieu",
        data={"base": base_of(one, Part.FIGURES), f"figure_revenue_{year}": "2 tỷ"},
    )
    with transaction():
        value = FigureValue("revenue", "đồng/năm", year, "3000000000", "Sổ bán hàng")
        services.save_section(cast.officer, other, FiguresInput((value,)))
    db.session.expire_all()
    told = [live_content(each) for each in (one, other)]
    assert (answer.status_code, [each.series["revenue"] for each in told]) == (
        302,
        [{0: "2000000000"}, {0: "3000000000"}],
    )
    assert told[1].sources == {"revenue": {0: "Sổ bán hàng"}}
    assert {row.value for row in owner.figures if (row.figure, row.year) == ("revenue", year)} == {"12000000000"}


def test_pages_and_lists_show_the_product_with_its_owner(cast: Cast, season: Season, client_of: ClientOf) -> None:
    owner = an_organisation(cast.officer, name="Hợp tác xã Mẫu Chủ Thể")
    product = a_product(cast.officer, owner, name="Chè Mẫu Suối Giàng")
    officer = client_of(cast.officer)
    begin = f"/ho-so/de-cu/{season.public_id}"
    assert "Chè Mẫu Suối Giàng – Hợp tác xã Mẫu Chủ Thể" in officer.get(begin).text
    path = officer.post(begin, data={"nominee": product.public_id}).location
    pages = [officer.get(one).text for one in (path, "/ho-so/?q=suoi+giang", f"{path}/kiem-tra", f"{path}/in")]
    assert [("Chè Mẫu Suối Giàng" in page, "Hợp tác xã Mẫu Chủ Thể" in page) for page in pages] == [(True, True)] * 4
    with pytest.raises(NoResultFound):
        queries.get_nominee(cast.stranger, season, product.public_id)
