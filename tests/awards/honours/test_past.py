"""What the register knows of a nominee: seasons ago by tax code or link, and an honest "must be looked at"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.honours import queries, services
from awards.honours.inputs import SourceRow
from awards.honours.models import Honour
from awards.honours.past import seasons_back, shares_words
from awards.honours.wording import COLUMNS
from awards.nominees.models import Organisation
from awards.policy.actor import Actor
from awards.policy.permission_map import Forbidden
from awards.seasons.models import Season
from awards.seasons.states import AwardKey
from tests.builders import an_open_season, an_organisation
from tests.cast import AWAY, HOME, Cast, CastClient
from tests.register_builders import a_past_honour, a_product

ClientOf = Callable[[Actor], CastClient]
YEAR = clock.today().year
NAME = "Hợp tác xã Nông nghiệp Mẫu Thanh Bình"


@pytest.fixture
def season(cast: Cast) -> Season:
    """A sample season of CoopStar of this year."""
    return an_open_season(cast)


@pytest.fixture
def organisation(cast: Cast) -> Organisation:
    return an_organisation(cast.officer, name=NAME)


def known(organisation: Organisation, season: Season) -> tuple[tuple[int, ...] | None, list[str]]:
    past = queries.past_honours_of(organisation, None, season)
    return past.seasons_ago, [honour.name for honour in past.doubtful]


def test_seasons_are_counted_by_the_years_the_award_was_held() -> None:
    """The product award was given in 2024 and not in 2025: in 2026 the last season is that of 2024."""
    assert seasons_back([2024, 2026, 2024], 2026) == {2024: 1}
    assert seasons_back([2024, 2025, 2022], 2026) == {2025: 1, 2024: 2, 2022: 3}


def test_the_tax_code_tells_whose_an_honour_is(cast: Cast, season: Season, organisation: Organisation) -> None:
    for year in (2024, YEAR - 1):
        a_past_honour(cast, name="Tên Khác Hẳn", year=year, tax_code=organisation.tax_code)
    a_past_honour(cast, name="HTX của người khác", year=YEAR - 1, tax_code="9000009999")
    a_past_honour(cast, name="Giải khác", year=2024, tax_code=organisation.tax_code, award="Mai An Tiêm")
    years = sorted({2024, YEAR - 1}, reverse=True)
    assert known(organisation, season) == (tuple(range(1, len(years) + 1)), [])


def test_a_like_name_without_a_tax_code_must_be_looked_at(
    cast: Cast, season: Season, organisation: Organisation
) -> None:
    a_past_honour(cast, name="HTX NN Mẫu Thanh Bình")
    assert known(organisation, season) == (None, ["HTX NN Mẫu Thanh Bình"])


def test_the_same_name_of_another_province_is_somebody_else(
    cast: Cast, season: Season, organisation: Organisation
) -> None:
    a_past_honour(cast, AWAY, name=NAME)
    assert known(organisation, season) == ((), [])


def test_a_person_links_or_dismisses_and_the_answer_is_known(
    cast: Cast, season: Season, organisation: Organisation
) -> None:
    honour = a_past_honour(cast, name=NAME)
    with transaction():
        services.link_honour(cast.officer, honour, organisation, None, "Cùng địa chỉ")
    assert known(organisation, season) == ((1,), [])
    with transaction():
        services.dismiss_honour(cast.office, honour, [organisation], "Hai xã khác nhau")
    assert (known(organisation, season), honour.organisation_id) == (((), []), None)
    with transaction():
        services.link_honour(cast.office, honour, organisation, None, "Xem lại quyết định")
    assert (known(organisation, season), honour.dismissals) == (((1,), []), [])


def test_a_link_stands_above_the_tax_code_of_the_source(cast: Cast, season: Season, organisation: Organisation) -> None:
    other = an_organisation(cast.officer)
    honour = a_past_honour(cast, tax_code=organisation.tax_code)
    with transaction():
        services.link_honour(cast.office, honour, other, None, "Nguồn ghi nhầm mã số thuế")
    assert [known(one, season)[0] for one in (organisation, other)] == [(), (1,)]


def test_only_public_honours_of_earlier_years_and_of_the_same_world_count(
    cast: Cast, season: Season, organisation: Organisation
) -> None:
    secret = a_past_honour(cast, name="Chưa công bố", tax_code=organisation.tax_code)
    a_past_honour(cast, name="Năm nay", year=YEAR, tax_code=organisation.tax_code)
    a_past_honour(cast, name="Thật", tax_code=organisation.tax_code, is_sample=False)
    found = []
    for away in (timedelta(hours=1), timedelta(hours=-1)):
        with transaction():
            secret.public_from = clock.now() + away
        found.append(known(organisation, season)[0])
    assert found == [(), (1,)]


def test_a_real_register_without_earlier_seasons_knows_nothing(cast: Cast, season: Season) -> None:
    real = an_organisation(cast.officer)
    with transaction():
        real.is_sample = season.is_sample = False
    assert known(real, season) == (None, [])


def test_never_is_said_only_where_the_lists_are_complete(cast: Cast, season: Season, client_of: ClientOf) -> None:
    real = an_organisation(cast.officer)
    with transaction():
        real.is_sample = season.is_sample = False
    partial = [row(YEAR - 1, "Hợp tác xã Mẫu A"), row(YEAR - 2, "Hợp tác xã Mẫu B")]
    page = f"/so-vinh-danh/don-vi/{real.public_id}"
    with transaction():
        services.import_honours(cast.office, partial)
    assert known(real, season) == (None, [])
    assert (
        f"Sổ vinh danh chưa đủ danh sách năm {YEAR}, {YEAR - 1}, {YEAR - 2}." in client_of(cast.officer).get(page).text
    )
    with transaction():
        services.import_honours(cast.office, partial[:1], complete=True)
    past = queries.past_honours_of(real, None, season)
    assert [past.seasons_ago_within(reach) for reach in (1, 2, None)] == [(), None, None]
    assert past.incomplete == ((YEAR - 2, 2),)
    with transaction():
        services.import_honours(cast.office, partial, complete=True)
    assert known(real, season) == ((), [])
    assert f"Sổ vinh danh chưa đủ danh sách năm {YEAR}." in client_of(cast.officer).get(page).text


def test_an_honour_that_is_there_counts_however_much_is_missing(cast: Cast, season: Season) -> None:
    real = an_organisation(cast.officer)
    with transaction():
        real.is_sample = season.is_sample = False
        services.import_honours(cast.office, [row(YEAR - 2, real.name, real.tax_code)])
    past = queries.past_honours_of(real, None, season)
    assert (past.seasons_ago_within(3), past.incomplete) == ((1,), ((YEAR - 2, 1),))


def row(year: int, name: str, tax_code: str = "") -> SourceRow:
    """A line of a real list."""
    told = {"award": "CoopStar", "year": str(year), "name": name, "province": AWAY, "source": "Quyết định"}
    return SourceRow(2, dict.fromkeys(COLUMNS, "") | told | {"tax_code": tax_code})


def test_a_product_is_known_by_its_owner_and_name(cast: Cast, season: Season, organisation: Organisation) -> None:
    with transaction():
        season.award = AwardKey.COOPGOLD.value
    tea, rice = (a_product(cast.officer, organisation, name=name) for name in ("Chè Shan tuyết", "Gạo nếp cái"))
    code = organisation.tax_code
    own = a_past_honour(cast, name="CHÈ SHAN TUYẾT", award="Mai An Tiêm", product_of="HTX Thanh Bình", tax_code=code)
    found = [queries.past_honours_of(organisation, one, season).seasons_ago for one in (tea, rice, None)]
    assert found == [(1,), (), (1,)]  # as the nominee's own, any of its products counts
    with transaction():
        services.link_honour(cast.office, own, organisation, rice, "Tên trên bao bì cũ")
    assert [queries.past_honours_of(organisation, one, season).seasons_ago for one in (tea, rice)] == [(), (1,)]


def test_a_product_with_half_of_the_words_must_be_looked_at(
    cast: Cast, season: Season, organisation: Organisation
) -> None:
    with transaction():
        season.award = AwardKey.COOPGOLD.value
    tea = a_product(cast.officer, organisation, name="Trà Shan tuyết")
    a_past_honour(cast, name="Chè Shan tuyết", award="Mai An Tiêm", product_of="HTX nào đó")
    past = queries.past_honours_of(organisation, tea, season)
    assert (past.seasons_ago, [honour.name for honour in past.doubtful]) == (None, ["Chè Shan tuyết"])
    assert (shares_words("Chè Shan tuyết", "Trà Shan tuyết"), shares_words("Chè Shan", "Gạo nếp")) == (True, False)


def test_an_officer_decides_at_home_only_and_samples_are_not_mixed(cast: Cast, organisation: Organisation) -> None:
    home, away = a_past_honour(cast), a_past_honour(cast, AWAY)
    for actor, honour in ((cast.officer, away), (cast.stranger, home), (cast.leader, home), (cast.screener, home)):
        with pytest.raises(Forbidden), transaction():
            services.link_honour(actor, honour, organisation, None, "Thử")
    real = a_past_honour(cast, name="Thật", is_sample=False)
    with pytest.raises(DomainError, match="không nối với nhau được"), transaction():
        services.link_honour(cast.office, real, organisation, None, "Thử")


def post(client: CastClient, honour: Honour, **form: str) -> tuple[int, str]:
    answer = client.post(f"/so-vinh-danh/{honour.public_id}/noi", data=form)
    db.session.expire_all()
    return answer.status_code, answer.text


def test_the_page_offers_like_names_and_any_tax_code_and_none(
    cast: Cast, client_of: ClientOf, organisation: Organisation
) -> None:
    other, far = an_organisation(cast.officer), an_organisation(cast.stranger)
    honour = a_past_honour(cast, name="HTX Mẫu Thanh Bình")
    client = client_of(cast.officer)
    page = client.get(f"/so-vinh-danh/{honour.public_id}/noi").text
    assert [one.public_id in page for one in (organisation, other, far)] == [True, False, False]
    assert post(client, honour, choice=organisation.public_id, reason="")[0] == 200
    told = {"choice": "tax_code", "reason": "Cùng địa chỉ"}
    status, text = post(client, honour, other_code=far.tax_code, **told)
    assert (status, "Trong sổ không có đơn vị nào mang mã số thuế này." in text) == (200, True)
    assert post(client, honour, other_code=other.tax_code, **told)[0] == 302
    assert (honour.organisation_id, honour.link_reason) == (other.id, "Cùng địa chỉ")
    looked_at = f"{organisation.public_id} {other.public_id}"
    assert post(client, honour, choice="none", looked_at=looked_at, reason="Hai xã khác nhau")[0] == 302
    assert (honour.organisation_id, len(honour.dismissals)) == (None, 2)


def test_the_page_of_an_organisation_shows_what_is_known_and_what_is_not(
    cast: Cast, client_of: ClientOf, organisation: Organisation
) -> None:
    a_past_honour(cast, name="Tên Khác Hẳn", tax_code=organisation.tax_code)
    a_past_honour(cast, name="HTX Mẫu Thanh Bình")
    page = client_of(cast.leader).get(f"/so-vinh-danh/don-vi/{organisation.public_id}").text
    wanted = ("Tên Khác Hẳn", "Cùng mã số thuế", "HTX Mẫu Thanh Bình", "Cần xem lại")
    assert [words for words in wanted if words not in page] == []
    assert "Xem và kết luận" not in page  # the leader reads
    assert "Xem và kết luận" in client_of(cast.officer).get(f"/so-vinh-danh/don-vi/{organisation.public_id}").text
    assert HOME in client_of(cast.officer).get("/so-vinh-danh/?mau=1").text


SEARCHES: dict[str, set[str]] = {
    "q=thanh binh": {"Thanh Bình"},
    "q=THANH BÌNH mẫu": {"Thanh Bình"},
    "q=che shan": {"Chè Shan tuyết"},
    "q=9000009999": {"Chè Shan tuyết"},
    "giai=coopgold": {"Chè Shan tuyết"},
    "nam=2025": {"Thanh Bình"},
    "nam=20x5": {"Thanh Bình", "Chè Shan tuyết", "Ấp Bắc"},
    "q=khong co": set(),
    "q=%25": set(),
}


def test_the_register_is_searched_without_marks_and_filtered(cast: Cast, client_of: ClientOf) -> None:
    a_past_honour(cast, name="HTX Mẫu Thanh Bình", year=2025)
    a_past_honour(cast, AWAY, name="HTX Mẫu Ấp Bắc")
    a_past_honour(cast, name="Chè Shan tuyết", award="Mai An Tiêm", product_of="HTX Mẫu", tax_code="9000009999")
    client, names = client_of(cast.screener), ("Thanh Bình", "Chè Shan tuyết", "Ấp Bắc")
    pages = {asked: client.get(f"/so-vinh-danh/?mau=1&{asked}").text for asked in SEARCHES}
    assert {asked: {name for name in names if name in page} for asked, page in pages.items()} == SEARCHES


def test_an_unannounced_honour_is_read_by_the_award_office_alone(cast: Cast, client_of: ClientOf) -> None:
    honour = a_past_honour(cast, name="Hợp tác xã Mẫu Sắp Công Bố")
    with transaction():
        honour.public_from = clock.now() + timedelta(days=1)
    seen = [
        "Sắp Công Bố" in client_of(person).get("/so-vinh-danh/?mau=1").text
        for person in (cast.officer, cast.leader, cast.screener, cast.office)
    ]
    linked = [
        client_of(one).get(f"/so-vinh-danh/{honour.public_id}/noi").status_code for one in (cast.officer, cast.office)
    ]
    assert (seen, linked) == ([False, False, False, True], [404, 200])


def test_the_list_costs_the_same_with_one_row_and_thirty(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]], organisation: Organisation
) -> None:
    client, costs = client_of(cast.officer), []
    client.get("/so-vinh-danh/?mau=1")
    for numbers in (range(1), range(1, 20)):
        for number in numbers:
            honour = a_past_honour(cast, name=f"HTX Mẫu {number}")
            with transaction():
                services.link_honour(cast.office, honour, organisation, None, "Thử")
        seen = count_queries()
        seen.clear()
        assert client.get("/so-vinh-danh/?mau=1").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]
