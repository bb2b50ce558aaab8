"""Bands cover the line without gap or overlap; each mistake is told once, at the band where it stands."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.scales import Band, band_mistakes
from scoring.unread import UNREAD_NUMBER

GAP = "Hở một khoảng: khung trước kết thúc ở {}, khung này bắt đầu từ {}."
OVERLAP = "Chồng lên nhau: khung trước kết thúc ở {}, khung này bắt đầu từ {}."
ENDS = "Chỉ khung đầu không có cận dưới và chỉ khung cuối không có cận trên."


def a_band(lower: object, upper: object) -> Band:
    ends = [None if end is None else UNREAD_NUMBER if end == "?" else Fraction(str(end)) for end in (lower, upper)]
    return Band(lower=ends[0], upper=ends[1], points=Fraction(1))


@pytest.mark.parametrize(
    ("bands", "found"),
    [
        ([(None, None)], []),
        ([(None, 1), (1, 2), (2, None)], []),
        ([(None, 1), (2, 3), (3, None)], [("b[1].lower", GAP.format(1, 2))]),
        ([(None, 1), (1, 2), (3, None)], [("b[2].lower", GAP.format(2, 3))]),
        ([(None, 2), (1, 3), (3, None)], [("b[1].lower", OVERLAP.format(2, 1))]),
        ([(0, 1), (1, None)], [("b[0].lower", "Khung đầu tiên không được có cận dưới.")]),
        ([(None, 1), (1, 9)], [("b[1].upper", "Khung cuối cùng không được có cận trên.")]),
        ([(None, 1), (1, 1), (1, None)], [("b[1].upper", "Cận trên phải lớn hơn cận dưới.")]),
        ([(None, 2), (2, 1), (1, None)], [("b[1].upper", "Cận trên phải lớn hơn cận dưới.")]),
        ([(None, None), (1, None)], [("b[1].lower", ENDS)]),
        ([(None, 1), (None, 2), (2, None)], [("b[1].lower", ENDS)]),
    ],
)
def test_every_mistake_of_bands_is_told_once(bands: list[tuple[object, object]], found: list[tuple[str, str]]) -> None:
    told = [(one.path, one.sentence) for one in band_mistakes(tuple(a_band(*ends) for ends in bands), "b")]
    assert told == found


@pytest.mark.parametrize(
    "bands",
    [
        [("?", 1), (1, None)],
        [(None, "?"), (1, None)],
        [(None, 1), ("?", 3), (3, None)],
        [(None, 1), (1, "?"), (3, None)],
        [(None, 1), ("?", 0), (0, None)],
        [(None, 1), (1, "?")],
    ],
)
def test_a_limit_that_could_not_be_read_is_told_by_the_reader_alone(bands: list[tuple[object, object]]) -> None:
    assert list(band_mistakes(tuple(a_band(*ends) for ends in bands), "b")) == []


def test_no_band_is_a_mistake_of_its_own() -> None:
    assert [one.sentence for one in band_mistakes((), "b")] == ["Phải có ít nhất một khung điểm."]
