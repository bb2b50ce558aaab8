"""The frame of pages behind sign-in and the token of their forms: what is the same on every page is made once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app, g, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from awards.accounts.identity import unread_with_session
from awards.accounts.wording import ROLE_TITLES
from awards.base.doors import current_actor, declarations
from awards.base.kept import Kept
from awards.notices.queries import unread_count
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.street import NAVIGATED_AS, NAVIGATION

_UNREAD, _TOKEN = f"gap{secrets.token_hex(12)}", f"gap{secrets.token_hex(12)}"
"""Stand where the number of unread notices and the token of the form belong; nobody's name is like them."""
_RAW = "csrf_token"


@dataclass(frozen=True)
class NavigationEntry:
    """A link of the staff navigation."""

    label: str
    endpoint: str
    active: bool


def staff_header() -> Markup:
    """The top of a page: who is signed in, what is unread, and the links of the pages the person may open."""
    actor = current_actor()
    area = (request.endpoint or "").partition(".")[0]
    before, between, after = _header(actor, area, request.script_root)
    known = unread_with_session(actor)
    count = unread_count(actor) if known is None else known
    unread = _macros().unread(count) if count else ""
    return Markup(f"{before}{unread}{between}{csrf_token()}{after}")  # noqa: S704 - escaped when it was made


def csrf_token() -> str:
    """The token of the session's forms as it was signed first: it holds as long as the session, so once will do."""
    known = _SIGNED.get(session.get(_RAW, ""))
    if known is None:
        g.pop("csrf_token", None)  # perhaps of a session that ended in this very request
        known = generate_csrf()
        _SIGNED[session[_RAW]] = known
    g.csrf_token = known  # where the library's own forms look for it
    return known


_SIGNED: Kept[str, str] = Kept(4096)


@lru_cache(maxsize=512)
def _header(actor: Actor, area: str, _script_root: str) -> tuple[str, str, str]:
    """All but the two gaps follows from who comes to which area: the permission map knows no more of a person."""
    html = _macros().header(actor.name, _role_words(actor), _navigation(actor, area), _UNREAD, _TOKEN)
    before, _, rest = html.partition(_UNREAD)
    between, _, after = rest.partition(_TOKEN)
    return before, between, after


def _navigation(actor: Actor, area: str) -> list[NavigationEntry]:
    here = NAVIGATED_AS.get(area, area)
    table = declarations(current_app._get_current_object())  # type: ignore[attr-defined]
    return [
        NavigationEntry(label, endpoint, here == endpoint.partition(".")[0])
        for label, endpoint in NAVIGATION
        if permits(actor, table[endpoint].action)
    ]


def _role_words(actor: Actor) -> str:
    return ", ".join(title for role, title in ROLE_TITLES.items() if role in actor.roles)


def _macros() -> Any:
    return current_app.jinja_env.get_template("components/staff_header.html").module
