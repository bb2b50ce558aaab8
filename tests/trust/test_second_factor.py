"""The second factor: asked after the passphrase, each code taken once, and required of those who could do most harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from awards.accounts import services as accounts
from awards.accounts.models import User
from awards.app import create_app
from awards.base import clock
from awards.base.database import db
from awards.base.doors import declarations
from awards.base.transaction import transaction
from awards.notices.models import Notice
from awards.policy.actions import Action
from awards.policy.actor import ANONYMOUS, Actor
from tests.cast import PASSPHRASE, Cast, CastClient, client_for, find_cast
from tests.databases import FreshDatabases
from tests.installation import settings_for
from tests.trust.conftest import token_on

SIGN_IN, CODE, RECOVERY = "/dang-nhap", "/dang-nhap/ma-xac-thuc", "/dang-nhap/ma-du-phong"
DESK, OWN, SET_UP = "/ban-lam-viec/", "/tai-khoan/cua-toi/", "/tai-khoan/cua-toi/buoc-hai"
REFUSED_CODE = "Mã chưa đúng, đã hết hạn hoặc đã được dùng."
KEY = re.compile(r'class="mono">([A-Z0-9 -]+)</span>')


@dataclass(frozen=True)
class Telephone:
    """The authenticator app of one person, with the recovery codes on paper."""

    app: Flask
    secret: str
    codes: list[str]

    def code(self) -> str:
        return str(self.app.extensions["security"].totp_factory.generate_totp_password(self.secret))


@pytest.fixture
def with_telephone(app: Flask, with_passphrase: Callable[[Actor], str]) -> Callable[[Actor], Telephone]:
    """Give the person the passphrase of the tests and a second factor."""

    def give(actor: Actor) -> Telephone:
        with_passphrase(actor)
        secret = app.extensions["security"].totp_factory.generate_totp_secret()
        with transaction():
            user = db.session.get_one(User, actor.user_id)
            codes = accounts.set_factor(actor, user, secret, 0, "")
        return Telephone(app, secret, codes)

    return give


def send(client: CastClient, path: str, **typed: str) -> TestResponse:
    return client.post(path, data={**typed, "csrf_token": token_on(client, path)})


def passphrase(client: CastClient, email: str = "officer@mau.example") -> TestResponse:
    return send(client, SIGN_IN, email=email, password=PASSPHRASE)


def is_in(client: CastClient) -> bool:
    return client.get(DESK).status_code == 200


def another(app: Flask) -> CastClient:
    return client_for(app, ANONYMOUS)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_the_passphrase_alone_opens_nothing_and_the_code_opens_the_desk(
    stranger: CastClient, cast: Cast, with_telephone: Callable[[Actor], Telephone]
) -> None:
    telephone = with_telephone(cast.officer)
    answer = passphrase(stranger)
    assert answer.location.startswith(CODE)
    assert not is_in(stranger)
    assert send(stranger, CODE, code=telephone.code()).location == DESK
    assert is_in(stranger)


def test_a_code_is_taken_once(
    stranger: CastClient, guarded: Flask, cast: Cast, with_telephone: Callable[[Actor], Telephone]
) -> None:
    telephone = with_telephone(cast.officer)
    thief = another(guarded)
    with time_machine.travel(clock.now(), tick=False):
        code = telephone.code()
        for client in (stranger, thief):
            passphrase(client)
        send(stranger, CODE, code=code)
        replayed = send(thief, CODE, code=code)
    assert REFUSED_CODE in replayed.get_data(as_text=True)
    assert (is_in(stranger), is_in(thief)) == (True, False)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_code_of_some_minutes_ago_is_refused(
    stranger: CastClient, cast: Cast, with_telephone: Callable[[Actor], Telephone]
) -> None:
    telephone = with_telephone(cast.officer)
    start = clock.now()
    with time_machine.travel(start, tick=False) as now:
        code = telephone.code()
        passphrase(stranger)
        now.shift(120)
        late = send(stranger, CODE, code=code)
    assert REFUSED_CODE in late.get_data(as_text=True)


def test_a_recovery_code_works_once_however_it_is_typed(
    stranger: CastClient, guarded: Flask, cast: Cast, with_telephone: Callable[[Actor], Telephone]
) -> None:
    telephone = with_telephone(cast.officer)
    typed = telephone.codes[3].upper().replace("-", " ")
    passphrase(stranger)
    assert send(stranger, RECOVERY, code=typed).location == DESK
    again = another(guarded)
    passphrase(again)
    refused = send(again, RECOVERY, code=typed).get_data(as_text=True)
    assert "Mã dự phòng chưa đúng hoặc đã được dùng." in refused
    assert (is_in(stranger), is_in(again)) == (True, False)
    told = db.session.scalars(select(Notice.body).where(Notice.title == "Đã dùng một mã dự phòng")).all()
    assert [body.startswith("Vừa đăng nhập bằng mã dự phòng. Còn 9 mã.") for body in told] == [True]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_neither_secret_nor_recovery_codes_can_be_read_in_the_database(
    cast: Cast, with_telephone: Callable[[Actor], Telephone]
) -> None:
    telephone = with_telephone(cast.officer)
    row = db.session.execute(
        text("SELECT tf_totp_secret, mf_recovery_codes FROM user_account WHERE tf_totp_secret IS NOT NULL")
    ).one()
    key = telephone.app.extensions["security"].totp_factory.get_totp_b32_key(telephone.secret)
    stored = f"{row[0]} {row[1]}"
    assert [piece in stored for piece in (key, *telephone.codes)] == [False] * 11


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_closed_account_cannot_finish_a_sign_in_it_began(
    stranger: CastClient, cast: Cast, with_telephone: Callable[[Actor], Telephone]
) -> None:
    telephone = with_telephone(cast.officer)
    passphrase(stranger)
    token = token_on(stranger, CODE)
    with transaction():
        accounts.close_account(cast.leader, db.session.get_one(User, cast.officer.user_id), "Nghỉ việc", None)
    answer = stranger.post(CODE, data={"code": telephone.code(), "csrf_token": token})
    assert (answer.location, is_in(stranger)) == (SIGN_IN, False)


# who must have one


@pytest.fixture
def strict(peopled_databases: FreshDatabases, tmp_path: Path) -> Iterator[Flask]:
    """An installation that asks a second factor of some roles, as a real one does."""
    with peopled_databases.fresh("sqlite") as url:
        app = create_app(settings_for(tmp_path / "home", url, limit_sign_in=False, require_second_factor=True))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.mark.parametrize("role", ["chair", "office", "auditor", "sysadmin"])
def test_whoever_must_have_one_can_open_nothing_before_setting_it_up(strict: Flask, role: str) -> None:
    client = client_for(strict, getattr(find_cast(), role))
    known = declarations(strict)
    inside = [name for name, page in known.items() if page.action is not Action.PUBLIC_READ]
    paths = [rule.rule for rule in strict.url_map.iter_rules() if rule.endpoint in inside and not rule.arguments]
    answers = {path: client.get(path) for path in paths}
    still_open = sorted(path for path, answer in answers.items() if answer.location != SET_UP)
    assert still_open == sorted([OWN, SET_UP, "/tai-khoan/cua-toi/phien"])  # the last one takes a POST and says 405
    assert [answers[path].status_code for path in still_open] == [200, 200, 405]


@pytest.mark.parametrize("role", ["officer", "leader", "judge", "screener", "secretary", "standing", "contact"])
def test_everybody_else_may_work_without_one(strict: Flask, role: str) -> None:
    assert is_in(client_for(strict, getattr(find_cast(), role)))


def test_setting_it_up_opens_the_house_and_ends_the_other_sessions(strict: Flask) -> None:
    office = find_cast().office
    client, elsewhere = client_for(strict, office), client_for(strict, office)
    totp = strict.extensions["security"].totp_factory
    page = client.get(SET_UP).get_data(as_text=True)
    assert 'src="data:image/svg+xml' in page
    key = KEY.search(page)
    assert key is not None
    wrong = send(client, SET_UP, code="000000").get_data(as_text=True)
    assert "Mã chưa đúng hoặc đã hết hạn." in wrong
    assert KEY.search(wrong).group(1) == key.group(1)  # type: ignore[union-attr]  # the telephone learns one secret
    code = totp._totp.from_source({"v": 1, "type": "totp", "key": key.group(1).replace("-", "").replace(" ", "")})
    shown = send(client, SET_UP, code=code.generate().token).get_data(as_text=True)
    assert len(set(re.findall(r"<li>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</li>", shown))) == 10
    assert (is_in(client), is_in(elsewhere)) == (True, False)


def test_whoever_must_have_one_cannot_switch_it_off(strict: Flask) -> None:
    office = find_cast().office
    secret = strict.extensions["security"].totp_factory.generate_totp_secret()
    with transaction():
        accounts.set_factor(office, db.session.get_one(User, office.user_id), secret, 0, "")
    answer = send(client_for(strict, office), "/tai-khoan/cua-toi/buoc-hai/tat")
    assert "bắt buộc có bước xác thực thứ hai nên không tắt được" in answer.get_data(as_text=True)
    db.session.rollback()
    assert db.session.get_one(User, office.user_id).has_second_factor


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_somebody_else_may_switch_it_off_and_the_office_is_told(
    guarded: Flask, cast: Cast, with_telephone: Callable[[Actor], Telephone]
) -> None:
    with_telephone(cast.officer)
    client = client_for(guarded, cast.officer)
    assert send(client, "/tai-khoan/cua-toi/buoc-hai/tat").location == OWN
    title = "Đã tắt bước xác thực thứ hai"
    told = set(db.session.scalars(select(Notice.user_id).where(Notice.title == title)))
    assert told == {cast.officer.user_id, cast.office.user_id, cast.second_office.user_id}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_opening_the_page_of_codes_while_signed_in_signs_nobody_out(guarded: Flask, cast: Cast) -> None:
    client = client_for(guarded, cast.officer)
    assert client.get(CODE).location == DESK
    assert is_in(client)
