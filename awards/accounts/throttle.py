"""How often sign-in, codes and resets may be tried: per address, per network and per account, over all processes.

Flask-Limiter does the reckoning, our table `attempt_count` keeps the numbers (``docs/decisions/0012``).
The address is the one the trusted proxies vouch for; a header a stranger writes is never read here.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, request, session
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from limits.storage import Storage
from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from awards.accounts.devices import network_of
from awards.accounts.identity import signed_in_user
from awards.accounts.models import AttemptCount
from awards.base import clock
from awards.base.database import db, writing
from awards.config import Settings

View = Callable[..., ResponseReturnValue]

NETWORK_RATE = "100 per minute"
ACCOUNT_RATE = "10 per 10 minutes; 60 per day"
RESET_RATE = "5 per hour"


class DatabaseCounts(Storage):
    """The counts of the `limits` library in a table, on a connection of their own."""

    STORAGE_SCHEME = ["awards"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """One more attempt under ``key``; a count past its end begins anew. Exact over all processes."""
        short, now = _short(key), clock.now()
        ends = now + timedelta(seconds=expiry)
        past = AttemptCount.expires_at <= now
        statement = _upsert()(AttemptCount).values(key=short, count=amount, expires_at=ends)
        statement = statement.on_conflict_do_update(
            index_elements=[AttemptCount.key],
            set_={
                "count": case((past, amount), else_=AttemptCount.count + amount),
                "expires_at": case((past, ends), else_=AttemptCount.expires_at),
            },
        ).returning(AttemptCount.count)
        count = int(_write(statement))
        if count == amount:  # a key begun anew: the moment to drop those whose time is over
            _write(delete(AttemptCount).where(AttemptCount.expires_at <= now))
        return count

    def get(self, key: str) -> int:
        return int(_read(select(AttemptCount.count).where(*_live(key))) or 0)

    def get_expiry(self, key: str) -> float:
        found: datetime | None = _read(select(AttemptCount.expires_at).where(*_live(key)))
        return (found or clock.now()).timestamp()

    def check(self) -> bool:
        return _read(select(func.count()).select_from(AttemptCount)) is not None

    def reset(self) -> int | None:
        _write(delete(AttemptCount))
        return None

    def clear(self, key: str) -> None:
        _write(delete(AttemptCount).where(AttemptCount.key == _short(key)))


def limit_sign_in(app: Flask, settings: Settings) -> None:
    """Put the limits on every page where something is guessed."""
    app.config["RATELIMIT_STORAGE_URI"] = "awards://"
    app.config["RATELIMIT_ENABLED"] = settings.limit_sign_in
    limiter = Limiter(_address, app=app)
    app.extensions["sign_in_limiter"] = limiter  # the limits themselves hold it only weakly
    by_address = [(settings.sign_in_rate, _address), (NETWORK_RATE, _network)]
    limits: dict[str, list[tuple[str, Callable[[], str]]]] = {
        "security.login": [*by_address, (ACCOUNT_RATE, _typed_account)],
        "security.two_factor_token_validation": [*by_address, (ACCOUNT_RATE, _half_signed_in)],
        "security.mf_recovery": [*by_address, (ACCOUNT_RATE, _half_signed_in)],
        "security.forgot_password": [*by_address, (RESET_RATE, _typed_account)],
        "security.reset_password": by_address,
        "security.verify": [*by_address, (ACCOUNT_RATE, _signed_in)],
        "security.change_password": [*by_address, (ACCOUNT_RATE, _signed_in)],
    }
    for endpoint, wanted in limits.items():
        view = cast(View, app.view_functions[endpoint])
        for rate, key in wanted:
            shared = limiter.shared_limit(rate, scope=_scope(endpoint, key), key_func=key, methods=["POST"])
            view = cast(View, shared(view))
        app.view_functions[endpoint] = view


def _scope(endpoint: str, key: Callable[[], str]) -> str:
    """All pages count together for an address; an account's tries are counted per kind of page."""
    return endpoint if key in (_typed_account, _half_signed_in, _signed_in) else "sign-in"


def _address() -> str:
    return request.remote_addr or "none"


def _network() -> str:
    return network_of(request.remote_addr) or "none"


def _typed_account() -> str:
    """The account somebody tries to be, as a hash: a table of counts should not list addresses of people."""
    typed = unicodedata.normalize("NFKC", request.form.get("email", "")).casefold().strip()
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()


def _half_signed_in() -> str:
    return str(session.get("tf_user_id") or _address())


def _signed_in() -> str:
    user = signed_in_user()
    return user.public_id if user else _address()


def _short(key: str) -> str:
    return key if len(key) <= 200 else hashlib.sha256(key.encode("utf-8")).hexdigest()


def _live(key: str) -> tuple[Any, Any]:
    return AttemptCount.key == _short(key), AttemptCount.expires_at > clock.now()


def _upsert() -> Callable[..., Any]:
    return postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert


def _write(statement: Any) -> Any:
    db.session.rollback()  # an unfinished read of the page would keep SQLite's write lock from us
    mark = writing.set(True)
    try:
        with db.engine.begin() as connection:
            result = connection.execute(statement)
            return result.scalar() if result.returns_rows else None
    finally:
        writing.reset(mark)


def _read(statement: Any) -> Any:
    with db.engine.connect() as connection:
        return connection.scalar(statement)
