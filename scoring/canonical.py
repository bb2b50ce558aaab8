"""The one text of a value made of frozen dataclasses: UTF-8 JSON, sorted keys, no spaces, exact numbers as texts."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any


def canonical_text(value: Any) -> str:
    """The text whose SHA-256 names the value. The same value always gives the same text."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    """A value of the rulebook as JSON-able tables (keys in order), lists, texts and integers.

    What stands at its default is left out: a later version of this software that can read more
    keys still gives an old rulebook its old digest.
    """
    kind: Any = type(value)
    if kind is str or kind is int or kind is bool:
        return value
    if kind is tuple:
        return [plain(item) for item in value]
    if kind is Fraction or kind is date:
        return str(value)
    told = {}
    for name, default in _defaults(kind):
        item = getattr(value, name)
        known = default is MISSING or default is None
        if item is not default and (known or item != default):
            told[name] = plain(item)
    return told


@cache
def _defaults(shape: Any) -> tuple[tuple[str, object], ...]:
    """Name and default of every field of a dataclass, by name; `kind` is always told, so it has none here."""
    named = sorted(fields(shape), key=lambda one: one.name)
    return tuple((one.name, MISSING if one.name == "kind" else one.default) for one in named)
