"""Are two names likely to be of one organisation? Pure text work: only a person merges, and only the tax code is a key.

Names are compared without marks, case, punctuation and word order. What the law calls the organisation ("Hợp tác xã",
"HTX") must not differ; the words of its trade ("nông nghiệp", "dịch vụ") may be more or fewer but not others; the
proper name must be the same, or one slip of the finger away from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Protocol, TypeVar

from awards.base.normalise import fold

KIND_PHRASES: tuple[tuple[str, str], ...] = (
    ("lien hiep hop tac xa", "union"),
    ("lien hiep htx", "union"),
    ("lhhtx", "union"),
    ("lh htx", "union"),
    ("quy tin dung nhan dan", "fund"),
    ("quy tin dung nd", "fund"),
    ("quy tdnd", "fund"),
    ("qtdnd", "fund"),
    ("to hop tac", "group"),
    ("tht", "group"),
    ("hop tac xa", "cooperative"),
    ("htx", "cooperative"),
    ("dvnn", "dich vu nong nghiep"),
    ("dvtm", "dich vu thuong mai"),
    ("tmdv", "thuong mai dich vu"),
    ("sxkd", "san xuat kinh doanh"),
    ("sxtm", "san xuat thuong mai"),
    ("ttcn", "tieu thu cong nghiep"),
    ("nn", "nong nghiep"),
    ("dv", "dich vu"),
    ("tm", "thuong mai"),
    ("sx", "san xuat"),
    ("kd", "kinh doanh"),
    ("xd", "xay dung"),
    ("vt", "van tai"),
    ("cn", "cong nghiep"),
    ("gtvt", "giao thong van tai"),
    ("th", "tong hop"),
)
"""What the folded phrase on the left stands for; the longer ones come first."""

KINDS = frozenset({"union", "fund", "group", "cooperative"})

TRADES: frozenset[str] = frozenset(
    {
        "nong nghiep", "lam nghiep", "thuy san", "diem nghiep", "dich vu", "thuong mai", "san xuat", "kinh doanh",
        "tong hop", "xay dung", "van tai", "giao thong", "cong nghiep", "tieu thu", "tieu thu cong nghiep",
        "moi truong", "che bien", "tieu dung", "huu co", "cong nghe cao", "chan nuoi", "trong trot", "du lich",
        "nuoc sach", "dien nang", "thu cong my nghe", "dau tu", "phat trien", "cay an qua", "rau an toan",
    }
)  # fmt: skip
"""Words of what an organisation does; many bear the same ones."""

LONG_ENOUGH_FOR_A_SLIP = 9
_PLACES = frozenset({"xa", "phuong", "thi tran", "huyen", "tinh", "thanh pho"})
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_MARKS = re.compile(r"[^a-z0-9]+")
_LONGEST_TRADE = max(len(trade.split()) for trade in TRADES)


@dataclass(frozen=True)
class NameKey:
    """What of a name is compared: its kind ("" when the name does not say), trades, and proper words.

    ``proper`` are these words sorted, ``letters`` the same as they stand, without the spaces.
    """

    kind: str
    trades: frozenset[str]
    proper: tuple[str, ...]
    letters: str


class Named(Protocol):
    """Something with a name."""

    @property
    def name(self) -> str: ...


Thing = TypeVar("Thing", bound=Named)


@lru_cache(maxsize=20_000)
def name_key(name: str, province: str = "") -> NameKey:
    """The key of a name; the ``province`` in it ("… Thanh Lâm Phú Thọ") is no part of the proper name."""
    text = _plain(_BRACKETS.sub(" ", name)) or _plain(name)
    for phrase, meaning in KIND_PHRASES:
        text = re.sub(rf"\b{phrase}\b", meaning, text)
    words = [word for word in text.split() if word not in ("va", "cua")]
    kind = next((word for word in words if word in KINDS), "")
    trades, proper = _without_trades([word for word in words if word not in KINDS])
    proper = _without_province(proper, _plain(province).split())
    return NameKey(kind, frozenset(trades), tuple(sorted(proper)), "".join(proper))


def alike(one: NameKey, other: NameKey) -> bool:
    """Whether two names of one province are likely of one organisation."""
    if one.kind and other.kind and one.kind != other.kind:
        return False
    if not (one.trades <= other.trades or other.trades <= one.trades):
        return False
    if not one.proper or not other.proper:
        return one.proper == other.proper and one.trades == other.trades
    return one.proper == other.proper or _one_slip(one, other)


def similar_to(name: str, others: Iterable[Thing], province: str = "") -> list[Thing]:
    """Those of one province whose names are like this one, in their own order."""
    wanted = name_key(name, province)
    return [one for one in others if alike(wanted, name_key(one.name, province))]


def pairs_alike(things: Iterable[Thing], province: str = "") -> Iterator[tuple[Thing, Thing]]:
    """Every pair of one province with names alike. Compared are only names that share a proper word or all letters."""
    keyed = [(thing, name_key(thing.name, province)) for thing in things]
    blocks: dict[str, list[int]] = {}
    for place, (_, key) in enumerate(keyed):
        for word in {*key.proper, key.letters}:
            blocks.setdefault(word, []).append(place)
    candidates = {pair for places in blocks.values() for pair in combinations(places, 2)}
    for first, second in sorted(candidates):
        if alike(keyed[first][1], keyed[second][1]):
            yield keyed[first][0], keyed[second][0]


def _plain(text: str) -> str:
    return _MARKS.sub(" ", fold(text)).strip()


def _without_trades(words: list[str]) -> tuple[set[str], list[str]]:
    """The trades among the words, the longest phrase first, and the words that are left."""
    trades: set[str] = set()
    left: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST_TRADE, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + length])
            if phrase in TRADES:
                trades.add(phrase)
                place += length
                break
        else:
            left.append(words[place])
            place += 1
    return trades, left


def _without_province(words: list[str], province: list[str]) -> list[str]:
    """Without the name of the province at the end, unless nothing else would be left; and without "xã", "huyện"."""
    size = len(province)
    if size and len(words) > size and words[-size:] == province:
        words = words[:-size]
    left = [word for word in words if word not in _PLACES]
    return left or words


def _one_slip(one: NameKey, other: NameKey) -> bool:
    """The same letters with other spaces, or one letter too many in a long name.

    One letter in place of another is no slip: Thanh Bình and Thanh Minh are two names. Nor is a digit: số 1, số 11.
    """
    first, second = sorted((one.letters, other.letters), key=len)
    if first == second:
        return True
    if len(second) - len(first) != 1 or len(first) < LONG_ENOUGH_FOR_A_SLIP:
        return False
    place = next((index for index, letter in enumerate(first) if letter != second[index]), len(first))
    return first[place:] == second[place + 1 :] and not second[place].isdigit()
