"""Marks as they are kept: canonical JSON, exact numbers as texts, null for a mark not given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

Marks = Mapping[str, Fraction | None]


def write_marks(marks: Marks) -> str:
    """``{"A3":"11/2","B1":null}``: sorted keys, no spaces."""
    exact = {key: None if mark is None else str(mark) for key, mark in marks.items()}
    return json.dumps(exact, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_reasons(reasons: Mapping[str, str]) -> str:
    """The same for the written reasons; an empty one is left out."""
    told = {key: reason for key, reason in reasons.items() if reason}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_reasons(text: str) -> dict[str, str]:
    """The reasons of a stored version, by criterion."""
    reasons: dict[str, str] = json.loads(text)
    return reasons


def read_marks(text: str) -> dict[str, Fraction | None]:
    """The marks of a stored version."""
    [marks] = read_all_marks([text])
    return marks


def read_all_marks(texts: Iterable[str]) -> Iterator[dict[str, Fraction | None]]:
    """The marks of many versions in their order.

    No key and no exact number holds a comma, so a text falls apart at its commas into ``"A3":"11/2"``. Few of these
    are ever given, each of them often. Raises ValueError for what is no JSON.
    """
    for text in texts:
        yield dict(map(_given, text[1:-1].split(","))) if text != "{}" else {}


@lru_cache(maxsize=65_536)
def _given(text: str) -> tuple[str, Fraction | None]:
    [(key, mark)] = json.loads(f"{{{text}}}").items()
    return key, None if mark is None else _exact(mark)


@lru_cache(maxsize=4096)
def _exact(mark: str) -> Fraction:
    return Fraction(mark)
