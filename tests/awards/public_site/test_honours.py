"""The public list of honours and the page of a nominee."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import event

from awards.base.database import db
from awards.policy.actor import Actor
from tests.awards.public_site.honoured import announce_sample, publish, publish_real, row
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]
CARD = re.compile(
    r'<article class="honour">.*?honour__year">(\d+)<.*?honour__name"><a href="([^"]+)">([^<]+)</a>.*?'
    r'honour__facts">(?:HTX [^<]*<br>)?([^<]+)',
    re.DOTALL,
)


@pytest.fixture
def stranger(app: Flask, cast: Cast, client_of: ClientOf) -> CastClient:
    """A browser of the public, with the 14 known honours published."""
    publish_real(cast.office)
    return client_of(cast.nobody)


def cards(client: CastClient, address: str = "/vinh-danh") -> list[tuple[str, str, str]]:
    """Year, name and province of each card, in the order of the page."""
    return [(year, name, province) for year, _, name, province in found(client, address)]


def names(client: CastClient, address: str) -> list[str]:
    return [name for _, name, _ in cards(client, address)]


def found(client: CastClient, address: str) -> list[tuple[str, str, str, str]]:
    return [tuple(map(unescape, card)) for card in CARD.findall(client.get(address).text)]  # type: ignore[misc]


def test_all_known_honours_are_listed_the_newest_year_first_in_vietnamese_order(stranger: CastClient) -> None:
    assert cards(stranger) == [
        ("2025", "HTX Dịch vụ sản xuất nông nghiệp Định Liên", "Thanh Hóa"),
        ("2025", "HTX liên kết sản xuất và tiêu thụ nông sản sạch Thanh Bình", "Đồng Nai"),
        ("2025", "HTX mì gạo Hùng Lô", "Phú Thọ"),
        ("2025", "HTX nông nghiệp thực phẩm Thanh Lâm Phú Thọ", "Phú Thọ"),
        ("2025", "HTX Sản xuất dịch vụ thương mại tổng hợp Chung Nghĩa", "Thanh Hóa"),
        ("2024", "HTX Dịch vụ nông nghiệp Thiệu Hưng", "Thanh Hóa"),
        ("2024", "HTX Dịch vụ vận tải và môi trường Thanh Bình", "Tuyên Quang"),
        ("2024", "HTX Dịch vụ vệ sinh môi trường Tân Sơn", "Thanh Hóa"),
        ("2024", "HTX Nông nghiệp Đông Thanh", "Quảng Trị"),
        ("2024", "HTX Nông nghiệp Liên Dương", "Ninh Bình"),
        ("2024", "HTX Sang Nhung", "Tuyên Quang"),
        ("2024", "HTX thương mại Thống Nhất (Siêu thị Thái Hậu)", "Quảng Bình"),
        ("2024", "Tinh dầu tràm", "Ninh Bình"),
        ("2024", "Tranh lá bồ đề", "Ninh Bình"),
    ]
    page = stranger.get("/vinh-danh").text
    assert "14 kết quả" in page
    assert page.count('class="honour__source" href="http') == 14


THANH_BINH = [
    "HTX liên kết sản xuất và tiêu thụ nông sản sạch Thanh Bình",
    "HTX Dịch vụ vận tải và môi trường Thanh Bình",
]


def test_two_nominees_of_one_name_have_two_pages(stranger: CastClient) -> None:
    assert names(stranger, "/vinh-danh?q=Thanh+Bình") == THANH_BINH
    pages = [stranger.get(url).text for _, url, _, _ in found(stranger, "/vinh-danh?q=Thanh+Bình")]
    assert [re.findall(r"<h3>(.*?)</h3>.*?<dd>(.*?)</dd>", page, re.DOTALL) for page in pages] == [
        [("Ngôi sao Hợp tác xã (CoopStar Awards) năm 2025", "Đồng Nai")],
        [("Ngôi sao Hợp tác xã (CoopStar Awards) năm 2024", "Tuyên Quang")],
    ]


HUNG_LO = ["HTX mì gạo Hùng Lô"]


THONG_NHAT = ["HTX thương mại Thống Nhất (Siêu thị Thái Hậu)"]
SEARCHES = {
    "thanh binh": THANH_BINH,
    "THANH  BÌNH": THANH_BINH,
    "htx sang nhung": ["HTX Sang Nhung"],
    "Hợp tác xã Sang Nhung": ["HTX Sang Nhung"],
    "hung lo": HUNG_LO,
    "Hu\u0300ng Lo\u0302": HUNG_LO,
    "lô hùng": HUNG_LO,
    "(siêu thị)": THONG_NHAT,
    "quảng bình": [*THONG_NHAT, "HTX Dịch vụ vận tải và môi trường Thanh Bình"],  # Tuyên Quang has the words apart
    "sinh dược": ["Tranh lá bồ đề"],
    "100%": [],
    "không có ai": [],
}


def test_words_are_found_with_and_without_marks(stranger: CastClient) -> None:
    assert {words: names(stranger, f"/vinh-danh?q={quote(words)}") for words in SEARCHES} == SEARCHES


def test_what_is_written_with_the_same_marks_comes_first(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    spellings = ["HTX Da Nang", "HTX Đá Nâng", "HTX Đà Nẵng", "HTX Hoá", "HTX Hóa", "HTX Hoa", "HTX Hoà", "HTX Hòa"]
    publish(cast.office, *map(row, spellings))
    client = client_of(cast.nobody)
    assert names(client, "/vinh-danh?q=đà+nẵng") == ["HTX Đà Nẵng", "HTX Da Nang", "HTX Đá Nâng"]
    assert sorted(names(client, "/vinh-danh?q=hoa")) == sorted(spellings[3:])


def test_the_list_is_filtered_by_year_and_by_the_province_of_today(stranger: CastClient) -> None:
    assert cards(stranger, "/vinh-danh?tinh=44") == [
        ("2024", "HTX Nông nghiệp Đông Thanh", "Quảng Trị"),
        ("2024", "HTX thương mại Thống Nhất (Siêu thị Thái Hậu)", "Quảng Bình"),
    ]
    assert [province for _, _, province in cards(stranger, "/vinh-danh?nam=2025")] == [
        "Thanh Hóa", "Đồng Nai", "Phú Thọ", "Phú Thọ", "Thanh Hóa",
    ]  # fmt: skip
    assert cards(stranger, "/vinh-danh?nam=2025&tinh=75&q=binh") == [("2025", THANH_BINH[0], "Đồng Nai")]


def test_a_filter_that_cannot_be_is_as_good_as_none(stranger: CastClient) -> None:
    parts = ["nam=abc", "nam=20251", "tinh=99", "tinh=' OR 1", "mua=khong-co", "trang=-1", "q=", "q=_", "q=%25"]
    answers = [stranger.get(f"/vinh-danh?{part}") for part in parts]
    assert [(answer.status_code, "14 kết quả" in answer.text) for answer in answers] == [(200, True)] * len(parts)


def test_the_page_of_a_nominee_tells_the_province_then_and_now_and_the_source(stranger: CastClient) -> None:
    (_, url, _, _), *_ = found(stranger, "/vinh-danh?q=thong+nhat")
    page = stranger.get(url).text
    assert "Quảng Bình (nay thuộc Quảng Trị)" in page
    assert 'href="https://badontv.vn/tag/' in page
    assert "chưa có trong nguồn công bố" in page


def test_a_source_that_is_no_web_address_never_becomes_a_link(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    publish(cast.office, row("HTX Sông Mẫu", source="javascript:alert(1)"))
    client = client_of(cast.nobody)
    ((_, url, _, _),) = found(client, "/vinh-danh")
    pages = client.get("/vinh-danh").text + client.get(url).text
    assert 'href="javascript:' not in pages
    assert "<dd>javascript:alert(1)</dd>" in pages


def test_sample_honours_never_share_a_list_with_real_ones(stranger: CastClient, cast: Cast) -> None:
    announce_sample(cast.office, "HTX Thanh Bình Mẫu")
    assert names(stranger, "/vinh-danh?q=mau") == []
    assert names(stranger, "/vinh-danh/mau") == ["HTX Thanh Bình Mẫu"]
    assert names(stranger, "/vinh-danh/mau?q=Phú+Thọ") == []
    banners = {path: "Dữ liệu mẫu" in stranger.get(path).text for path in ("/vinh-danh", "/vinh-danh/mau")}
    assert banners == {"/vinh-danh": False, "/vinh-danh/mau": True}
    ((_, url, _, _),) = found(stranger, "/vinh-danh/mau")
    assert "Dữ liệu mẫu" in stranger.get(url).text


def test_the_front_page_keeps_samples_in_a_section_of_their_own(stranger: CastClient, cast: Cast) -> None:
    announce_sample(cast.office, "HTX Thanh Bình Mẫu")
    real, sample = stranger.get("/").text.split('id="vinh-danh-mau"')
    assert [len(CARD.findall(real)), len(CARD.findall(sample))] == [6, 1]
    assert ("Dữ liệu mẫu" in real, "Dữ liệu mẫu" in sample) == (False, True)


def test_a_long_list_comes_in_pages_that_keep_the_filters(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    publish(cast.office, *(row(f"HTX Sông {number:02d}") for number in range(50)))
    client = client_of(cast.nobody)
    pages = [names(client, f"/vinh-danh?q=song&trang={number}") for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [24, 24, 2, 2]
    assert pages[0] + pages[1] + pages[2] == [f"HTX Sông {number:02d}" for number in range(50)]
    assert 'rel="next" href="/vinh-danh?q=song&amp;trang=2"' in client.get("/vinh-danh?q=song").text


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_list_costs_the_same_with_one_honour_and_with_many(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client, counts = client_of(cast.nobody), {}
    publish(cast.office, row("HTX Sông Một"))
    for many in (False, True):
        for path in ("/", "/vinh-danh"):
            with statements() as sent:
                client.get(path)
            counts[path, many] = len(sent)
        publish_real(cast.office)
    assert counts == {("/", False): 5, ("/", True): 5, ("/vinh-danh", False): 4, ("/vinh-danh", True): 4}


def test_an_unknown_address_is_not_found(stranger: CastClient) -> None:
    addresses = ["/vinh-danh/khong-co", "/vinh-danh/AAAAAAAAAAAAAAAAAAAAAA", "/the-le/khong-co"]
    assert [stranger.get(address).status_code for address in addresses] == [404, 404, 404]
