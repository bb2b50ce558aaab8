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
    """The marks of many versions in their order; equal marks are one object, for few are ever given.

    No key and no exact number holds a comma, so a text falls apart at its commas into ``"A3":"11/2"``.
    """
    known = _Known()
    for text in texts:
        yield dict(map(known.__getitem__, text[1:-1].split(","))) if text != "{}" else {}


class _Known(dict[str, tuple[str, Fraction | None]]):
    """Criterion and mark by their text, each read when it is first met. What is no JSON raises ValueError."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: dict[str | None, Fraction | None] = {None: None}

    def __missing__(self, text: str) -> tuple[str, Fraction | None]:
        [(key, mark)] = json.loads(f"{{{text}}}").items()
        if mark not in self._marks:
            self._marks[mark] = Fraction(mark)
        made = self[text] = key, self._marks[mark]
        return made
