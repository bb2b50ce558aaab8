"""The one text of a value made of frozen dataclasses: UTF-8 JSON, sorted keys, no spaces, exact numbers as texts."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date
from fractions import Fraction
from functools import cache
from json.encoder import encode_basestring
from typing import Any


def canonical_text(value: Any) -> str:
    """The text whose SHA-256 names the value. The same value always gives the same text.

    What stands at its default is left out: a later version of this software that can read more
    keys still gives an old rulebook its old digest.
    """
    kind: Any = type(value)
    if kind is str:
        return str(encode_basestring(value))
    if kind is Fraction or kind is date:
        return f'"{value}"'
    if kind is tuple:
        return f"[{','.join(map(canonical_text, value))}]"
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    told = []
    for name, key, default in _defaults(kind):
        item = getattr(value, name)
        known = default is MISSING or default is None
        if item is not default and (known or item != default):
            told.append(key + canonical_text(item))
    return "{" + ",".join(told) + "}"


@cache
def _defaults(shape: Any) -> tuple[tuple[str, str, object], ...]:
    """Name, written key and default of every field, by name; `kind` is always told, so it has none here."""
    named = sorted(fields(shape), key=lambda one: one.name)
    return tuple((one.name, f'"{one.name}":', MISSING if one.name == "kind" else one.default) for one in named)
