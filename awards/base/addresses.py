"""The templates' ``url_for``: an address is put together once, and filled in as often as a page shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request

Pieces = tuple[str, ...]
"""Of an address: text and place of a value by turns."""

_GAP = re.compile(r"qxgap(\d+)qx")
"""Stands for a value while an address is put together once for all its values."""
_PLAIN = re.compile(r"[A-Za-z0-9_-]+").fullmatch
"""What stands in any part of an address as it is, such as a public id or a key; anything else is for the router."""


def remembering_addresses(app: Flask) -> Callable[..., str]:
    """Like ``Flask.url_for``. What an endpoint and the names of its values make of an address never changes."""

    @lru_cache(maxsize=2048)
    def pieces(_script_root: str, endpoint: str, names: tuple[str, ...]) -> Pieces | None:
        return _pieces(app, endpoint, names)

    @lru_cache(maxsize=256)
    def fixed(_script_root: str, endpoint: str, filename: str) -> str:
        return app.url_for(endpoint, filename=filename)

    def url_for_template(endpoint: str, **values: Any) -> str:
        if not has_request_context():
            return app.url_for(endpoint, **values)
        asked = request._get_current_object()  # type: ignore[attr-defined]  # one look instead of one for each question
        whole = _whole(endpoint, asked.blueprint) if endpoint.startswith(".") else endpoint
        if not values:
            found = pieces(asked.script_root, whole, ())
            return found[0] if found is not None else app.url_for(whole)
        if values.keys() == {"filename"}:
            return fixed(asked.script_root, whole, values["filename"])
        texts = [str(one) if type(one) is int and one >= 0 else one for one in values.values()]
        plain = all(isinstance(one, str) and _PLAIN(one) for one in texts)
        found = pieces(asked.script_root, whole, tuple(values)) if plain else None
        return app.url_for(whole, **values) if found is None else _filled(found, texts)

    return url_for_template


def _whole(endpoint: str, area: str | None) -> str:
    """With the name of the area at hand, to which an endpoint with a point before it belongs."""
    return f"{area}{endpoint}" if area is not None else endpoint[1:]


def _pieces(app: Flask, endpoint: str, names: tuple[str, ...]) -> Pieces | None:
    """Nothing where the values themselves decide."""
    if any(name.startswith("_") for name in names):
        return None
    gaps: dict[str, Any] = {name: f"qxgap{place}qx" for place, name in enumerate(names)}
    try:
        found = tuple(_GAP.split(app.url_for(endpoint, **gaps)))
    except ValueError:  # the address wants a number
        return None
    return found if sorted(found[1::2]) == sorted(map(str, range(len(names)))) else None


def _filled(pieces: Pieces, values: list[str]) -> str:
    return "".join([values[int(one)] if place % 2 else one for place, one in enumerate(pieces)])
