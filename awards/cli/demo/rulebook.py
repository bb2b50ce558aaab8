"""The demonstration's rulebooks: the draft of 2026 without a discussion at the centre, with ballots or without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from awards.config import ROOT

PUBLISHED = ROOT / "scoring" / "published" / "coopstar-2026.toml"
KEY = "coopstar-trinh-dien"
MEETING_KEY = "coopstar-trinh-dien-hop"
TITLE = "Thể lệ trình diễn Giải thưởng Ngôi sao Hợp tác xã (CoopStar Awards)"
NOTICE = "thể lệ trình diễn, rút gọn từ bản nháp coopstar-2026 – chưa đối chiếu với quy chế gốc"
QUOTA = 4
"""Places of a province in the demonstration; the draft gives three, too few for 125 forwarded of 34 provinces."""

TIE = "[[ranking.tie_breaks]]"
LOT = f"""
{TIE}
kind = "lot"
seed = "{KEY}-1"
label = "Bốc thăm theo chuỗi đã công bố"
origin = "tự đặt"
"""

_HEADER = re.compile(r"\[+[^\]\n]+\]+")
_DISCUSSED = re.compile(r"\[levels\.spread\]")
_VOTED = re.compile(r"\[levels\.meeting\b.*\]")
_NOT_DECIDED = re.compile(r'^kind = "(votes|chair)"$', re.MULTILINE)
_NAMED = {
    "key": re.compile(r'^key = ".*"$', re.MULTILINE),
    "title": re.compile(r'^title = ".*"$', re.MULTILINE),
    "notice": re.compile(r'^notice = ".*"$', re.MULTILINE),
}


def rulebook_text(*, voted: bool = False) -> str:
    """The text of a demonstration's rulebook, made anew from the published draft."""
    return shortened(PUBLISHED.read_text(encoding="utf-8"), voted=voted)


def shortened(text: str, *, voted: bool) -> str:
    """The same rules under another key, title and notice; no discussion round, and unless ``voted`` no ballot of the
    centre, a lot at the end.

    Only the tables of the last level are dropped: attendance and discussion of a provincial council are held.
    """
    head, *tables = _tables(text)
    key, title = (MEETING_KEY, f"{TITLE}, có biểu quyết") if voted else (KEY, TITLE)
    for name, value in (("key", key), ("title", title), ("notice", NOTICE)):
        head = _NAMED[name].sub(f'{name} = "{value}"', head, count=1)
    headers = [next(line.strip() for line in table.splitlines() if line.startswith("[")) for table in tables]
    last_level, last_tie = _last(headers, "[[levels]]"), _last(headers, TIE)
    kept = [head]
    for index, (header, table) in enumerate(zip(headers, tables, strict=True)):
        not_held = index > last_level and (_DISCUSSED.fullmatch(header) or (not voted and _VOTED.fullmatch(header)))
        not_decided = not voted and header == TIE and _NOT_DECIDED.search(table)
        if header == "[quota_per_province]":
            kept.append(re.sub(r"^value = \d+$", f"value = {QUOTA}", table, flags=re.MULTILINE))
        elif not not_held and not not_decided:
            kept.append(table)
        if index == last_tie and not voted:
            kept.append(LOT)
    return "".join(kept)


def _last(headers: list[str], wanted: str) -> int:
    return max(index for index, header in enumerate(headers) if header == wanted)


def _tables(text: str) -> Iterator[str]:
    """What stands before the first table, then each table with the comments above its header line."""
    part: list[str] = []
    above: list[str] = []
    for line in text.splitlines(keepends=True):
        if _HEADER.fullmatch(line.strip()):
            yield "".join(part)
            part, above = [*above, line], []
        elif line.startswith("#") or not line.strip():
            above.append(line)
        else:
            part += [*above, line]
            above = []
    yield "".join([*part, *above])
