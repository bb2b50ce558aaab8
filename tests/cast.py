"""A small world with names: the people every test can ask for, and a browser signed in as one of them.

Two provinces: Tuyên Quang is home, Cà Mau is the stranger's. One judge comes from home, so is recused there.
"""

from __future__ import annotations

from contextvars import Context
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from awards.accounts import services as accounts
from awards.accounts.identity import actor_of
from awards.accounts.inputs import AccountInput
from awards.accounts.models import User
from awards.accounts.sign_in import AUTHENTICATED_AT
from awards.base import clock
from awards.base.database import db
from awards.policy.actor import ANONYMOUS, OPERATOR, Actor, Role
from awards.units.models import Alliance

HOME, AWAY = "Tuyên Quang", "Cà Mau"
PASSPHRASE = "một câu mật khẩu dài mà dễ nhớ"


@dataclass(frozen=True)
class Part:
    """A part of the cast: the person's name, roles, and province (none: the centre)."""

    name: str
    roles: frozenset[Role]
    province: str | None = None


def part(name: str, *roles: Role, province: str | None = None) -> Part:
    return Part(name, frozenset(roles), province)


PARTS: dict[str, Part] = {
    "officer": part("Hoàng Thị Hiền", Role.OFFICER, province=HOME),
    "leader": part("Lê Đức Thắng", Role.LEADER, province=HOME),
    "province_member": part("Ma Văn Quyết", Role.PROVINCE_MEMBER, province=HOME),
    "province_secretary": part("Nông Thị Ngọc", Role.PROVINCE_SECRETARY, province=HOME),
    "stranger": part("Trần Hải Đăng", Role.OFFICER, province=AWAY),
    "stranger_leader": part("Phạm Minh Khởi", Role.LEADER, province=AWAY),
    "contact": part("Đỗ Văn Mẫu", Role.CONTACT),
    "screener": part("Nguyễn Thu Trang", Role.SCREENER),
    "home_judge": part("Bàn Thị Xuân", Role.JUDGE, province=HOME),
    "judge": part("Vũ Quốc Ân", Role.JUDGE),
    "other_judge": part("Đặng Ngọc Yến", Role.JUDGE),
    "chair": part("Phan Thế Ưng", Role.CHAIR),
    "secretary": part("Bùi Thị Ánh", Role.SECRETARY),
    "office": part("Ngô Thanh Ý", Role.OFFICE),
    "second_office": part("Dương Hữu Đức", Role.OFFICE),
    "standing": part("Tạ Quang Ổn", Role.STANDING),
    "auditor": part("Lương Thị Ẩn", Role.AUDITOR),
    "sysadmin": part("Cao Văn Ước", Role.SYSADMIN),
}


@dataclass(frozen=True)
class Cast:
    """Everybody, as actors."""

    officer: Actor
    leader: Actor
    province_member: Actor
    province_secretary: Actor
    stranger: Actor
    stranger_leader: Actor
    contact: Actor
    screener: Actor
    home_judge: Actor
    judge: Actor
    other_judge: Actor
    chair: Actor
    secretary: Actor
    office: Actor
    second_office: Actor
    standing: Actor
    auditor: Actor
    sysadmin: Actor
    nobody: Actor = ANONYMOUS


def email_of(key: str) -> str:
    return f"{key.replace('_', '.')}@mau.example"


def engage_cast() -> None:
    """Open an account for everybody; needs an application context and an open transaction."""
    alliances = {alliance.province_name: alliance for alliance in db.session.scalars(select(Alliance))}
    for key, person in PARTS.items():
        entry = AccountInput(email_of(key), person.name, "", person.roles)
        accounts.create_account(OPERATOR, entry, alliances[person.province] if person.province else None)


def find_cast() -> Cast:
    """The accounts of :func:`engage_cast`, as actors."""
    users = {user.email: user for user in db.session.scalars(select(User))}
    keys = [field.name for field in fields(Cast) if field.name != "nobody"]
    return Cast(**{key: actor_of(users[email_of(key)]) for key in keys})


class CastClient(FlaskClient):
    """A browser that shares nothing with the test around it: neither its database session nor its ``g``."""

    def open(self, *args: Any, **keywords: Any) -> TestResponse:
        if has_app_context():
            db.session.rollback()  # an unfinished read of the test would keep SQLite's write lock from the page
        response: TestResponse = Context().run(super().open, *args, **keywords)
        return response

    def sign_in(self, actor: Actor) -> None:
        """Become this person without the sign-in page (which has tests of its own)."""
        if actor.user_id is None:
            return
        uniquifier = db.session.scalars(select(User.fs_uniquifier).where(User.id == actor.user_id)).one()
        db.session.rollback()
        Context().run(self._remember, uniquifier)

    def _remember(self, uniquifier: str) -> None:
        """As just signed in, however far a test moves the clock: giving the passphrase again has tests of its own."""
        with self.session_transaction() as session:
            session["_user_id"] = uniquifier
            session["_fresh"] = True
            session[AUTHENTICATED_AT] = (clock.now() + timedelta(days=3650)).timestamp()


def client_for(app: Flask, actor: Actor) -> CastClient:
    """A browser in which this person is signed in (nobody, for :data:`ANONYMOUS`)."""
    app.test_client_class = CastClient
    client = app.test_client()
    assert isinstance(client, CastClient)
    client.sign_in(actor)
    return client
