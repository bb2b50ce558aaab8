"""Whoever must have a second factor and has none yet can do one thing: set it up."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from awards.accounts.identity import signed_in_person
from awards.accounts.second_factor import NEEDING_ROLES
from awards.config import Settings

STILL_OPEN = frozenset(
    {
        "static",
        "bootstrap.static",
        "security.logout",
        "security.verify",
        "security.change_password",
        "own_account.show_own",
        "own_account.end_sessions",
        "own_account.set_up_factor",
    }
)


def factor_first() -> ResponseReturnValue | None:
    """Before a page: send such a person to the set-up page, whatever was asked for."""
    settings: Settings = current_app.extensions["settings"]
    if request.endpoint in STILL_OPEN or not settings.asks_second_factor:
        return None
    person = signed_in_person()
    if person is None or person.has_second_factor or not person.actor.holds(*NEEDING_ROLES):
        return None
    return redirect(url_for("own_account.set_up_factor"))
