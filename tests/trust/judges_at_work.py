"""Judges who save while something happens to the server, and what the database holds afterwards.

The server is the production one in a process group of its own; the app of this process looks into the same database.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select, update

from awards.accounts.models import User
from awards.app import create_app
from awards.base.database import db
from awards.base.transaction import transaction
from awards.cli.installation import new_secrets, write_settings
from awards.config import Settings
from awards.councils.models import Assignment
from awards.councils.states import AssignmentState
from awards.sheets.marks import read_marks
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.paper import variant_of
from scoring.criteria import judged_in
from tests.builders import an_open_season
from tests.cast import PASSPHRASE, email_of, find_cast
from tests.judging import a_round, an_accepted
from tests.ports import free_port
from tests.trust.saving_clients import TROUBLE, Browser, Writer

CLIENTS = 8
JUDGES = ("chair", "judge", "other_judge")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """A sheet, its judge, and the criteria that are marked on it."""

    sheet: str
    judge: str
    criteria: tuple[str, ...]


@dataclass
class Lives:
    """The server, as often as it must be started."""

    base_url: str
    mother: subprocess.Popen[str]
    group: int = 0

    def start(self) -> None:
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        self.mother.stdin.write("start\n")
        self.mother.stdin.flush()
        self.group = int(self.mother.stdout.readline())
        until = time.monotonic() + 60
        while time.monotonic() < until:
            visitor = Browser(self.base_url)
            try:
                visitor.ask("/dang-nhap")
            except TROUBLE:
                time.sleep(0.02)
            else:
                visitor.leave()
                return
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        os.killpg(self.group, signal.SIGKILL)


@contextmanager
def an_installation(home: Path, database_url: str) -> Iterator[tuple[Flask, str]]:
    """Settings on disk and an app of this process on the same database."""
    home.mkdir(mode=0o700)
    base_url = f"http://127.0.0.1:{free_port()}"
    settings = {
        "profile": "test",
        "base_url": base_url,
        "database_url": database_url,
        "limit_sign_in": False,
        "require_second_factor": False,
        **new_secrets(),
    }
    write_settings(home, settings)
    before = os.environ.get("AWARDS_HOME")
    os.environ["AWARDS_HOME"] = str(home)
    try:
        app = create_app(Settings())
        with app.app_context():
            yield app, base_url
            db.session.remove()
            db.engine.dispose()
    finally:
        os.environ.pop("AWARDS_HOME")
        if before is not None:
            os.environ["AWARDS_HOME"] = before


@contextmanager
def served_again_and_again(base_url: str) -> Iterator[Lives]:
    port = str(urlsplit(base_url).port)
    command = [sys.executable, "-m", "tests.trust.server_lives", port]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as mother:
        lives = Lives(base_url, mother)
        try:
            lives.start()
            yield lives
        finally:
            if lives.group:
                lives.kill()
            mother.kill()


def places() -> list[Place]:
    """One sheet for each client, of three judges and three entries."""
    cast = find_cast()
    with transaction():
        db.session.execute(update(User).values(password=hash_password(PASSPHRASE)))
    season = an_open_season(cast)
    an_accepted(cast, season, away=True)
    judging_round = a_round(cast, season)
    user_ids = {getattr(cast, role).user_id: role for role in JUDGES}
    statement = select(Assignment).where(
        Assignment.round_id == judging_round.id, Assignment.state == AssignmentState.ASSIGNED.value
    )
    found = [
        Place(one.public_id, user_ids[one.judge_user_id], tuple(c.key for c in judged_in(variant_of(one).criteria)))
        for one in db.session.scalars(statement.order_by(Assignment.id))
        if one.judge_user_id in user_ids
    ]
    db.session.rollback()
    return found[:CLIENTS]


def writers_at(base_url: str, chosen: list[Place], stop: threading.Event) -> list[Writer]:
    signed_in = {}
    for role in JUDGES:
        signed_in[role] = Browser(base_url)
        signed_in[role].sign_in(email_of(role))
    token = {role: _token(browser, chosen, role) for role, browser in signed_in.items()}
    for browser in signed_in.values():
        browser.leave()
    return [
        Writer(Browser(base_url, signed_in[one.judge].cookie), one.sheet, token[one.judge], one.criteria, stop)
        for one in chosen
    ]


def _token(browser: Browser, chosen: list[Place], role: str) -> str:
    own = next(one for one in chosen if one.judge == role)
    return browser.token_on(f"/phieu-cham/{own.sheet}/cham")


def stored_versions(sheet: str) -> dict[int, SheetVersion]:
    statement = (
        select(SheetVersion).join(SheetVersion.sheet).join(Sheet.assignment).where(Assignment.public_id == sheet)
    )
    return {one.number: one for one in db.session.scalars(statement)}


def faults_of(writer: Writer) -> Counter[str]:
    """Lost, altered and doubled: what the client was told against what the database holds."""
    stored = stored_versions(writer.sheet)
    found: Counter[str] = Counter()
    for said in writer.said:
        version = stored.get(said.version)
        if version is None or version.idempotency_key != said.key:
            found["lost"] += 1
        elif read_marks(version.marks)[said.criterion] != Fraction(said.mark.replace(",", ".")):
            found["altered"] += 1
    found["doubled"] += len(stored) - len({said.version for said in writer.said})
    found["false conflicts"] += writer.conflicts
    found["wrong answers"] += len(writer.wrong)
    return +found


def summary(writers: list[Writer]) -> tuple[Counter[str], int, int]:
    """Faults, acts acknowledged, and sendings without an answer."""
    faults = sum((faults_of(writer) for writer in writers), Counter[str]())
    return faults, sum(len(one.said) for one in writers), sum(one.unanswered for one in writers)


def say(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """The figures of the run, also when nothing is wrong."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line}\n")


def finish(writers: list[Writer], stop: threading.Event) -> None:
    """Everybody ends the act at hand: after that every act was acknowledged."""
    stop.set()
    for writer in writers:
        writer.join(60)
        writer.browser.leave()
    assert not any(writer.is_alive() for writer in writers)
