"""Between two tests a kept app is as if it had just been made."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.accounts.models import User
from awards.base.database import db
from awards.base.file_store import file_store
from tests.cast import PARTS, CastClient
from tests.kept_app import KeptApp


def state_of(app: Flask) -> tuple[object, ...]:
    home: Path = app.extensions["settings"].home
    return (
        app.config["WTF_CSRF_ENABLED"],
        sorted(app.extensions),
        app.extensions["settings"].files.clamav,
        app.test_client_class,
        sorted(path.name for path in home.iterdir()),
        list(file_store().lying()),
        db.session.scalar(select(func.count()).select_from(User)),
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_a_test_changed_reaches_the_next_one(kind: str, kept_apps: dict[str, KeptApp]) -> None:
    with kept_apps[kind].renewed() as app:
        before = state_of(app)
        app.config["WTF_CSRF_ENABLED"] = True
        app.extensions["settings"].files.clamav = "unix:/nowhere"
        app.extensions["left"] = True
        app.test_client_class = CastClient
        (app.extensions["settings"].home / "left").write_text("", "ascii")
        file_store().put(b"left")
        db.session.query(User).update({User.email: User.email + ".left"})
        db.session.add(User(email="mot.nguoi@mau.example", full_name="Người Mẫu", fs_uniquifier="left", active=True))
        db.session.commit()
        assert state_of(app) != before
    with kept_apps[kind].renewed() as app:
        assert state_of(app) == before
        assert db.session.scalar(select(func.count()).where(User.email.endswith(".left"))) == 0
    assert before[-1] == len(PARTS)
