"""The app as strangers meet it: forms need their token, and people sign in with a passphrase."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select

from awards.accounts.models import User
from awards.base.database import db
from awards.base.transaction import transaction
from awards.policy.actor import ANONYMOUS, Actor
from tests.cast import PASSPHRASE, CastClient, client_for

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """The app with the tokens of forms checked, as it is in use."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


@pytest.fixture
def stranger(guarded: Flask) -> CastClient:
    """A browser in which nobody is signed in."""
    return client_for(guarded, ANONYMOUS)


@pytest.fixture
def with_passphrase(app: Flask) -> Callable[[Actor], str]:
    """Give the person the passphrase of the tests; gives back the sign-in name."""

    def give(actor: Actor) -> str:
        user = db.session.scalars(select(User).where(User.id == actor.user_id)).one()
        with transaction():
            user.password = hash_password(PASSPHRASE)
        return user.email

    return give


def token_on(client: CastClient, path: str) -> str:
    """The token of the form on a page."""
    found = _TOKEN.search(client.get(path).get_data(as_text=True))
    assert found is not None, path
    return found.group(1)
