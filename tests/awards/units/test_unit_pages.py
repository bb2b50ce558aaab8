"""Looking up a province by any name it ever had, and what each alliance acts for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from awards.policy.actor import Actor
from awards.units import queries
from tests.cast import Cast, CastClient

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

TODAY = {
    "Bắc Kạn": "Thái Nguyên",
    "bac can": "Thái Nguyên",
    "Tỉnh Bắc Cạn": "Thái Nguyên",
    "TP.HCM": "Hồ Chí Minh",
    "TPHCM": "Hồ Chí Minh",
    "Tp Hồ Chí Minh": "Hồ Chí Minh",
    "TP. Hồ Chí Minh": "Hồ Chí Minh",
    "Thành phố Hồ Chí Minh": "Hồ Chí Minh",
    "TT-Huế": "Huế",
    "Thừa Thiên - Huế": "Huế",
    "TP. Huế": "Huế",
    "tphue": "Huế",
    "BR-VT": "Hồ Chí Minh",
    "Bà Rịa–Vũng Tàu": "Hồ Chí Minh",
    "Đắc Lắc": "Đắk Lắk",
    "Đăk Lăk": "Đắk Lắk",
    "Dak Lak": "Đắk Lắk",
    "Đăk Nông": "Lâm Đồng",
    "Kontum": "Quảng Ngãi",
    "T. Hoà Bình": "Phú Thọ",
    "hòa bình": "Phú Thọ",
    "Thanh Hoá": "Thanh Hóa",
    "T.Khánh Hoà": "Khánh Hòa",
    "Lào Cai": "Lào Cai",
    "Yên Bái": "Lào Cai",
    "Đồng Nai": "Đồng Nai",
    unicodedata.normalize("NFD", "Đà Nẵng"): "Đà Nẵng",
    "Quảng Nam": "Đà Nẵng",
    "ĐẮK NÔNG": "Lâm Đồng",
}


def test_every_spelling_leads_to_the_unit_of_today(app: Flask) -> None:
    found = {written: queries.todays_province(written) for written in TODAY}
    assert {written: unit and unit.name for written, unit in found.items()} == TODAY


@pytest.mark.parametrize("written", ["", "   ", "tỉnh", "Hà Tây", "Hà", "tp", "Nam", "Thái"])
def test_what_is_no_whole_name_leads_nowhere(app: Flask, written: str) -> None:
    assert queries.todays_province(written) is None


def test_no_two_names_of_one_day_are_compared_alike(app: Flask) -> None:
    for day in (date(2024, 4, 11), date(2025, 6, 30), date(2025, 7, 1), date(2026, 5, 1)):
        keys = [queries.key_of(unit.name) for unit in queries.provinces_in_force(day)]
        assert len(keys) == len(set(keys)), day


def test_a_former_unit_is_shown_with_its_way_to_today(app: Flask) -> None:
    (found,) = queries.search("bac kan")
    steps = [(step.name, step.code, step.valid_from, step.valid_to) for step in found.steps]
    assert (found.is_former, steps) == (
        True,
        [
            ("Bắc Kạn", "06", date(2008, 8, 1), date(2025, 6, 30)),
            ("Thái Nguyên", "19", date(2025, 7, 1), None),
        ],
    )


def test_a_code_that_changed_its_name_misleads_nobody(app: Flask) -> None:
    """15 was Yên Bái and is Lào Cai; Lào Cai was 10."""
    (found,) = queries.search("Lào Cai")
    assert (found.is_former, [step.code for step in found.steps]) == (False, ["15"])
    (former,) = queries.search("Yên Bái")
    assert [(step.name, step.code) for step in former.steps] == [("Yên Bái", "15"), ("Lào Cai", "15")]


def test_the_whole_name_stands_first_and_parts_are_found_too(app: Flask) -> None:
    assert [unit.name for unit in queries.search("bắc")] == ["Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bạc Liêu"]
    names = [unit.name for unit in queries.search("hòa")]
    assert names == ["Hòa Bình", "Khánh Hòa", "Thanh Hóa"]
    assert [unit.name for unit in queries.search("br")] == ["Bà Rịa - Vũng Tàu"]


def test_the_34_alliances_act_for_the_63_provinces(app: Flask) -> None:
    histories = queries.alliance_histories()
    lam_dong = next(one for one in histories if one.today.name == "Lâm Đồng")
    assert len(histories) == 34
    assert [unit.name for unit in lam_dong.merged] == ["Bình Thuận", "Đắk Nông"]
    assert sum(1 + len(one.merged) for one in histories) == 34 + 29 + 1  # and Thừa Thiên Huế, before it was Huế


def shown(client: CastClient, path: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).get_data(as_text=True)).split())


def test_the_page_leads_from_the_old_name_to_the_new_one(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    page = shown(client_of(cast.officer), "/tinh-thanh/?q=Bắc Cạn")
    assert "Tên cũ Bắc Kạn → nay thuộc Thái Nguyên" in page
    assert "đến hết 30/06/2025" in page
    assert "Liên minh Hợp tác xã tỉnh Thái Nguyên phụ trách" in page


@pytest.mark.parametrize("typed", ["<script>", "%", "x" * 5000, "\u202e\u0000", "🐃"])
def test_whatever_is_typed_is_answered(cast: Cast, client_of: Callable[[Actor], CastClient], typed: str) -> None:
    answer = client_of(cast.officer).get("/tinh-thanh/", query_string={"q": typed})
    assert (answer.status_code, "<script>" in answer.get_data(as_text=True)) == (200, False)


def test_the_list_asks_a_fixed_number_of_questions(
    cast: Cast, client_of: Callable[[Actor], CastClient], count_queries: Callable[[], list[str]]
) -> None:
    client = client_of(cast.officer)
    seen = count_queries()
    client.get("/tinh-thanh/")
    assert len([one for one in seen if "FROM province" in one or "FROM alliance" in one]) == 2
