"""Marks as they are kept: canonical JSON, exact numbers as texts, null for a mark not given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

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


def read_all_marks(texts: Sequence[str]) -> Iterator[dict[str, Fraction | None]]:
    """The marks of many versions in their order; equal marks are one object, for few are ever given."""
    known = _Known({None: None})
    for first in range(0, len(texts), AT_ONCE):
        for marks in json.loads(f"[{','.join(texts[first : first + AT_ONCE])}]"):
            yield dict(zip(marks, map(known.__getitem__, marks.values()), strict=True))


AT_ONCE = 5_000
"""Texts read as one: together they are read in a fraction of the time, and take room together."""


class _Known(dict[str | None, Fraction | None]):
    """Exact numbers by their texts, each read when it is first asked for."""

    def __missing__(self, mark: str) -> Fraction:
        made = self[mark] = Fraction(mark)
        return made
