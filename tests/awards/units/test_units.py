"""Provinces as they were on a day: 63 until 30/06/2025, 34 after; a code is a key only with a date."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.base import clock
from awards.base.database import db
from awards.units import queries, services
from awards.units.models import Alliance, Province
from tests.awards.base.test_collation import PROVINCES

PROVINCES_FILE = Path(services.__file__).with_name("provinces.csv")
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def test_so_many_units_and_cities_were_in_force(app: Flask) -> None:
    days = [date(2024, 4, 11), date(2025, 4, 11), BEFORE, AFTER, date(2026, 4, 11), date(2026, 4, 30)]
    in_force = [queries.provinces_in_force(day) for day in days]
    cities = [sum(unit.kind.startswith("thành phố") for unit in units) for units in in_force]
    assert [len(units) for units in in_force] == [63, 63, 63, 34, 34, 34]
    assert cities == [5, 6, 6, 6, 6, 7]


def test_today_there_are_34_units_in_vietnamese_order_and_an_alliance_for_each(app: Flask) -> None:
    provinces = queries.provinces_in_force(clock.today())
    assert [unit.name for unit in provinces] == PROVINCES
    assert [alliance.province_name for alliance in queries.all_alliances()] == PROVINCES
    assert [queries.province_of(alliance, clock.today()).name for alliance in queries.all_alliances()] == PROVINCES


def test_codes_and_names_are_unique_on_any_day(app: Flask) -> None:
    rows = list(db.session.scalars(select(Province)))
    turns = {unit.valid_from for unit in rows} | {unit.valid_to + timedelta(1) for unit in rows if unit.valid_to}
    doubled = {}
    for day in sorted(turns):
        in_force = [unit for unit in rows if unit.is_in_force(day)]
        counts = Counter(unit.code for unit in in_force) + Counter(unit.name_fold for unit in in_force)
        if twice := [key for key, times in counts.items() if times > 1]:
            doubled[day] = twice
    assert doubled == {}
    assert sorted(turns) == [date(2008, 8, 1), date(2025, 1, 1), AFTER, date(2026, 4, 30)]


def test_seven_codes_changed_their_name_on_the_first_of_july_2025(app: Flask) -> None:
    before = {unit.code: unit.name for unit in queries.provinces_in_force(BEFORE)}
    after = {unit.code: unit.name for unit in queries.provinces_in_force(AFTER)}
    renamed = {code: (before[code], name) for code, name in after.items() if before[code] != name}
    assert renamed == {
        "15": ("Yên Bái", "Lào Cai"),
        "24": ("Bắc Giang", "Bắc Ninh"),
        "44": ("Quảng Bình", "Quảng Trị"),
        "52": ("Bình Định", "Gia Lai"),
        "80": ("Long An", "Tây Ninh"),
        "82": ("Tiền Giang", "Đồng Tháp"),
        "91": ("Kiên Giang", "An Giang"),
    }


BECAME = {
    ("Bắc Kạn", BEFORE): "Thái Nguyên",
    ("Quảng Bình", BEFORE): "Quảng Trị",
    ("Đắk Nông", BEFORE): "Lâm Đồng",
    ("Bình Thuận", BEFORE): "Lâm Đồng",
    ("Lâm Đồng", BEFORE): "Lâm Đồng",
    ("Thừa Thiên Huế", date(2024, 4, 11)): "Huế",
    ("Đồng Nai", date(2025, 4, 11)): "Đồng Nai",
}


def test_a_merged_province_leads_to_the_alliance_of_what_it_became(app: Flask) -> None:
    units = {key: queries.province_named(*key) for key in BECAME}
    assert {key: unit and unit.alliance.province_name for key, unit in units.items()} == BECAME


def test_the_63_fall_into_34_groups_of_which_11_are_one_province(app: Flask) -> None:
    sizes = Counter(unit.alliance_id for unit in queries.provinces_in_force(BEFORE))
    assert (len(sizes), sum(sizes.values()), sum(size == 1 for size in sizes.values())) == (34, 63, 11)


SPELLINGS = {
    "TP. Hồ Chí Minh": "Hồ Chí Minh",
    "TP.HCM": "Hồ Chí Minh",
    "TPHCM": "Hồ Chí Minh",
    "Tp Hồ Chí Minh": "Hồ Chí Minh",
    "Thành phố Hà Nội": "Hà Nội",
    "thanh pho da nang": "Đà Nẵng",
    "Thừa Thiên - Huế": "Thừa Thiên Huế",
    "TT-Huế": "Thừa Thiên Huế",
    "Bà Rịa–Vũng Tàu": "Bà Rịa - Vũng Tàu",
    "BR-VT": "Bà Rịa - Vũng Tàu",
    "Đắc Lắc": "Đắk Lắk",
    "Đăk Lăk": "Đắk Lắk",
    "Dak Lak": "Đắk Lắk",
    "Đăk Nông": "Đắk Nông",
    "Bắc Cạn": "Bắc Kạn",
    "Kontum": "Kon Tum",
    "Tỉnh Hoà Bình": "Hòa Bình",
    "tỉnh thanh hoá": "Thanh Hóa",
    "T. Cà Mau": "Cà Mau",
    "CA MAU": "Cà Mau",
}


def test_a_province_is_known_by_its_other_spellings(app: Flask) -> None:
    units = {written: queries.province_named(written, date(2024, 4, 11)) for written in SPELLINGS}
    assert {written: unit and unit.name for written, unit in units.items()} == SPELLINGS


def test_the_city_of_hue_is_known_from_the_day_it_became_one(app: Flask) -> None:
    names = [queries.province_named("TP. Huế", day) for day in (date(2024, 12, 31), date(2025, 1, 1))]
    assert [unit and unit.name for unit in names] == [None, "Huế"]


def test_a_name_that_no_unit_bore_on_that_day_is_nobody_s(app: Flask) -> None:
    asked = [("Bắc Kạn", AFTER), ("Quảng Nam Định", BEFORE), ("", BEFORE), ("Hà Tây", BEFORE)]
    assert [queries.province_named(name, day) for name, day in asked] == [None, None, None, None]


def test_loading_the_units_a_second_time_changes_nothing(app: Flask) -> None:
    with PROVINCES_FILE.open(encoding="utf-8", newline="") as file:
        assert services.load_units(csv.DictReader(file)) == 0
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Province, Alliance)] == [99, 34]


def test_a_chain_that_leads_nowhere_is_refused() -> None:
    row = {"code": "06", "name_vi": "Bắc Kạn", "valid_from": "2008-08-01", "valid_to": "2025-06-30"}
    with pytest.raises(ValueError, match="no single successor 19 after Bắc Kạn"):
        services._code_today(row | {"successor_code": "19"}, [])
