"""Doors: every page declares the act it needs; the door loads, asks the permission map, then opens.

Order of answers for a signed-in person: not visible 404, visible but not allowed 403, wrong method 405, and for a
page declared ``fresh`` whoever gave the passphrase too long ago gives it once more.
A visitor who is not signed in is sent to sign-in, whatever the address hides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from flask import Blueprint, Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.policy.actions import Action
from awards.policy.actor import ANONYMOUS, Actor
from awards.policy.permission_map import Forbidden, permits

ALL_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FRESH_TO_OPEN = timedelta(minutes=15)
"""How long ago the passphrase may have been given when a sensitive page is opened, or done with one button."""
FRESH_TO_SEND = timedelta(minutes=30)
"""The same for sending a sensitive form: opening it asked already, and it takes a while to fill in."""

View = Callable[..., ResponseReturnValue]
Loader = Callable[..., Any]


@dataclass(frozen=True)
class Declaration:
    """What a page said of itself when it was registered."""

    action: Action
    methods: tuple[str, ...]
    loads: bool
    fresh: bool = False


class Stale(Exception):
    """A sensitive act was sent by somebody who gave the passphrase too long ago; nothing was done."""


class Door(Blueprint):
    """A blueprint whose pages cannot be registered without naming their act.

    ``entrance``: the page a visitor nobody knows is sent to, where it is not the sign-in page.
    """

    entrance: str | None = None

    def page(
        self,
        rule: str,
        action: Action,
        *,
        load: Loader | None = None,
        methods: tuple[str, ...] = ("GET",),
        fresh: bool = False,
    ) -> Callable[[View], View]:
        """Register a page; a ``fresh`` one asks for the passphrase again when it was given too long ago.

        ``load(actor, **address_parts)`` returns the thing visible to the actor or ``None``; the view
        then gets the thing alone. Without ``load`` the view gets the address parts.
        """

        def register(view: View) -> View:
            declaration = Declaration(action, methods, load is not None, fresh)
            guarded = _guard(self, view, declaration, load)
            accepted = methods if action is Action.PUBLIC_READ else ALL_METHODS
            self.add_url_rule(rule, view.__name__, guarded, methods=list(accepted))
            name = view.__name__
            self.record(lambda state: declare(cast(Flask, state.app), f"{state.blueprint.name}.{name}", declaration))
            return view

        return register


def declare(app: Flask, endpoint: str, declaration: Declaration) -> None:
    """Enter an endpoint in the app's table of declared pages."""
    app.extensions.setdefault("doors", {})[endpoint] = declaration


def declarations(app: Flask) -> dict[str, Declaration]:
    table: dict[str, Declaration] = app.extensions.setdefault("doors", {})
    return table


def refuse_undeclared(app: Flask, library_endpoints: frozenset[str]) -> None:
    """Stop the start of an app that has a page nobody declared."""
    known = declarations(app).keys() | library_endpoints
    undeclared = sorted({rule.endpoint for rule in app.url_map.iter_rules()} - known)
    if undeclared:
        raise RuntimeError(f"pages without a declared act: {', '.join(undeclared)}")


def current_actor() -> Actor:
    """The person of this request, put together at its start by the app."""
    actor: Actor = g.get("actor", ANONYMOUS)
    return actor


def _guard(door: Door, view: View, page: Declaration, load: Loader | None) -> View:
    action = page.action

    @wraps(view)
    def opened(**parts: Any) -> ResponseReturnValue:
        actor = current_actor()
        if not actor.is_known and not permits(actor, action):
            return _to_sign_in() if door.entrance is None else redirect(url_for(door.entrance))
        arguments = parts
        subject = None
        if load is not None:
            subject = load(actor, **parts)
            if subject is None:
                abort(404)
            arguments = {}
        if not permits(actor, action, subject):
            raise Forbidden(action)
        if request.method not in (*page.methods, "HEAD", "OPTIONS"):
            abort(405, valid_methods=list(page.methods))
        if page.fresh and not _is_fresh(page):
            return _confirm_first()
        return view(subject, **arguments) if load is not None else view(**arguments)

    return opened


def _is_fresh(page: Declaration) -> bool:
    """Whether the passphrase was given lately; ``g.authenticated_at`` is put there at the start of the request."""
    given: datetime | None = g.get("authenticated_at")
    sends_what_it_showed = request.method == "POST" and "GET" in page.methods
    return given is not None and clock.now() - given <= (FRESH_TO_SEND if sends_what_it_showed else FRESH_TO_OPEN)


def _confirm_first() -> ResponseReturnValue:
    """Send somebody who opens a page to give the passphrase, and back; refuse what was sent."""
    if request.method == "POST":
        raise Stale
    return redirect(url_for("security.verify", next=request.full_path.rstrip("?")))


def _to_sign_in() -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("security.login", next=wanted))
