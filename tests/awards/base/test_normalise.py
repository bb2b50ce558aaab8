"""Text on its way in is NFC; the search key knows neither marks nor case nor the place of the tone."""

from __future__ import annotations

import unicodedata

import pytest

from awards.base.legacy_fonts import looks_garbled
from awards.base.normalise import clean_line, clean_text, fold


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Đắk Lắk", "dak lak"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("Quỹ Tín dụng nhân dân Đắk Mil", "quy tin dung nhan dan dak mil"),
        ("ƯU ĐÃI", "uu dai"),
        ("Ý Yên", "y yen"),
        ("ÐăkNông", "daknong"),
        ("ðồng", "dong"),
        ("Ɖà Nẵng", "da nang"),
        ("  Đặng \t Hường ", "dang huong"),
        (unicodedata.normalize("NFD", "Đặng Thị Hường"), "dang thi huong"),
    ],
)
def test_the_search_key_drops_marks_and_case(typed: str, key: str) -> None:
    assert fold(typed) == key


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hòa", "hoà"), ("hóa", "hoá"), ("hỏa", "hoả"), ("họa", "hoạ"), ("tòa", "toà"), ("khỏe", "khoẻ"),
        ("xòe", "xoè"), ("thủy", "thuỷ"), ("thúy", "thuý"), ("tùy", "tuỳ"), ("Thúy", "Thuý"),
    ],
)  # fmt: skip
def test_both_places_of_the_tone_have_one_search_key_and_stay_as_typed(new: str, old: str) -> None:
    assert fold(new) == fold(old)
    assert (clean_line(new), clean_line(old)) == (new, old)


@pytest.mark.parametrize(
    "typed",
    ["Hợp tác xã", unicodedata.normalize("NFD", "Hợp tác xã"), "Hơ\u0323p ta\u0301c xa\u0303"],
    ids=["NFC", "NFD", "half composed, as Windows-1258 keyboards write"],
)
def test_every_way_of_coding_becomes_nfc(typed: str) -> None:
    assert (clean_line(typed), len(clean_line(typed)), len(clean_line(typed).encode())) == ("Hợp tác xã", 10, 14)


def test_invisible_characters_go_and_line_breaks_stay() -> None:
    assert clean_text("\ufeffDòng\u200b một\r\nDòng hai\x00 ") == "Dòng một\nDòng hai"
    assert clean_line("Dòng một\r\n  Dòng hai") == "Dòng một Dòng hai"


@pytest.mark.parametrize(
    "text",
    [
        "Hîp t¸c x·", "B¸o c¸o tµi chÝnh", "QuyÕt ®Þnh", "§éc lËp - Tù do - H¹nh phóc", "viªn hîp t¸c x·",
        "Hôïp taùc xaõ", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Ñoäc laäp - Töï do - Haïnh phuùc",
    ],
)  # fmt: skip
def test_text_of_the_old_fonts_is_recognised(text: str) -> None:
    assert looks_garbled(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cộng hòa xã hội chủ nghĩa Việt Nam", "hoà, khoẻ, thuỷ, quý, hoàn, huỳnh, thoát, khuya, xòe", "Y Thịnh, K'Bril",
        "HTX Nông nghiệp Đông Thanh – “Siêu thị Thái Hậu” 25°C, 100 m²", "xoong, goòng, HTX Ý Yên", "ÙN Ứ, GIẾNG NƯỚC",
    ],
)  # fmt: skip
def test_real_vietnamese_is_not_taken_for_an_old_font(text: str) -> None:
    assert not looks_garbled(text)
