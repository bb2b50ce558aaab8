"""Text pasted from Word: paragraphs and bullets stay, what only a word processor can show goes."""

from __future__ import annotations

import re

from awards.base.forms import TextField
from awards.base.normalise import clean_text

_BULLET = re.compile(r"^[\s]*[\uf000-\uf0ff\u2022\u25cf\u25aa\u25a0\u00b7o§][\t\u00a0 ]+", re.MULTILINE)
"""Word's bullets, of which the Symbol and Wingdings ones are private characters nobody else can draw."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def clean_report(text: str) -> str:
    """NFC; one space for tabs and hard spaces, "- " for every bullet, at most one empty line between paragraphs."""
    text = clean_text(text).replace("\u2028", "\n").replace("\u2029", "\n").replace("\r", "\n")
    text = _PRIVATE.sub("", _BULLET.sub("- ", text))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def word_count(text: str) -> int:
    """Words between blanks, as Word counts them."""
    return len(text.split())


class ReportField(TextField):
    """A long text, cleaned on its way in."""

    def process_formdata(self, valuelist: list[object]) -> None:
        if valuelist:
            self.data = clean_report(str(valuelist[0]))
