"""Marks as they are kept: canonical JSON, exact numbers as texts, null for a mark not given."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    return {key: None if mark is None else _exact(mark) for key, mark in json.loads(text).items()}


@lru_cache(maxsize=4096)
def _exact(mark: str) -> Fraction:
    """Few marks are ever given, each of them often; reading one costs more than all the rest of a sheet."""
    return Fraction(mark)
