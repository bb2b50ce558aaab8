"""Every form carries a token of its session; without it nothing is even looked at."""

from __future__ import annotations

import pytest
from flask import Flask, session, url_for
from flask_wtf.csrf import validate_csrf
from werkzeug.routing import Rule
from wtforms import ValidationError

from awards.frame import csrf_token
from tests.cast import Cast, CastClient, client_for
from tests.policy.world import MISSING
from tests.trust.conftest import token_on


def addresses_taking_posts(app: Flask) -> dict[str, str]:
    """Endpoint and address of every page that may be sent a form."""
    with app.test_request_context():
        rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
        return {rule.endpoint: url_for(rule.endpoint, **_parts(rule)) for rule in rules}


def _parts(rule: Rule) -> dict[str, str | int]:
    return {name: 1 if name == "number" else MISSING for name in rule.arguments}


def test_no_post_without_a_token_is_taken(guarded: Flask, cast: Cast) -> None:
    client = client_for(guarded, cast.office)
    addresses = addresses_taking_posts(guarded)
    assert len(addresses) > 40
    assert {name: client.post(path).status_code for name, path in addresses.items()} == dict.fromkeys(addresses, 400)


def test_a_token_of_another_session_is_refused(guarded: Flask, cast: Cast, stranger: CastClient) -> None:
    mine = client_for(guarded, cast.officer)
    foreign = token_on(client_for(guarded, cast.leader), "/ban-lam-viec/")
    answers = [
        mine.post("/hop-tac-xa/dang-ky", data={"csrf_token": token}).status_code
        for token in (foreign, token_on(mine, "/hop-tac-xa/dang-ky"))
    ]
    assert answers == [400, 200]


def test_the_token_kept_is_that_of_the_session_at_hand(app: Flask) -> None:
    tokens = []
    with app.test_request_context():
        for raw in ("a" * 40, "b" * 40):
            session["csrf_token"] = raw
            tokens.append(csrf_token())
            validate_csrf(tokens[-1])
        session.clear()
        tokens.append(csrf_token())
        validate_csrf(tokens[-1])
        for earlier in tokens[:2]:
            with pytest.raises(ValidationError):
                validate_csrf(earlier)
    with app.test_request_context():
        session["csrf_token"] = "a" * 40
        assert csrf_token() == tokens[0]
