"""Finding an honour by words, with or without marks, and by the usual abbreviations. Pure."""

from __future__ import annotations

import re

from awards.base.identifiers import CODE_ALPHABET, typed_code
from awards.base.normalise import fold

ABBREVIATIONS: tuple[tuple[str, str], ...] = (
    ("lien hiep hop tac xa", "lhhtx"),
    ("hop tac xa", "htx"),
    ("to hop tac", "tht"),
    ("quy tin dung nhan dan", "qtdnd"),
    ("quy tin dung nhan dan", "quy tdnd"),
)
"""Folded phrase and how it is shortened; the longest phrase first."""

LONGEST_SEARCH = 100
MOST_MISREAD = 3
SHORTEST_KNOWN = 20
_NOT_A_WORD = re.compile(r"[\W_]+")

Term = tuple[str, ...]
"""Spellings of one thing: any of them will do."""


def search_text(name: str, product_of: str, province_name: str) -> str:
    """What is searched in: the folded name, its maker and its province as it was called then."""
    return fold(f"{name} {product_of} {province_name}")


def search_terms(words: str) -> tuple[Term, ...]:
    """The terms that must all be found. ``Hợp tác xã Sang Nhung`` also finds ``HTX Sang Nhung``."""
    rest = f" {' '.join(_NOT_A_WORD.split(fold(words[:LONGEST_SEARCH])))} "
    terms: list[Term] = []
    for phrase, short in ABBREVIATIONS:
        for spelling in (phrase, short):
            if f" {spelling} " in rest:
                rest = rest.replace(f" {spelling} ", " ")
                terms.append((phrase, short))
    return (*dict.fromkeys(terms), *((word,) for word in dict.fromkeys(rest.split())))


def code_pattern(typed: str) -> str | None:
    """The LIKE pattern of a certificate code typed by hand, or ``None`` when it cannot be one.

    Spaces, dashes and case do not matter. Letters that no code has (O and 0, I and 1, L, U) were
    misread: each may stand for any letter, up to three of them, which still leaves more than 100 bits.
    """
    letters = ["_" if letter not in CODE_ALPHABET else letter for letter in typed_code(fold(typed))]
    known = len(letters) - letters.count("_")
    return "".join(letters) if known >= SHORTEST_KNOWN and letters.count("_") <= MOST_MISREAD else None
