"""Doors: every page declares the act it needs; the door loads, asks the permission map, then opens.

Order of answers for a signed-in person: not visible 404, visible but not allowed 403, wrong method 405.
A visitor who is not signed in is sent to sign-in, whatever the address hides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from flask import Blueprint, Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from awards.policy.actions import Action
from awards.policy.actor import ANONYMOUS, Actor
from awards.policy.permission_map import Forbidden, permits

ALL_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
View = Callable[..., ResponseReturnValue]
Loader = Callable[..., Any]


@dataclass(frozen=True)
class Declaration:
    """What a page said of itself when it was registered."""

    action: Action
    methods: tuple[str, ...]
    loads: bool


class Door(Blueprint):
    """A blueprint whose pages cannot be registered without naming their act."""

    def page(
        self, rule: str, action: Action, *, load: Loader | None = None, methods: tuple[str, ...] = ("GET",)
    ) -> Callable[[View], View]:
        """Register a page.

        ``load(actor, **address_parts)`` returns the thing visible to the actor or ``None``; the view
        then gets the thing alone. Without ``load`` the view gets the address parts.
        """

        def register(view: View) -> View:
            guarded = _guard(view, action, load, methods)
            accepted = methods if action is Action.PUBLIC_READ else ALL_METHODS
            self.add_url_rule(rule, view.__name__, guarded, methods=list(accepted))
            declaration = Declaration(action, methods, load is not None)
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


def _guard(view: View, action: Action, load: Loader | None, methods: tuple[str, ...]) -> View:
    @wraps(view)
    def opened(**parts: Any) -> ResponseReturnValue:
        actor = current_actor()
        if not actor.is_signed_in and not permits(actor, action):
            return _to_sign_in()
        arguments = parts
        subject = None
        if load is not None:
            subject = load(actor, **parts)
            if subject is None:
                abort(404)
            arguments = {}
        if not permits(actor, action, subject):
            raise Forbidden(action)
        if request.method not in (*methods, "HEAD", "OPTIONS"):
            abort(405, valid_methods=list(methods))
        return view(subject, **arguments) if load is not None else view(**arguments)

    return opened


def _to_sign_in() -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("security.login", next=wanted))
