"""Marks as they are kept: canonical JSON, exact numbers as texts, null for a mark not given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction

Marks = Mapping[str, Fraction | None]


def write_marks(marks: Marks) -> str:
    """``{"A3":"11/2","B1":null}``: sorted keys, no spaces."""
    exact = {key: None if mark is None else str(mark) for key, mark in marks.items()}
    return json.dumps(exact, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_marks(text: str) -> dict[str, Fraction | None]:
    """The marks of a stored version."""
    return {key: None if mark is None else Fraction(mark) for key, mark in json.loads(text).items()}
