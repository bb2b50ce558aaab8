"""Sensitive pages ask for the passphrase again when it was given long ago, and nothing is done before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.doors import FRESH_TO_OPEN, FRESH_TO_SEND, declarations
from awards.policy.actor import ANONYMOUS, Actor
from tests.cast import PASSPHRASE, Cast, CastClient, client_for
from tests.trust.conftest import token_on

CREATE, VERIFY = "/tai-khoan/them", "/xac-nhan-lai"
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def office(guarded: Flask, cast: Cast, with_passphrase: Callable[[Actor], str]) -> CastClient:
    """The office, signed in through the page: the passphrase was given just now."""
    email = with_passphrase(cast.office)
    client = client_for(guarded, ANONYMOUS)
    token = token_on(client, "/dang-nhap")
    client.post("/dang-nhap", data={"email": email, "password": PASSPHRASE, "csrf_token": token})
    return client


def people() -> int:
    count = db.session.scalar(select(func.count()).select_from(User)) or 0
    db.session.rollback()
    return count


def test_the_pages_that_ask_again_are_the_ones_of_the_list(app: Flask) -> None:
    fresh = {endpoint for endpoint, page in declarations(app).items() if page.fresh}
    assert fresh >= {
        "accounts.create_account",
        "accounts.invite",
        "accounts.close_account",
        "accounts.reopen_account",
        "accounts.reset_factor",
        "own_account.set_up_factor",
        "own_account.remove_factor",
        "own_account.renew_codes",
        "publicity.propose_announcement",
        "publicity.approve_announcement",
        "decisions.record_decision",
        "results.close_round",
        "results.download_record",
        "exports.download_winners",
        "exports.download_certificates",
    }


def test_a_page_opens_while_the_passphrase_is_fresh_and_asks_for_it_later(office: CastClient) -> None:
    start = clock.now()
    answers = []
    for later in (FRESH_TO_OPEN - timedelta(minutes=1), FRESH_TO_OPEN + timedelta(minutes=1)):
        with clock.told_by(lambda later=later: start + later):  # type: ignore[misc]
            answers.append(office.get(CREATE))
    assert [answer.status_code for answer in answers] == [200, 302]
    assert answers[1].location == f"{VERIFY}?next=/tai-khoan/them"


def test_giving_the_passphrase_again_leads_back_to_the_page(office: CastClient) -> None:
    later = clock.now() + timedelta(hours=1)
    with clock.told_by(lambda: later):
        asked = office.get(CREATE).location
        token = token_on(office, asked)
        wrong = office.post(asked, data={"password": "không phải câu này đâu", "csrf_token": token})
        right = office.post(asked, data={"password": PASSPHRASE, "csrf_token": token})
        opened = office.get(CREATE)
    assert (wrong.status_code, "Mật khẩu chưa đúng." in wrong.get_data(as_text=True)) == (200, True)
    assert (right.location, opened.status_code) == (CREATE, 200)


def test_what_is_sent_too_late_is_refused_and_not_done(office: CastClient) -> None:
    typed = {
        "full_name": "Người Mới Mẫu",
        "email": "moi@mau.example",
        "roles": "screener",
        "alliance": "",
        "csrf_token": token_on(office, CREATE),
    }
    start, before = clock.now(), people()
    late = start + FRESH_TO_SEND + timedelta(minutes=1)
    with clock.told_by(lambda: late):
        refused = office.post(CREATE, data=typed)
    page = refused.get_data(as_text=True)
    assert (refused.status_code, people()) == (403, before)
    assert "Hệ thống chưa lưu, chưa làm gì cả." in page
    assert [secret in page for secret in ("moi@mau.example", "Người Mới Mẫu")] == [False, False]
    in_time = start + FRESH_TO_SEND - timedelta(minutes=1)
    with clock.told_by(lambda: in_time):
        assert office.post(CREATE, data=typed).status_code == 302
    assert people() == before + 1


def test_a_button_is_as_strict_as_opening_a_page(office: CastClient, cast: Cast) -> None:
    page = f"/tai-khoan/{cast.officer.public_id}/moi"
    token = token_on(office, f"/tai-khoan/{cast.officer.public_id}")
    late = clock.now() + FRESH_TO_OPEN + timedelta(minutes=1)
    with clock.told_by(lambda: late):
        refused = office.post(page, data={"csrf_token": token}, headers={"Referer": "http://localhost/tai-khoan/abc"})
    assert refused.status_code == 403
    assert "/xac-nhan-lai?next=/tai-khoan/abc" in refused.get_data(as_text=True)


@pytest.mark.parametrize("elsewhere", ["http://evil.example/", "//evil.example", "https://localhost.evil.example/"])
def test_confirming_never_leads_to_another_site(office: CastClient, cast: Cast, elsewhere: str) -> None:
    page = f"/tai-khoan/{cast.officer.public_id}/moi"
    token = token_on(office, VERIFY)
    late = clock.now() + timedelta(hours=1)
    with clock.told_by(lambda: late):
        refused = office.post(page, data={"csrf_token": token}, headers={"Referer": elsewhere})
        sent_on = office.post(
            VERIFY, query_string={"next": elsewhere}, data={"password": PASSPHRASE, "csrf_token": token}
        )
    assert "evil" not in refused.get_data(as_text=True)
    assert "evil" not in (sent_on.location or "")
