"""A passphrase is long and not guessable; nothing else is asked of it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_security import hash_password

from awards.accounts.passphrases import ABOUT_US, ABOUT_YOU, TOO_LONG, TOO_SHORT, TOO_SIMPLE, fault_of

NAME, EMAIL = "Hoàng Thị Hiền", "hoang.hien@lienminh-tq.example"

GOOD = [
    "một câu mật khẩu dài mà dễ nhớ",
    "con trâu đi cày ruộng sớm",
    "mưa nắng thất thường",
    "correct horse battery staple",
    "kh0ng-c0-du1ng-ba0-gi0",
    "🐃🌾 trâu ơi ta bảo trâu này",
    "x" * 0 + "bảy con cò trắng bay qua đồng" * 6,
]


@pytest.mark.parametrize("passphrase", GOOD)
def test_a_long_sentence_of_one_s_own_is_good(passphrase: str) -> None:
    assert fault_of(passphrase, NAME, EMAIL) is None


@pytest.mark.parametrize(
    ("passphrase", "fault"),
    [
        ("", TOO_SHORT),
        ("mười bốn ký tự", TOO_SHORT),
        ("m" * 201, TOO_LONG),
        ("lienminhhtx2026!!", ABOUT_US),
        ("Liên Minh HTX 2026", ABOUT_US),
        ("L i e n m i n h h t x ơi là mến", ABOUT_US),
        ("CoopStar đẹp nhất trên đời", ABOUT_US),
        ("HoàngThịHiền yêu nghề", ABOUT_YOU),
        ("HOANG THI HIEN 1975 abc xyz", ABOUT_YOU),
        ("hoang.hien đi chợ mua rau", ABOUT_YOU),
        ("matkhau123456789", TOO_SIMPLE),
        ("Mật khẩu của tôi 2026", TOO_SIMPLE),
        ("aaaaaaaaaaaaaaaaaaaa", TOO_SIMPLE),
        ("123456789012345678", TOO_SIMPLE),
        ("qwertyuiopasdfghjkl", TOO_SIMPLE),
        ("traubo traubo traubo", TOO_SIMPLE),
        ("htx vietnam 123 2026", TOO_SIMPLE),
        ("                    ", TOO_SIMPLE),
    ],
)
def test_what_others_would_guess_is_refused_with_its_sentence(passphrase: str, fault: str) -> None:
    assert fault_of(passphrase, NAME, EMAIL) == fault


def test_the_limits_count_characters_and_both_ends_are_allowed() -> None:
    words = "chim sẻ đậu cành tre lúc sáng sớm nghe gió "
    assert [fault_of(text) for text in ("chim sẻ đậu tre", (words * 5)[:200])] == [None, None]
    assert [len(text) for text in ("chim sẻ đậu tre", (words * 5)[:200])] == [15, 200]


def test_a_short_part_of_a_name_is_no_reason_to_refuse() -> None:
    assert fault_of("an bình và vui vẻ mỗi ngày", "Lê An", "an@mau.example") is None


def test_a_passphrase_is_hashed_at_the_setting_that_is_written_down(app: Flask) -> None:
    assert hash_password("một câu dài mà dễ nhớ").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
