"""What somebody typed into a form that could not be taken: shown again and sent again, so that nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request

KEEPS_NOTHING = frozenset({"security", "accounts", "own_account"})
"""Where passphrases and codes are typed: no page ever shows them again."""

_OF_THE_PAGE = frozenset(
    {"csrf_token", "base", "base_version", "idempotency_key", "page", "page_key", "ve", "stay", "seen", "sau"}
    | {"paper", "upload", "council", "nomination", "sheet", "looked_at", "step"}
)
_ALSO_OF_THE_PAGE = ("seen_", "version_")
_KEY = re.compile(r"[a-z][a-z0-9_:.-]*")


@dataclass(frozen=True)
class TypedText:
    """The fields of a form as they were sent, and of them what a person wrote."""

    fields: tuple[tuple[str, str], ...]
    written: tuple[str, ...]


def typed_text() -> TypedText | None:
    """What the request at hand brought, the token of its form left out; ``None`` where there is nothing to keep."""
    if request.method != "POST" or request.blueprint is None or request.blueprint in KEEPS_NOTHING:
        return None
    fields = tuple((name, text) for name, text in request.form.items(multi=True) if name != "csrf_token")
    shown = (
        text.strip() for name, text in fields if name not in _OF_THE_PAGE and not name.startswith(_ALSO_OF_THE_PAGE)
    )
    own = [text for text in shown if text]
    if not own:
        return None
    return TypedText(fields, tuple(text for text in own if not _KEY.fullmatch(text)))
