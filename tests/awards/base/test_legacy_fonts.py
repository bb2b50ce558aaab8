"""Texts of the old fonts are recognised and turned into Unicode for a person to look at."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from awards.base.legacy_fonts import from_tcvn3, looks_garbled, typed_for_old_font

PAIRS = {
    "Hîp t¸c x·": ("TCVN3", "Hợp tác xã"),
    "Céng hßa x· héi chñ nghÜa ViÖt Nam": ("TCVN3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    "B¸o c¸o tµi chÝnh": ("TCVN3", "Báo cáo tài chính"),
    "QuyÕt ®Þnh": ("TCVN3", "Quyết định"),
    "§éc lËp - Tù do - H¹nh phóc": ("TCVN3", "Độc lập - Tự do - Hạnh phúc"),
    "§ång Th¸p": ("TCVN3", "Đồng Tháp"),
    "Hôïp taùc xaõ": ("VNI", "Hợp tác xã"),
    "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam": ("VNI", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    "Ñoäc laäp - Töï do - Haïnh phuùc": ("VNI", "Độc lập - Tự do - Hạnh phúc"),
    "HÔÏP TAÙC XAÕ": ("VNI", "HỢP TÁC XÃ"),
}


def test_every_known_pair_is_read_back_with_the_name_of_its_font() -> None:
    read = {text: typed_for_old_font(text) for text in PAIRS}
    assert {text: (found.name, found.text) if found else None for text, found in read.items()} == PAIRS


@pytest.mark.parametrize(
    "text", ["Hợp tác xã Đắk Mil", "HTX An Bình", "Chè Thái Nguyên – 30 °C, 5 m²", "", "OCOP 4 sao", "Cà phê Y Thịnh"]
)
def test_plain_unicode_is_left_alone(text: str) -> None:
    assert (looks_garbled(text), typed_for_old_font(text)) == (False, None)


@pytest.mark.skipif(shutil.which("iconv") is None, reason="no iconv: the table of TCVN3 is not compared with glibc's")
def test_the_table_of_tcvn3_is_glibcs() -> None:
    upper_half = bytes(range(0xA1, 0x100))
    letters = (bytes([byte]) for byte in upper_half if not 0xB0 <= byte <= 0xB4)  # the marks that combine
    command = ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"]
    glibc = [subprocess.run(command, input=one, capture_output=True, check=True).stdout.decode() for one in letters]
    ours = [from_tcvn3(chr(byte)) for byte in upper_half if not 0xB0 <= byte <= 0xB4]
    assert ours == glibc
