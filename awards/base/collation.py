"""Vietnamese alphabetical order as a plain string key, so both databases sort alike.

Order of ICU's ``vi``: letters of the whole string first (a ă â b ... ), then its tones (none, huyền,
hỏi, ngã, sắc, nặng) at the second level.
"""

from __future__ import annotations

import unicodedata

from awards.base.normalise import clean_line

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {
    letter: chr(ord("A") + index) if index < 26 else chr(ord("a") + index - 26)
    for index, letter in enumerate(_ALPHABET)
}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def sort_key(text: str) -> str:
    """A key whose code-point order is the Vietnamese order of the texts."""
    letters: list[str] = []
    tones: list[str] = []
    for letter in unicodedata.normalize("NFC", clean_line(text).casefold()):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[part] for part in parts if part in _TONES), "0")
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        letters.append(_place(bare))
        tones.append(tone)
    return "".join(letters) + "!" + "".join(tones)


def _place(letter: str) -> str:
    """Space before digits before letters; anything else between space and digits."""
    if letter in _RANK:
        return _RANK[letter]
    if letter.isdigit() and letter.isascii():
        return letter
    return "#" if letter == " " else "$"
