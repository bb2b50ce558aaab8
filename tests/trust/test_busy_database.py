"""Others hold the database for longer than anybody can wait: the answer says so, signs nobody out and loses nothing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards.base import database
from awards.base.database import db
from awards.base.transaction import transaction
from awards.policy.actor import Actor
from awards.sheets.models import SheetVersion
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of

ClientOf = Callable[[Actor], CastClient]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
SHORT = 0.2


@pytest.fixture
def impatient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", SHORT)
    monkeypatch.setattr(database, "_BUSY", int(1000 * SHORT))


@contextmanager
def held(lock: str) -> Iterator[None]:
    """Another program has the database, as a commit on a slow disk has; our connections are made anew."""
    db.session.remove()
    path = db.engine.url.database
    assert path is not None
    db.engine.dispose()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(f"BEGIN {lock}")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def versions() -> int:
    found = db.session.scalar(select(func.count(SheetVersion.id))) or 0
    db.session.rollback()
    return found


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("lock", ["EXCLUSIVE", "IMMEDIATE"])
def test_a_save_is_refused_with_its_text_and_taken_when_it_is_sent_again(
    cast: Cast, client_of: ClientOf, lock: str
) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    judge, path = client_of(cast.judge), f"/phieu-cham/{assignment.public_id}/luu"
    cookies = judge.get_cookie("phien")
    sent = {"remark": "Chữ đã gõ của anh Ân", "base_version": "0", "idempotency_key": "mot-lan"}
    with held(lock):
        answer = judge.post(path, data=sent)
    assert (answer.status_code, answer.headers["Retry-After"], "Set-Cookie" in answer.headers) == (503, "3", False)
    assert ("Máy chủ đang bận" in answer.text, "Chữ đã gõ của anh Ân" in answer.text) == (True, True)
    assert (versions(), judge.get_cookie("phien")) == (0, cookies)
    assert [judge.post(path, data=sent).json["version"] for _ in range(2)] == [1, 1]  # type: ignore[index]
    assert versions() == 1


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("lock", ["EXCLUSIVE", "IMMEDIATE"])
def test_a_page_that_cannot_be_read_or_its_session_stored_signs_nobody_out(
    cast: Cast, client_of: ClientOf, lock: str
) -> None:
    judge = client_of(cast.judge)
    with held(lock):
        answer = judge.get("/phieu-cham/")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (503, False)
    assert judge.get("/phieu-cham/").status_code == 200


@pytest.mark.usefixtures("impatient")
def test_other_troubles_of_the_database_are_not_called_busy(app: Flask) -> None:
    with pytest.raises(database.OperationalError) as trouble, transaction():
        db.session.connection().exec_driver_sql("SELECT nothing FROM nowhere")
    assert not database.is_busy(trouble.value)


@pytest.mark.usefixtures("impatient")
def test_the_page_that_says_so_has_its_styles(cast: Cast, client_of: ClientOf) -> None:
    judge = client_of(cast.judge)
    styles = re.findall(r'<link[^>]+href="(/[^"]+\.css[^"]*)"', judge.get("/phieu-cham/").text)
    with held("EXCLUSIVE"):
        answers = [judge.get(one).status_code for one in styles]
    assert styles
    assert set(answers) == {200}
