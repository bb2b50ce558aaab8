"""Rules, seasons, the check of a certificate, and what every public page owes its reader."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from awards.base import clock
from awards.base.identifiers import grouped, new_code
from awards.base.transaction import transaction
from awards.policy.actor import Actor
from awards.publicity import services as publicity
from scoring.reading import digest, read_rulebook
from tests.awards.public_site.honoured import CODE, announce_sample, publish_real
from tests.builders import RULEBOOK, a_draft_season
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]


@pytest.fixture
def stranger(app: Flask, cast: Cast, client_of: ClientOf) -> CastClient:
    return client_of(cast.nobody)


def publish_rules(cast: Cast, text: str | None = None) -> None:
    with transaction():
        publicity.publish_rulebook(cast.office, text or RULEBOOK.read_text("utf-8"))


def rules_addresses(client: CastClient) -> list[str]:
    return re.findall(r'<h2 class="m-0"><a href="([^"]+)"', client.get("/the-le").text)


def test_the_rules_page_shows_criteria_points_conditions_and_digest(stranger: CastClient, cast: Cast) -> None:
    publish_rules(cast)
    rulebook = read_rulebook(RULEBOOK.read_text("utf-8"))
    (address,) = rules_addresses(stranger)
    page = unescape(stranger.get(address).text)
    wanted = [rulebook.title, rulebook.notice, digest(rulebook), *rulebook.basis]
    wanted += [rule.label for variant in rulebook.variants for rule in variant.eligibility]
    wanted += [rule.clause for variant in rulebook.variants for rule in variant.eligibility]
    wanted += [f"{one.key}. {one.label}" for variant in rulebook.variants for one in variant.criteria]
    wanted += [step.label for step in rulebook.ranking.tie_breaks]
    wanted += ["tối đa 4 hồ sơ", "70 điểm", "Tối đa 100 hồ sơ được tôn vinh", "Không chấm hồ sơ của địa phương mình"]
    assert [text for text in wanted if text not in page] == []
    assert page.count('<span class="origin">tự đặt</span>') > 20


def test_anybody_can_check_the_digest_against_the_published_text(stranger: CastClient, cast: Cast) -> None:
    publish_rules(cast)
    (address,) = rules_addresses(stranger)
    answer = stranger.get(f"{address}/ban-cong-bo")
    assert hashlib.sha256(answer.data).hexdigest() in stranger.get(address).text
    assert (answer.mimetype, answer.headers["Content-Disposition"].split(";")[0]) == ("application/json", "attachment")


def test_a_corrected_rulebook_says_which_edition_took_its_place(stranger: CastClient, cast: Cast) -> None:
    publish_rules(cast)
    publish_rules(cast, RULEBOOK.read_text("utf-8").replace("edition = 1", "edition = 2"))
    new, old = rules_addresses(stranger)
    replaced = {address: "Bản này đã được thay bằng" in stranger.get(address).text for address in (new, old)}
    assert replaced == {new: False, old: True}
    assert f'href="{new}">bản thứ 2</a>' in stranger.get(old).text


def test_a_season_is_on_the_front_page_once_it_is_open(stranger: CastClient, cast: Cast) -> None:
    publish_rules(cast)
    season = a_draft_season(cast, title="Ngôi sao Hợp tác xã – mùa mẫu")
    assert season.title not in stranger.get("/").text
    with transaction():
        publicity.open_season(cast.office, season)
    page = stranger.get("/").text
    stages = re.findall(r'timeline__label">([^<]+)<', page)
    assert stages == ["Nhận hồ sơ đề cử", "Thẩm tra và chấm điểm", "Xét chọn và quyết định", "Lễ tôn vinh"]
    assert page.count('aria-current="step"') == 1
    assert [season.title in part for part in page.split('id="mua-giai-mau"')] == [False, True]
    assert "Dữ liệu mẫu" in page


AS_TYPED = {
    "as printed": CODE,
    "small letters": CODE.lower(),
    "grouped": grouped(CODE),
    "with spaces": f"  {CODE[:5]} {CODE[5:]} ",
    "O and 0 misread": CODE.replace("Q", "0").replace("D", "O"),
    "1 misread": CODE.replace("J", "1"),
}
FACTS = [
    "HTX Sông Mẫu", "Cà Mau", "Ngôi sao Hợp tác xã (CoopStar Awards) năm 2025", "7/QĐ-MẪU", "01/04/2025", "0001/2025",
]  # fmt: skip


def test_a_code_is_understood_however_it_is_typed(app: Flask, cast: Cast, stranger: CastClient) -> None:
    announce_sample(cast.office, "HTX Sông Mẫu")
    there = {how: stranger.get("/xac-minh", query_string={"ma": typed}).location for how, typed in AS_TYPED.items()}
    answers = {how: stranger.get(address or "") for how, address in there.items()}
    facts = {how: [unescape(one) for one in re.findall(r"<dd>(.*?)</dd>", page.text)] for how, page in answers.items()}
    assert facts == dict.fromkeys(AS_TYPED, FACTS)
    assert {answer.status_code for answer in answers.values()} == {200}


def test_an_unknown_code_is_answered_404_in_clear_words(stranger: CastClient) -> None:
    answer = stranger.get(f"/xac-minh/{grouped(new_code(26))}")
    assert (answer.status_code, "<h1>Không tìm thấy chứng nhận</h1>" in answer.text) == (404, True)


def test_what_cannot_be_a_code_is_told_beside_the_field(stranger: CastClient) -> None:
    unread = "Mã chưa đủ hoặc có chữ không đọc được."
    sentences = {"": "Nhập mã in trên chứng nhận.", "ABC": unread, "O" * 26: unread, "%" * 26: unread}
    for typed, sentence in sentences.items():
        page = stranger.get("/xac-minh", query_string={"ma": typed}).text
        assert "<title>Lỗi: Kiểm tra chứng nhận" in page
        assert (page.count(sentence), f'value="{typed}"' in page) == (2, True)


def test_wildcards_of_the_database_find_no_certificate(app: Flask, cast: Cast, stranger: CastClient) -> None:
    announce_sample(cast.office, "HTX Sông Mẫu")
    asked = ["%", "_" * 26, f"{CODE[:22]}%", f"{CODE[:22]}____", CODE[:-1], f"{CODE}A"]
    assert [stranger.get("/xac-minh/" + code.replace("%", "%25")).status_code for code in asked] == [404] * 6


def test_nothing_of_an_honour_is_public_before_its_instant(app: Flask, cast: Cast, stranger: CastClient) -> None:
    announce_sample(cast.office, "HTX Sông Mẫu", clock.now() + timedelta(hours=1))
    paths = ["/", "/vinh-danh", "/vinh-danh/mau", "/vinh-danh/mau?nam=2025", f"/xac-minh/{CODE}", "/vinh-danh/mau?q=x"]
    answers = {path: stranger.get(path) for path in paths}
    told = [path for path, answer in answers.items() if "HTX Sông Mẫu" in answer.text + str(answer.headers)]
    assert told == []
    assert "0 kết quả" in answers["/vinh-danh/mau"].text
    assert '<option value="2025">' not in answers["/vinh-danh/mau"].text
    assert answers[f"/xac-minh/{CODE}"].status_code == 404


def public_addresses(client: CastClient) -> list[str]:
    """One address of every public page, with something to show on each."""
    nominee = re.findall(r'honour__name"><a href="([^"]+)"', client.get("/vinh-danh").text)[0]
    fixed = ["/", "/vinh-danh", "/vinh-danh/mau", "/the-le", "/xac-minh", "/xac-minh?ma=abc", f"/xac-minh/{CODE}"]
    return [*fixed, nominee, *rules_addresses(client)]


def test_public_pages_may_be_cached_set_no_cookie_and_run_no_script(
    app: Flask, cast: Cast, stranger: CastClient
) -> None:
    publish_real(cast.office)
    publish_rules(cast)
    announce_sample(cast.office, "HTX Sông Mẫu")
    answers = {path: stranger.get(path) for path in public_addresses(stranger)}
    assert len(answers) == 9
    assert {answer.headers["Cache-Control"] for answer in answers.values()} == {"public, max-age=60"}
    assert [path for path, answer in answers.items() if "Set-Cookie" in answer.headers] == []
    assert [path for path, answer in answers.items() if "<script" in answer.text or "csrf" in answer.text] == []


def test_a_public_page_says_who_it_is_when_it_is_shared(app: Flask, cast: Cast, stranger: CastClient) -> None:
    publish_real(cast.office)
    address = re.findall(r'honour__name"><a href="([^"]+)"', stranger.get("/vinh-danh?q=sang+nhung").text)[0]
    tags = dict(
        re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]+)"', stranger.get(address).text)
    )
    assert tags == {
        "og:type": "website",
        "og:locale": "vi_VN",
        "og:site_name": "Giải thưởng Liên minh Hợp tác xã Việt Nam",
        "og:url": f"http://localhost{address}",
        "og:image": "http://localhost/static/img/share.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "twitter:card": "summary_large_image",
        "og:title": "HTX Sang Nhung",
        "og:description": "HTX Sang Nhung, Tuyên Quang: Ngôi sao Hợp tác xã (CoopStar Awards) năm 2024.",
    }
    assert stranger.get("/static/img/share.png").mimetype == "image/png"


def test_the_right_address_is_the_one_set_up_not_the_one_asked(stranger: CastClient) -> None:
    page = stranger.get("/xac-minh", headers={"Host": "gia-mao.example"}).text
    assert "Địa chỉ đúng của trang này là <strong>localhost</strong>" in page
    assert "gia-mao.example" not in page


def test_an_empty_installation_says_so_on_every_page(stranger: CastClient) -> None:
    told = {
        path: re.findall(r'empty-state">\s*<h\d>([^<]+)<', stranger.get(path).text)
        for path in ("/", "/vinh-danh", "/the-le")
    }
    assert told == {
        "/": ["Chưa có mùa giải nào được công bố", "Chưa có danh sách"],
        "/vinh-danh": ["Chưa có danh sách"],
        "/the-le": ["Chưa có thể lệ nào được công bố"],
    }
