"""The page on which people look after their own account: where they are signed in, and how to end it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select

from awards.accounts.devices import device_words, network_of, network_words
from awards.accounts.models import ServerSession, User
from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.base.transaction import transaction
from awards.policy.actor import Actor
from tests.cast import PASSPHRASE, Cast, CastClient

ClientOf = Callable[[Actor], CastClient]
NEW = "bảy con cò trắng bay qua đồng"
OWN, END, DESK = "/tai-khoan/cua-toi/", "/tai-khoan/cua-toi/phien", "/ban-lam-viec/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
COC_COC = WINDOWS.replace("Chrome/140.0", "coc_coc_browser/140.0 Chrome/140.0")
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 15; SM-A155F) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome trên máy tính Windows"),
        (WINDOWS + " Edg/140.0", "Edge trên máy tính Windows"),
        (COC_COC, "Cốc Cốc trên máy tính Windows"),
        (IPHONE, "Safari trên iPhone"),
        (ANDROID, "Chrome trên điện thoại hoặc máy tính bảng Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox trên máy tính Linux"),
        ("curl/8.0", "Thiết bị chưa rõ"),
        ("", "Thiết bị chưa rõ"),
    ],
)
def test_a_device_is_named_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


@pytest.mark.parametrize(
    ("address", "network", "words"),
    [
        ("203.0.113.77", "203.0.113.0/24", "203.0.113.…"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1:2:…"),
        ("::ffff:203.0.113.77", "203.0.113.0/24", "203.0.113.…"),
        ("không phải địa chỉ", "", "chưa rõ"),
        (None, "", "chưa rõ"),
    ],
)
def test_of_an_address_only_its_network_is_kept(address: str | None, network: str, words: str) -> None:
    assert (network_of(address), network_words(network)) == (network, words)


def browse(client: CastClient, agent: str, address: str) -> None:
    """Use the session from this device, in a way that changes it (a message waits in it)."""
    client.post(END, data={"phien": "x"}, headers={"User-Agent": agent}, environ_base={"REMOTE_ADDR": address})


def test_people_see_where_they_are_signed_in_and_nobody_else(client_of: ClientOf, cast: Cast) -> None:
    office, home, other = client_of(cast.officer), client_of(cast.officer), client_of(cast.leader)
    browse(office, WINDOWS, "203.0.113.77")
    browse(home, IPHONE, "198.51.100.5")
    browse(other, COC_COC, "192.0.2.8")
    page = office.get(OWN).get_data(as_text=True)
    shown = [
        word in page for word in ("Chrome trên máy tính Windows", "203.0.113.…", "Safari trên iPhone", "198.51.100.…")
    ]
    assert shown == [True] * 4
    assert ("Cốc Cốc" in page, page.count("Máy này")) == (False, 1)


def mark_of(client: CastClient, page: str) -> str:
    return page.partition('name="phien" value="')[2].partition('"')[0]


def test_one_session_is_ended_and_the_others_live(client_of: ClientOf, cast: Cast) -> None:
    office, home, stays = (client_of(cast.officer) for _ in range(3))
    for client, address in ((stays, "192.0.2.8"), (home, "198.51.100.5")):
        browse(client, IPHONE, address)
    page = office.get(OWN).get_data(as_text=True)
    assert office.post(END, data={"phien": mark_of(office, page)}).location == OWN
    alive = [client.get(DESK).status_code for client in (office, home, stays)]
    assert (alive[0], sorted(alive[1:])) == (200, [200, 302])
    assert db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.number.desc())).first() == (
        "account.sessions_end"
    )


def test_all_other_sessions_are_ended_at_once(client_of: ClientOf, cast: Cast) -> None:
    office, home, phone, leader = (
        client_of(actor) for actor in (cast.officer, cast.officer, cast.officer, cast.leader)
    )
    office.post(END)
    assert [client.get(DESK).status_code for client in (office, home, phone, leader)] == [200, 302, 302, 200]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_nobody_ends_a_session_of_somebody_else(app: Flask, client_of: ClientOf, cast: Cast) -> None:
    leader = client_of(cast.leader)
    statement = select(ServerSession.token_hash).where(ServerSession.user_id == cast.leader.user_id)
    mark = db.session.scalars(statement).one()[:20]
    db.session.rollback()
    client_of(cast.officer).post(END, data={"phien": mark})
    assert leader.get(DESK).status_code == 200


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_session_ended_while_its_page_is_being_made_stays_dead(app: Flask, client_of: ClientOf, cast: Cast) -> None:
    """The other browser's answer is under way and would be stored again when it is ready."""
    office, home = client_of(cast.officer), client_of(cast.officer)
    with home.session_transaction() as session:
        office.post(END)
        session["typed"] = "somewhat later"
    assert home.get(DESK).status_code == 302


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_new_passphrase_ends_the_other_sessions_and_keeps_this_one(
    app: Flask, client_of: ClientOf, cast: Cast
) -> None:
    with transaction():
        db.session.get_one(User, cast.officer.user_id).password = hash_password(PASSPHRASE)
    here, elsewhere = client_of(cast.officer), client_of(cast.officer)
    typed = {"password": PASSPHRASE, "new_password": NEW, "new_password_confirm": NEW}
    assert here.post("/tai-khoan/cua-toi/mat-khau", data=typed).location == OWN
    assert [client.get(DESK).status_code for client in (here, elsewhere)] == [200, 302]
    refused = here.post("/tai-khoan/cua-toi/mat-khau", data=typed).get_data(as_text=True)
    assert "Mật khẩu chưa đúng." in refused  # the old one is no longer the one in use
