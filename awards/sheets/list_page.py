"""The lines of a judge's own list: what they say of a dossier says the same to everybody, and is made once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from awards.nominations.dossier import DossierHeading
from awards.sheets.own_list import Line
from awards.sheets.states import Progress
from awards.sheets.wording import PROGRESS_LABELS, PROGRESS_TONES

_ADDRESS, _TOLD = f"gap{secrets.token_hex(12)}", f"gap{secrets.token_hex(12)}"
"""Stand where the judge's own sheet is named and told of; nobody who writes a dossier can know them."""
_WITHOUT_MORE = frozenset({Progress.UNMARKED, Progress.ABSTAINED})


def lines_of(rows: Iterable[Line], shown: Progress, address: str) -> Markup:
    """The rows of the table; ``address`` of a sheet with PHIEU in place of its public id."""
    before, _, after = escape(address).partition("PHIEU")
    html: list[str] = []
    for one in rows:
        first, second, third = _parts(one.dossier, shown)
        told = "" if shown in _WITHOUT_MORE else _macros().told(one, shown)
        html += (first, before, one.public_id, after, second, told, third)
    return Markup("".join(html))  # noqa: S704 - the parts were escaped when they were made; ids and addresses are ours


@lru_cache(maxsize=4096)
def _parts(dossier: DossierHeading, shown: Progress) -> tuple[str, str, str]:
    line = _macros().line(dossier, _ADDRESS, PROGRESS_LABELS[shown], PROGRESS_TONES[shown], _TOLD)
    first, _, rest = line.partition(_ADDRESS)
    second, _, third = rest.partition(_TOLD)
    return first, second, third


def _macros() -> Any:
    return current_app.jinja_env.get_template("sheets/_lines.html").module
