"""A session lives on the server: the cookie is a random token, changed at sign-in, dead when its row is gone."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from awards.accounts.models import ServerSession
from awards.accounts.session_store import IDLE_LIMIT
from awards.app import create_app
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.policy.actor import ANONYMOUS, Actor
from tests.cast import PASSPHRASE, Cast, CastClient, client_for
from tests.databases import FreshDatabases
from tests.installation import settings_for
from tests.trust.conftest import token_on

SIGN_IN, DESK = "/dang-nhap", "/ban-lam-viec/"
GivesPassphrase = Callable[[Actor], str]


def sign_in(client: CastClient, email: str, passphrase: str = PASSPHRASE) -> TestResponse:
    token = token_on(client, SIGN_IN)
    return client.post(SIGN_IN, data={"email": email, "password": passphrase, "csrf_token": token})


def cookie_of(client: CastClient) -> str:
    cookie = client.get_cookie("phien")
    assert cookie is not None
    return cookie.value


def rows() -> dict[str, int | None]:
    """Stored sessions: the hash of the token, and whose it is."""
    found = {row.token_hash: row.user_id for row in db.session.scalars(select(ServerSession))}
    db.session.rollback()
    return found


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_signed_in(client: CastClient) -> bool:
    return client.get(DESK).status_code == 200


def test_signing_in_gives_a_new_token_and_forgets_the_old_one(
    stranger: CastClient, cast: Cast, with_passphrase: GivesPassphrase
) -> None:
    email = with_passphrase(cast.officer)
    token_on(stranger, SIGN_IN)
    before = cookie_of(stranger)
    assert rows() == {hashed(before): None}
    assert sign_in(stranger, email).location == DESK
    after = cookie_of(stranger)
    assert after != before
    assert rows() == {hashed(after): cast.officer.user_id}


def test_the_token_known_before_sign_in_opens_nothing(
    stranger: CastClient, guarded: Flask, cast: Cast, with_passphrase: GivesPassphrase
) -> None:
    email = with_passphrase(cast.officer)
    token_on(stranger, SIGN_IN)
    known = cookie_of(stranger)
    sign_in(stranger, email)
    thief = client_for(guarded, ANONYMOUS)
    thief.set_cookie("phien", known)
    assert (is_signed_in(stranger), is_signed_in(thief)) == (True, False)


def test_a_session_ends_when_its_row_is_deleted(
    stranger: CastClient, cast: Cast, with_passphrase: GivesPassphrase
) -> None:
    sign_in(stranger, with_passphrase(cast.officer))
    assert is_signed_in(stranger)
    with transaction():
        db.session.execute(delete(ServerSession))
    assert not is_signed_in(stranger)


def test_sessions_past_their_end_are_forgotten_at_the_next_sign_in(
    stranger: CastClient, guarded: Flask, cast: Cast, with_passphrase: GivesPassphrase
) -> None:
    emails = with_passphrase(cast.officer), with_passphrase(cast.leader)
    sign_in(client_for(guarded, ANONYMOUS), emails[0])
    with transaction():
        db.session.execute(update(ServerSession).values(expires_at=clock.now()))
    sign_in(stranger, emails[1])
    assert rows() == {hashed(cookie_of(stranger)): cast.leader.user_id}


def test_signing_out_ends_the_session_on_the_server(
    stranger: CastClient, cast: Cast, with_passphrase: GivesPassphrase
) -> None:
    sign_in(stranger, with_passphrase(cast.officer))
    old = cookie_of(stranger)
    assert stranger.post("/dang-xuat", data={"csrf_token": token_on(stranger, DESK)}).status_code == 302
    stranger.set_cookie("phien", old)
    assert not is_signed_in(stranger)


def test_a_session_nobody_uses_ends(stranger: CastClient, cast: Cast, with_passphrase: GivesPassphrase) -> None:
    sign_in(stranger, with_passphrase(cast.officer))
    now = clock.now()
    answers = []
    for later in (IDLE_LIMIT - timedelta(minutes=1), 2 * IDLE_LIMIT):
        with clock.told_by(lambda later=later: now + later):  # type: ignore[misc]
            answers.append(is_signed_in(stranger))
    assert answers == [True, False]


def test_whoever_types_wrongly_is_not_told_which_part_was_wrong(
    stranger: CastClient, cast: Cast, with_passphrase: GivesPassphrase
) -> None:
    email = with_passphrase(cast.officer)
    pages = [
        sign_in(stranger, email, "một câu mật khẩu khác hẳn").get_data(as_text=True).replace(email, ""),
        sign_in(stranger, "khong.ai@mau.example", PASSPHRASE)
        .get_data(as_text=True)
        .replace("khong.ai@mau.example", ""),
    ]
    sentence = "Địa chỉ thư điện tử hoặc mật khẩu chưa đúng. Hãy nhập lại."
    assert [sentence in page for page in pages] == [True, True]
    assert _without_token(pages[0]) == _without_token(pages[1])


def _without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf_token" not in line]


def test_a_passphrase_typed_on_another_keyboard_is_the_same(
    stranger: CastClient, cast: Cast, with_passphrase: GivesPassphrase
) -> None:
    email = with_passphrase(cast.officer)
    decomposed = unicodedata.normalize("NFD", PASSPHRASE)
    assert decomposed != PASSPHRASE
    assert sign_in(stranger, email, decomposed).location == DESK


@pytest.mark.parametrize(
    ("base_url", "name", "secure"),
    [("http://localhost", "phien", False), ("https://binhchon.lienminh.vn", "__Host-phien", True)],
)
def test_the_cookie_is_locked_down(
    base_url: str, name: str, secure: bool, peopled_databases: FreshDatabases, tmp_path: Path
) -> None:
    with peopled_databases.fresh("sqlite") as url:
        app = create_app(settings_for(tmp_path, url, base_url=base_url))
        with app.app_context():
            response = client_for(app, ANONYMOUS).get(SIGN_IN, base_url=base_url)
            db.engine.dispose()
    cookies = SimpleCookie(response.headers["Set-Cookie"])
    assert list(cookies) == [name]
    morsel = cookies[name]
    flags = (morsel["path"], morsel["domain"], morsel["httponly"], bool(morsel["secure"]), morsel["samesite"])
    assert flags == ("/", "", True, secure, "Lax")
    assert len(morsel.value) >= 43  # 256 bits


@pytest.mark.parametrize("path", ["/", "/vinh-danh", "/vinh-danh/mau", "/the-le", "/xac-minh", "/khong-co-trang-nay"])
def test_public_pages_set_no_cookie(stranger: CastClient, path: str) -> None:
    assert "Set-Cookie" not in stranger.get(path).headers
