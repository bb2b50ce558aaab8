"""How often a link that does not work may be tried from one address: a token cannot be guessed, nor tried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter

from awards.config import Settings

ENTRANCE = "contact.open_link"


def limit_links(app: Flask, settings: Settings) -> None:
    """Count only tries that led nowhere, over all processes: many cooperatives may come from one office."""
    limiter: Limiter = app.extensions["sign_in_limiter"]
    limited = limiter.shared_limit(
        settings.sign_in_rate, scope="contact-link", key_func=_address, methods=["GET", "HEAD"], deduct_when=_was_dead
    )
    view = cast(Callable[..., ResponseReturnValue], app.view_functions[ENTRANCE])
    app.view_functions[ENTRANCE] = limited(view)


def _address() -> str:
    return request.remote_addr or "none"


def _was_dead(response: Response) -> bool:
    return response.status_code == 404
