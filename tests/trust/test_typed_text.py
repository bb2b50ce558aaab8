"""A session that ends while somebody types loses nothing, also without scripts: the text comes back to be saved."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete

from awards.accounts.models import ServerSession
from awards.base.database import db
from awards.base.transaction import transaction
from awards.nominations.models import Nomination
from awards.policy.actor import ANONYMOUS, Actor
from awards.registrations import services
from awards.registrations.inputs import LinkInput
from tests.builders import a_draft, an_open_season
from tests.cast import PASSPHRASE, Cast, CastClient, client_for
from tests.trust.conftest import token_on

GivesPassphrase = Callable[[Actor], str]
TEXT = "Liên kết với 30 hộ.\nTạo việc làm <ổn định>."
BUTTON = "Lưu nội dung này"


@pytest.fixture
def nomination(guarded: Flask, cast: Cast) -> Nomination:
    return a_draft(cast, an_open_season(cast))


def sign_in(client: CastClient, email: str) -> None:
    token = token_on(client, "/dang-nhap")
    client.post("/dang-nhap", data={"email": email, "password": PASSPHRASE, "csrf_token": token})


def end_all_sessions() -> None:
    with transaction():
        db.session.execute(delete(ServerSession))


def fields_of(page: str) -> dict[str, str]:
    """What the one button of the page sends."""
    found = re.findall(r'<input type="hidden" name="([\w:]+)" value="([^"]*)">', page)
    return {name: html.unescape(text) for name, text in found}


def test_an_officers_text_is_shown_and_saved_with_one_button_after_signing_in_again(
    stranger: CastClient, cast: Cast, nomination: Nomination, with_passphrase: GivesPassphrase
) -> None:
    email = with_passphrase(cast.officer)
    sign_in(stranger, email)
    path = f"/ho-so/{nomination.public_id}/muc/thanh-tich"
    typed = {**fields_of(stranger.get(path).text), "achievements": TEXT, "csrf_token": token_on(stranger, path)}
    end_all_sessions()
    over = stranger.post(path, data=typed)
    assert (over.status_code, BUTTON in over.text, html.escape(TEXT) in over.text) == (400, True, True)
    assert "Đăng nhập ở cửa sổ mới" in over.text
    sign_in(stranger, email)
    saved = stranger.post(path, data=fields_of(over.text))
    if saved.status_code == 400:
        saved = stranger.post(path, data=fields_of(saved.text))
    db.session.expire_all()
    assert (saved.status_code, nomination.achievements) == (302, TEXT)


def test_a_page_from_an_earlier_sign_in_is_saved_with_one_button(
    guarded: Flask, cast: Cast, nomination: Nomination
) -> None:
    officer, path = client_for(guarded, cast.officer), f"/ho-so/{nomination.public_id}/muc/thanh-tich"
    base = fields_of(officer.get(path).text)["base"]
    stale = officer.post(path, data={"achievements": TEXT, "base": base, "csrf_token": "của lần trước"})
    assert (stale.status_code, "Đăng nhập ở cửa sổ mới" in stale.text) == (400, False)
    assert officer.post(path, data=fields_of(stale.text)).status_code == 302
    db.session.expire_all()
    assert nomination.achievements == TEXT


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_by_the_text_that_came_back(
    guarded: Flask, cast: Cast, nomination: Nomination
) -> None:
    officer, path = client_for(guarded, cast.officer), f"/ho-so/{nomination.public_id}/muc/thanh-tich"
    base = fields_of(officer.get(path).text)["base"]
    stale = officer.post(path, data={"achievements": TEXT, "base": base})
    other = {"achievements": "Đồng nghiệp viết.", "base": base, "csrf_token": token_on(officer, path)}
    assert officer.post(path, data=other).status_code == 302
    both = officer.post(path, data=fields_of(stale.text))
    assert (both.status_code, "Đồng nghiệp viết." in both.text, "Liên kết với 30 hộ." in both.text) == (409, True, True)


def test_a_passphrase_never_comes_back_on_a_page(stranger: CastClient) -> None:
    for path in ("/dang-nhap", "/tai-khoan/cua-toi/"):
        answer = stranger.post(path, data={"email": "a@mau.example", "password": PASSPHRASE, "old": PASSPHRASE})
        assert (answer.status_code in (200, 302, 400), PASSPHRASE in answer.text) == (True, False), path


def test_a_cooperatives_text_comes_back_when_it_opens_its_link_again(
    guarded: Flask, cast: Cast, nomination: Nomination
) -> None:
    token, contact, home = came_in(guarded, cast, nomination)
    path = f"{home}/thanh-tich"
    typed = {"achievements": TEXT, "base": "", "csrf_token": token_on(contact, path)}
    end_all_sessions()
    over = contact.post(path, data=typed)
    assert (over.status_code, "Bấm lại liên kết" in over.text, html.escape(TEXT) in over.text) == (400, True, True)
    contact.get(f"/dang-ky/{token}")
    saved = contact.post(path, data=fields_of(over.text))
    if saved.status_code == 400:
        saved = contact.post(path, data=fields_of(saved.text))
    assert (saved.status_code, html.escape(TEXT) in contact.get(path).text) == (302, True)


def test_a_link_that_ended_while_somebody_wrote_gives_the_text_back(
    guarded: Flask, cast: Cast, nomination: Nomination
) -> None:
    _, contact, home = came_in(guarded, cast, nomination)
    path = f"{home}/thanh-tich"
    typed = {"achievements": TEXT, "base": "", "csrf_token": token_on(contact, path)}
    with transaction():
        services.revoke_link(cast.officer, nomination)
    lost = contact.post(path, data=typed)
    assert (lost.status_code, html.escape(TEXT) in lost.text, "chép lại" in lost.text) == (403, True, True)
    by_itself = contact.post(path, data=typed, headers={"X-Autosave": "1"})
    assert (by_itself.status_code, TEXT in by_itself.text) == (302, False)


def came_in(guarded: Flask, cast: Cast, nomination: Nomination) -> tuple[str, CastClient, str]:
    """The token of a link, a browser that came in by it, and the address of its parts."""
    with transaction():
        issued = services.issue_link(cast.officer, nomination, LinkInput(10, "Hoàng Thị Hiền"))
    contact = client_for(guarded, ANONYMOUS)
    return issued.token, contact, contact.get(f"/dang-ky/{issued.token}").location
