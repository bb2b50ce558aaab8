"""Text typed for the old fonts TCVN3 (.VnTime) and VNI: Latin letters that only such a font shows as Vietnamese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_VIETNAMESE = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")
_PRINT_SIGNS = frozenset("«»°²³±×·")
_FOREIGN = frozenset(map(chr, range(0xA1, 0x100))) - _VIETNAMESE - _PRINT_SIGNS
_MARK_AFTER_LETTER = re.compile(r"[aeoâêôăAEOÂÊÔĂ][ùõÙÕ]|[A-Za-z]·")  # VNI's "xaõ", TCVN3's "x·"

_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđẶ̀̀̉̃́àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_TCVN3 = str.maketrans(dict(zip(map(chr, range(0xA1, 0x100)), _TCVN3_LETTERS, strict=True)))
"""TCVN 5712, the upper half of the table; the capitals of .VnTimeH are typed as small letters."""

_BARE_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT_MARKS = {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
_BREVE_MARKS = {
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_AFTER: dict[str, dict[str, str]] = {
    "a": _BARE_MARKS | _HAT_MARKS | _BREVE_MARKS,
    "e": _BARE_MARKS | _HAT_MARKS,
    "o": _BARE_MARKS | _HAT_MARKS,
    "u": _BARE_MARKS,
    "y": _BARE_MARKS,
    "ô": _BARE_MARKS,
    "ö": _BARE_MARKS,
}
_ALONE = {"ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}
"""VNI writes a letter and then its marks; these few letters stand for one Vietnamese letter alone."""


@dataclass(frozen=True)
class OldFont:
    """A text typed for an old font: which one, and the same text in Unicode (NFC)."""

    name: str
    text: str


def looks_garbled(text: str) -> bool:
    """Whether the text would need an old font to be read. ``Hîp t¸c x·`` and ``Hôïp taùc xaõ`` do."""
    return not _FOREIGN.isdisjoint(text) or _MARK_AFTER_LETTER.search(text) is not None


def typed_for_old_font(text: str) -> OldFont | None:
    """The text read as TCVN3 or VNI, for a person to confirm; ``None`` when it is plain Unicode.

    VNI is tried first: read as VNI, a TCVN3 text keeps letters that are no Vietnamese ones.
    """
    if not looks_garbled(text):
        return None
    as_vni = from_vni(text)
    if as_vni != text and not looks_garbled(as_vni):
        return OldFont("VNI", as_vni)
    return OldFont("TCVN3", from_tcvn3(text))


def from_tcvn3(text: str) -> str:
    """A TCVN3 (ABC) text as Unicode; letters outside its table stay."""
    return unicodedata.normalize("NFC", text.translate(_TCVN3))


def from_vni(text: str) -> str:
    """A VNI-Windows text as Unicode; letters outside its table stay."""
    letters: list[str] = []
    index = 0
    while index < len(text):
        letter = text[index]
        marks = _AFTER.get(letter.lower(), {}).get(text[index + 1 : index + 2].lower())
        bare = _ALONE.get(letter.lower(), letter.lower())
        letters.append((bare.upper() if letter.isupper() else bare) + (marks or ""))
        index += 2 if marks else 1
    return unicodedata.normalize("NFC", "".join(letters))
