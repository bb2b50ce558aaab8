"""The link that opens an account: once, for three days, and never a way in by itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from awards.accounts import services as accounts
from awards.accounts.models import User
from awards.accounts.passphrases import ABOUT_US, ABOUT_YOU, TOO_LONG, TOO_SIMPLE
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.policy.actor import Actor
from tests.cast import PASSPHRASE, Cast, CastClient
from tests.trust.conftest import token_on

DESK = "/ban-lam-viec/"


@pytest.fixture
def link(app: Flask, cast: Cast) -> str:
    """The path of a fresh activation link for the officer."""
    with transaction():
        whole = accounts.invite(cast.office, db.session.get_one(User, cast.officer.user_id))
    assert whole.startswith("http://localhost/")
    return whole.removeprefix("http://localhost")


def set_passphrase(client: CastClient, link: str, passphrase: str = PASSPHRASE) -> int:
    typed = {"password": passphrase, "password_confirm": passphrase, "csrf_token": token_on(client, link)}
    return client.post(link, data=typed).status_code


def can_sign_in(client: CastClient, email: str) -> bool:
    token = token_on(client, "/dang-nhap")
    answer = client.post("/dang-nhap", data={"email": email, "password": PASSPHRASE, "csrf_token": token})
    return answer.status_code == 302


def test_a_link_lets_its_person_choose_a_passphrase_and_then_sign_in(stranger: CastClient, link: str) -> None:
    assert set_passphrase(stranger, link) == 302
    assert stranger.get(DESK).status_code == 302  # setting a passphrase signs nobody in
    assert can_sign_in(stranger, "officer@mau.example")


def test_a_link_works_once(stranger: CastClient, link: str) -> None:
    set_passphrase(stranger, link)
    again = stranger.get(link, follow_redirects=True).get_data(as_text=True)
    assert "Liên kết không đúng hoặc đã được dùng. Hãy xin liên kết mới." in again


def test_a_link_dies_after_three_days(stranger: CastClient, link: str) -> None:
    with time_machine.travel(clock.now() + timedelta(days=3, minutes=1), tick=False):
        late = stranger.get(link, follow_redirects=True).get_data(as_text=True)
    assert "Liên kết đã quá hạn. Hãy xin liên kết mới." in late


def test_a_short_passphrase_is_refused_with_its_sentence(stranger: CastClient, link: str) -> None:
    token = token_on(stranger, link)
    page = stranger.post(link, data={"password": "ngắn", "password_confirm": "ngắn", "csrf_token": token})
    assert "Mật khẩu phải có ít nhất 15 ký tự." in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("passphrase", "sentence"),
    [
        ("lienminhhtx va mot cau rat dai", ABOUT_US),
        ("Liên Minh HTX đoàn kết vươn xa", ABOUT_US),
        ("hoang thi hien di cho mua gao", ABOUT_YOU),
        ("con mèo của officer ngủ ngon", ABOUT_YOU),
        ("matkhau123456789", TOO_SIMPLE),
        ("mưa " * 60, TOO_LONG),
    ],
)
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_passphrase_that_others_guess_is_refused_with_its_sentence(
    passphrase: str, sentence: str, stranger: CastClient, link: str
) -> None:
    typed = {"password": passphrase, "password_confirm": passphrase, "csrf_token": token_on(stranger, link)}
    page = stranger.post(link, data=typed)
    assert (page.status_code, sentence in page.get_data(as_text=True)) == (200, True)


def test_a_passphrase_set_in_one_unicode_form_is_known_in_the_other(stranger: CastClient, link: str) -> None:
    """NFKC before hashing: a Mac types NFD, Windows NFC, and old keyboards something between."""
    set_passphrase(stranger, link, unicodedata.normalize("NFD", PASSPHRASE))
    assert can_sign_in(stranger, "officer@mau.example")


def test_a_link_dies_when_the_account_is_closed(stranger: CastClient, link: str, cast: Cast) -> None:
    with transaction():
        officer = db.session.get_one(User, cast.officer.user_id)
        accounts.close_account(cast.leader, officer, "Chuyển công tác", None)
    assert stranger.get(link).location == "/dat-mat-khau"


def test_whoever_may_not_invite_gets_no_link(cast: Cast, client_of: Callable[[Actor], CastClient]) -> None:
    page = f"/tai-khoan/{cast.officer.public_id}/moi"
    people = (cast.sysadmin, cast.leader, cast.stranger_leader, cast.auditor)
    assert [client_of(person).post(page).status_code for person in people] == [200, 200, 404, 404]
