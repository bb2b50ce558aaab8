"""Names compared: what is likely one organisation, what is likely two, on a small labelled set."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from awards.nominees.duplicates import alike, name_key, pairs_alike, similar_to

ONE: list[tuple[str, str]] = [
    ("Hợp tác xã Nông nghiệp Thanh Bình", "HTX nông nghiệp Thanh Bình"),
    ("Hợp tác xã Nông nghiệp Thanh Bình", "HTX NN Thanh Bình"),
    ("Hợp tác xã Nông nghiệp Thanh Bình", "HTX Thanh Bình"),
    ("HTX Dịch vụ nông nghiệp Thanh Bình", "Hợp tác xã nông nghiệp – dịch vụ Thanh Bình"),
    ("HTX DVNN Thanh Bình", "HTX Dịch vụ Nông nghiệp Thanh Bình"),
    ("HTX nông nghiệp Hoà An", "HTX nông nghiệp Hòa An"),
    ("HTX THUỶ SẢN PHÚ QUÝ", "Htx thủy sản Phú Quý"),
    ("HTX thương mại Thống Nhất (Siêu thị Thái Hậu)", "Hợp tác xã Thương mại Thống Nhất"),
    ("HTX nông nghiệp Thanh Lâm Phú Thọ", "HTX nông nghiệp Thanh Lâm"),
    ("HTX nông nghiệp Đông Thanh (xã Định Liên)", "HTX nông nghiệp Đông Thanh"),
    ("Quỹ tín dụng nhân dân Đắk Mil", "QTDND Đắk Mil"),
    ("Quỹ TDND Đắk Mil", "Quỹ tín dụng nhân dân Đăk Mil"),
    ("Quỹ tín dụng nhân dân Đakmil", "Quỹ tín dụng nhân dân Đắk Mil"),
    ("Liên hiệp hợp tác xã Định Liên", "LHHTX Định Liên"),
    ("HTX “Sang Nhung”", "HTX Sang Nhung"),
    ("HTX Nhung Sang", "HTX Sang Nhung"),
    ("HTX vận tải Liên Dương Xanh", "HTX vận tải Liên Dươngg Xanh"),
    ("HTX SX&KD rau an toàn Chung Nghĩa", "Hợp tác xã sản xuất, kinh doanh rau an toàn Chung Nghĩa"),
    ("HTX nông nghiệp Tân Tiến 2", "Hợp tác xã Nông nghiệp Tân Tiến 2"),
    ("Hợp tác xa\u0303 Ấp Bắc", "HTX A\u0302\u0301p Bắc"),
]
"""Pairs of one province that a person should look at."""

TWO: list[tuple[str, str]] = [
    ("HTX nông nghiệp Thanh Bình", "HTX nông nghiệp Thanh Minh"),
    ("HTX nông nghiệp Thanh Bình", "HTX vận tải Thanh Bình"),
    ("HTX Thanh Bình", "Quỹ tín dụng nhân dân Thanh Bình"),
    ("HTX Định Liên", "Liên hiệp HTX Định Liên"),
    ("HTX nông nghiệp Tân Tiến 1", "HTX nông nghiệp Tân Tiến 2"),
    ("HTX nông nghiệp số 1", "HTX nông nghiệp số 11"),
    ("HTX nông nghiệp Tân Tiến Phú Xuân 1", "HTX nông nghiệp Tân Tiến Phú Xuân 11"),
    ("HTX nông nghiệp Đông Thanh", "HTX nông nghiệp Đông Thành Công"),
    ("HTX nông nghiệp Sông Lô", "HTX nông nghiệp Sông Gâm"),
    ("HTX Ánh Dương", "HTX An Dương"),
    ("HTX môi trường Hòa An", "HTX môi trường Hòa Anh"),
    ("HTX Phú Thọ", "HTX Phú Hộ"),
    ("HTX nông nghiệp", "HTX dịch vụ nông nghiệp Thanh Bình"),
]
"""Pairs of one province that are two organisations."""


@pytest.mark.parametrize("province", ["", "Phú Thọ"])
def test_the_labelled_pairs_are_told_apart(province: str) -> None:
    here = [pair for pair in ONE if province or "Phú Thọ" not in pair[0]]
    missed = [pair for pair in here if not alike(*(name_key(name, province) for name in pair))]
    raised = [pair for pair in TWO if alike(*(name_key(name, province) for name in pair))]
    assert (missed, raised) == ([], [])


@pytest.mark.parametrize("pair", [*ONE, *TWO])
def test_the_order_of_the_two_names_does_not_matter(pair: tuple[str, str]) -> None:
    one, other = (name_key(name) for name in pair)
    assert alike(one, other) == alike(other, one)


@dataclass(frozen=True)
class Thing:
    name: str


def test_a_pair_is_listed_once_and_marks_alone_make_a_pair() -> None:
    """Tân Hòa and Tân Hóa may well be two, yet lists typed without marks make them one: a person looks."""
    things = [Thing(name) for name in ("HTX Tân Hòa", "HTX Sông Lô", "Hợp tác xã TÂN HÓA", "HTX nông nghiệp Tân Hoà")]
    assert list(pairs_alike(things)) == [(things[0], things[2]), (things[0], things[3]), (things[2], things[3])]
    assert similar_to("htx tan hoa", things) == [things[0], things[2], things[3]]


def test_a_province_that_is_the_whole_name_stays() -> None:
    assert name_key("HTX Phú Thọ", "Phú Thọ").proper == ("phu", "tho")
