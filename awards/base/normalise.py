"""Vietnamese text on its way in (NFC) and as a search key (marks folded)."""

from __future__ import annotations

import re
import unicodedata

_LOOKALIKES = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})  # eth and African D stand for đ in bad data
_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean_text(text: str) -> str:
    """NFC, without invisible or control characters; line breaks stay."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text)).replace("\r\n", "\n").strip()


def clean_line(text: str) -> str:
    """One line: :func:`clean_text` with every run of white space as one space."""
    return _SPACES.sub(" ", clean_text(text))


def fold(text: str) -> str:
    """The search key: no case, no marks, đ as d. ``Đắk Lắk`` and ``dak lak`` fold alike."""
    decomposed = unicodedata.normalize("NFD", clean_line(text).casefold())
    bare = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", bare.translate(_LOOKALIKES))
