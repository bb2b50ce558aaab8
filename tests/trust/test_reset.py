"""A forgotten passphrase: the page tells nobody who has an account, signs nobody in, and its owner hears of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_mail import Message
from sqlalchemy import select
from werkzeug.test import TestResponse

from awards.accounts import post, services
from awards.accounts.models import ServerSession, User
from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.base.transaction import transaction
from awards.notices.models import Notice
from awards.policy.actor import Actor
from tests.cast import PASSPHRASE, Cast, CastClient, client_for
from tests.trust.conftest import token_on

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

FORGOT = "/dat-mat-khau"
NEW = "một câu khác hẳn, cũng dài như thế"


def ask(client: CastClient, email: str) -> TestResponse:
    return client.post(FORGOT, data={"email": email, "csrf_token": token_on(client, FORGOT)})


def without(answer: TestResponse, email: str) -> tuple[int, list[str]]:
    lines = answer.get_data(as_text=True).replace(email, "").splitlines()
    return answer.status_code, [line for line in lines if "csrf_token" not in line]


def test_known_unknown_and_closed_addresses_are_answered_alike(
    stranger: CastClient, cast: Cast, with_passphrase: Callable[[Actor], str]
) -> None:
    with_passphrase(cast.officer)
    with transaction():
        services.close_account(cast.office, db.session.get_one(User, cast.leader.user_id), "Nghỉ hưu", None)
    emails = ["officer@mau.example", "khong.ai@mau.example", "leader@mau.example", "judge@mau.example"]
    answers = [without(ask(stranger, email), email) for email in emails]
    assert answers[0] == answers[1] == answers[2] == answers[3]
    assert "có tài khoản, hướng dẫn đặt lại mật khẩu sẽ tới hộp thư" in "".join(answers[0][1])


def test_every_request_is_in_the_log_whether_somebody_has_the_account_or_not(stranger: CastClient, cast: Cast) -> None:
    for email in ("officer@mau.example", "khong.ai@mau.example"):
        ask(stranger, email)
    asked = db.session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "account.reset_asked"))
    assert list(asked) == [f"user:{cast.officer.public_id}", "user:unknown"]


@pytest.mark.parametrize("typed", ["", "khong-phai-thu", "a@b", "x" * 300 + "@mau.example"])
def test_what_is_no_address_gets_its_sentence(stranger: CastClient, typed: str) -> None:
    page = ask(stranger, typed)
    sentence = "Địa chỉ thư điện tử chưa đúng dạng" if typed else "Nhập địa chỉ thư điện tử."
    assert (page.status_code, sentence in page.get_data(as_text=True)) == (200, True)


def test_the_letter_has_the_link_and_leaves_after_the_answer(guarded: Flask, stranger: CastClient) -> None:
    """With a mail server the letter is handed to the post; here the post is listened to instead of the network."""
    post.init_post(guarded, has_server=True)
    with guarded.extensions["mail"].record_messages() as sent:
        ask(stranger, "officer@mau.example")
        ask(stranger, "khong.ai@mau.example")
        post.wait_for_post(guarded)
    letters: list[Message] = sent
    assert [(letter.subject, letter.recipients) for letter in letters] == [
        ("Đặt lại mật khẩu", ["officer@mau.example"])
    ]
    assert "Kính gửi Hoàng Thị Hiền" in letters[0].body
    assert "http://localhost/dat-mat-khau/" in letters[0].body
    guarded.extensions["account_post"].shutdown()


def test_a_reset_ends_every_session_signs_nobody_in_and_is_told(
    stranger: CastClient, guarded: Flask, cast: Cast, with_passphrase: Callable[[Actor], str]
) -> None:
    with_passphrase(cast.officer)
    at_work = client_for(guarded, cast.officer)
    with transaction():
        officer = db.session.get_one(User, cast.officer.user_id)
        link = services.invite(cast.office, officer).removeprefix("http://localhost")
    typed = {"password": NEW, "password_confirm": NEW, "csrf_token": token_on(stranger, link)}
    answer = stranger.post(link, data=typed)
    assert answer.location == "/dang-nhap"
    assert [client.get("/ban-lam-viec/").status_code for client in (stranger, at_work)] == [302, 302]
    left = db.session.scalars(select(ServerSession.user_id).where(ServerSession.user_id == cast.officer.user_id))
    assert list(left) == []
    told = db.session.scalars(select(Notice.user_id).where(Notice.title == "Mật khẩu đã được đặt lại"))
    assert set(told) == {cast.officer.user_id, cast.office.user_id, cast.second_office.user_id}


def test_the_passphrase_before_the_reset_is_worth_nothing(
    stranger: CastClient, cast: Cast, with_passphrase: Callable[[Actor], str]
) -> None:
    email = with_passphrase(cast.officer)
    with transaction():
        link = services.invite(cast.office, db.session.get_one(User, cast.officer.user_id)).removeprefix(
            "http://localhost"
        )
    typed = {"password": NEW, "password_confirm": NEW, "csrf_token": token_on(stranger, link)}
    stranger.post(link, data=typed)
    answers = [
        stranger.post(
            "/dang-nhap", data={"email": email, "password": word, "csrf_token": token_on(stranger, "/dang-nhap")}
        )
        for word in (PASSPHRASE, NEW)
    ]
    assert [answer.status_code for answer in answers] == [200, 302]
