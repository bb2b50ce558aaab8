"""Names of files: kept as people wrote them, without what could mislead a reader or a file system."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 200
_LONGEST_ENDING = 10
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_SPACES = re.compile(r"\s+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean_name(raw: str | None) -> str:
    """The last part of the name, NFC, at most 200 characters with its ending; empty when nothing is left.

    Control, private and direction characters go. Names that are devices on Windows get a line in front.
    """
    last = (raw or "").replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in _INVISIBLE)
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", seen)).strip().rstrip(". ")
    if name.strip(".") == "":
        return ""
    if _DEVICES.match(name):
        name = f"_{name}"
    return _cut(name)


def _cut(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 1].rstrip(". ") + dot + ending
