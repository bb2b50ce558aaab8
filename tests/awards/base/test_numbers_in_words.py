"""Numbers read aloud."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.base.numbers_in_words import decimal_in_words, whole_in_words

DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8,
          "chín": 9}  # fmt: skip
SCALES = {"nghìn": 1000, "triệu": 10**6}


def spoken(words: str) -> int:
    """The number somebody who hears the words writes down; reads "tỷ" as a thousand millions."""
    milliards, group, ones = 0, 0, 0
    total = 0
    for word in words.split():
        if word in DIGITS:
            ones = DIGITS[word]
        elif word == "mười":
            group, ones = group + 10, 0
        elif word == "mươi":
            group, ones = group + ones * 10, 0
        elif word == "trăm":
            group, ones = group + ones * 100, 0
        elif word in SCALES:
            total, group, ones = total + (group + ones) * SCALES[word], 0, 0
        elif word == "tỷ":
            milliards, total, group, ones = (milliards + total + group + ones) * 10**9, 0, 0, 0
    return milliards + total + group + ones


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1_005, "một nghìn không trăm linh năm"),
        (70_000, "bảy mươi nghìn"),
        (203_400_000, "hai trăm linh ba triệu bốn trăm nghìn"),
        (1_500_000_000, "một tỷ năm trăm triệu"),
        (2_839_000_000, "hai tỷ tám trăm ba mươi chín triệu"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (95_273_695_000_000, "chín mươi lăm nghìn hai trăm bảy mươi ba tỷ sáu trăm chín mươi lăm triệu"),
        (10**15, "một triệu tỷ"),
        (-12_000_000, "âm mười hai triệu"),
    ],
)
def test_whole_numbers_in_words(value: int, words: str) -> None:
    assert whole_in_words(value) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12.5", "mười hai phẩy năm"),
        ("0.05", "không phẩy không năm"),
        ("-2.25", "âm hai phẩy hai năm"),
        ("-0.5", "âm không phẩy năm"),
        ("7500000", "bảy triệu năm trăm nghìn"),
        ("3.0", "ba"),
    ],
)
def test_exact_decimals_in_words(text: str, words: str) -> None:
    assert decimal_in_words(text) == words


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_who_hears_the_words_writes_the_number(value: int) -> None:
    assert spoken(whole_in_words(value)) == value
