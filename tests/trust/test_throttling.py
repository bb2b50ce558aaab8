"""Guessing is slowed per address, per network and per account, in every process, and no header helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import event, select, update

from awards.accounts.models import AttemptCount, User
from awards.app import create_app
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from tests.cast import PASSPHRASE
from tests.databases import FreshDatabases
from tests.installation import settings_for
from tests.kept_app import careless

GUESSES = 250
"""In each of the two arrangements: 500 in all."""
EMAIL = "officer@mau.example"
Start = Callable[..., Flask]


@pytest.fixture(params=["sqlite"])
def start(request: pytest.FixtureRequest, peopled_databases: FreshDatabases, tmp_path: Path) -> Iterator[Start]:
    """Processes of one installation over one database, with the limits of a real one."""
    begun: list[Flask] = []
    with peopled_databases.fresh(request.param) as url:

        def begin(**changes: object) -> Flask:
            app = create_app(settings_for(tmp_path / "home", url, **changes))
            app.config["WTF_CSRF_ENABLED"] = False
            with app.app_context():
                if request.param == "sqlite":
                    event.listen(db.engine, "connect", careless)
                with transaction():
                    db.session.execute(update(User).values(password=hash_password(PASSPHRASE)))
            begun.append(app)
            return app

        yield begin
        for app in begun:
            with app.app_context():
                db.engine.dispose()


def guess(
    app: Flask, email: str, address: str, headers: dict[str, str] | None = None, word: str = "sai hoàn toàn rồi nhé"
) -> int:
    typed = {"email": email, "password": word}
    answer = app.test_client().post(
        "/dang-nhap", data=typed, headers=headers or {}, environ_base={"REMOTE_ADDR": address}
    )
    return answer.status_code


def try_link(app: Flask, address: str) -> int:
    """A made-up link for a new passphrase: refused without the slow hash of a passphrase."""
    typed = {"password": PASSPHRASE, "password_confirm": PASSPHRASE}
    return app.test_client().post("/dat-mat-khau/x", data=typed, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize("proxies", [0, 1])
def test_forged_addresses_never_lift_the_limit_of_an_address(start: Start, proxies: int) -> None:
    """Guesses for as many accounts, each with another X-Forwarded-For: straight, and behind a proxy of ours.

    The proxy appends the address it sees, so what a stranger writes stands before it.
    """
    app = start(trusted_proxies=proxies)
    real = ", 203.0.113.9" if proxies else ""
    answers = Counter(
        guess(
            app,
            f"ten{number}@mau.example",
            "127.0.0.1" if proxies else "203.0.113.9",
            {
                "X-Forwarded-For": f"198.51.100.{number % 250}, 10.0.{number % 250}.7{real}",
                "X-Real-IP": f"1.2.3.{number % 9}",
            },
        )
        for number in range(GUESSES)
    )
    assert answers == {200: 20, 429: GUESSES - 20}


def test_an_account_is_guarded_against_guesses_from_everywhere(start: Start) -> None:
    """60 addresses in 60 networks: ten guesses are answered, then not even the right passphrase is."""
    app = start()
    answers = [guess(app, EMAIL.upper() if number % 2 else EMAIL, f"198.{number}.7.1") for number in range(60)]
    assert Counter(answers) == {200: 10, 429: 50}
    assert guess(app, EMAIL, "192.0.2.1", word=PASSPHRASE) == 429
    assert guess(app, "leader@mau.example", "192.0.2.1", word=PASSPHRASE) == 302
    later = clock.now() + timedelta(minutes=11)
    with clock.told_by(lambda: later):
        assert guess(app, EMAIL, "192.0.2.1", word=PASSPHRASE) == 302


def test_a_network_is_limited_as_a_whole(start: Start) -> None:
    app = start()
    v4 = Counter(try_link(app, f"203.0.113.{number}") for number in range(130))
    v6 = Counter(try_link(app, f"2001:db8:1:2::{number + 1:x}") for number in range(130))
    assert (v4, v6) == ({302: 100, 429: 30}, {302: 100, 429: 30})


@pytest.mark.parametrize("start", ["sqlite", "postgresql"], indirect=True)
def test_all_processes_count_together(start: Start) -> None:
    processes = [start(), start()]
    answers = Counter(try_link(processes[number % 2], "203.0.113.9") for number in range(40))
    assert answers == {302: 20, 429: 20}


def test_counts_past_their_time_are_deleted_and_name_nobody(start: Start) -> None:
    app = start()
    guess(app, EMAIL, "203.0.113.9")
    with app.app_context():
        before = set(db.session.scalars(select(AttemptCount.key)))
        db.session.rollback()
        later = clock.now() + timedelta(days=2)
        with clock.told_by(lambda: later):
            guess(app, "khac@mau.example", "192.0.2.1")
        after = set(db.session.scalars(select(AttemptCount.key)))
        db.session.rollback()
    assert (len(before) >= 4, before & after, [key for key in before if EMAIL in key]) == (True, set(), [])
