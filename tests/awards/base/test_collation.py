"""Vietnamese order, as ICU's `vi` has it: letters of the whole text first, then its tones."""

from __future__ import annotations

from itertools import permutations

import pytest

from awards.base.collation import sort_key

IN_ORDER = [
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ["tu", "tú", "tụ", "tư", "từ", "tử", "tứ", "tự"],
    ["Dung", "Dũng", "Dư", "Dương", "Đa", "Đông", "Đức"],
    ["HTX Ái Nghĩa", "HTX An Bình", "HTX Ánh Dương", "HTX Ao Sen", "HTX Ăn Sạch", "HTX Ân Nghĩa", "HTX Ấp Bắc"],
    ["Bình Dương", "Bình Định", "Bình Phước"],
    ["Ba An", "Bà An", "Ba Bể"],
    ["HTX 1", "HTX 10", "HTX 9", "HTX An"],
]

PROVINCES = [
    "An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai",
    "Đồng Tháp", "Gia Lai", "Hà Nội", "Hà Tĩnh", "Hải Phòng", "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa",
    "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Nghệ An", "Ninh Bình", "Phú Thọ", "Quảng Ngãi", "Quảng Ninh",
    "Quảng Trị", "Sơn La", "Tây Ninh", "Thái Nguyên", "Thanh Hóa", "Tuyên Quang", "Vĩnh Long",
]  # fmt: skip


@pytest.mark.parametrize("names", IN_ORDER, ids=" < ".join)
def test_names_come_in_vietnamese_order(names: list[str]) -> None:
    assert sorted(sorted(names, reverse=True), key=sort_key) == names


def test_the_34_provinces_come_in_vietnamese_order() -> None:
    assert sorted(sorted(PROVINCES), key=sort_key) == PROVINCES
    assert sorted(PROVINCES) != PROVINCES


def test_the_order_asks_neither_for_case_nor_for_the_way_marks_are_coded() -> None:
    nfd = "H\u01a1\u0323p ta\u0301c xa\u0303"
    assert sort_key(nfd) == sort_key("HỢP TÁC XÃ") == sort_key("hợp tác xã")


def test_no_pair_of_different_names_has_one_key() -> None:
    names = [name for group in IN_ORDER for name in group] + PROVINCES
    assert [pair for pair in permutations(set(names), 2) if sort_key(pair[0]) == sort_key(pair[1])] == []
