"""The deadline as the real server sees it: slow lines, restarts, and whatever zone or clock a browser has."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask_security import hash_password
from playwright.sync_api import Browser
from sqlalchemy import update

from awards.accounts.models import User
from awards.app import create_app
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.cli.installation import new_secrets, write_settings
from awards.config import Settings
from awards.forwarding import services as forwarding
from awards.nominations.models import Nomination
from awards.publicity import services as publicity
from tests.builders import a_complete_draft, a_draft_season
from tests.cast import PASSPHRASE, email_of, find_cast
from tests.databases import FreshDatabases
from tests.ports import free_port

SECOND = timedelta(seconds=1)
SHUT = "Đã hết hạn nhận hồ sơ"
CLIENTS = {
    "UTC": 0,
    "Asia/Ho_Chi_Minh": 0,
    "America/New_York": 0,
    "Pacific/Kiritimati": 1,  # its clock is one day ahead besides
    "Pacific/Pago_Pago": -1,  # and this one a day behind
}
"""Zones of browsers, and by how many days their clocks are wrong."""


@dataclass
class Served:
    """An installation behind the real server; its clock stands in a file. Three signed-off dossiers wait."""

    home: Path
    base_url: str
    closes: datetime
    season: str
    waiting: list[str]

    def tell_time(self, instant: datetime) -> None:
        unfinished = self.home / "clock.new"
        unfinished.write_text(instant.isoformat(), encoding="utf-8")
        unfinished.replace(self.home / "clock")

    @contextmanager
    def running(self, zone: str = "UTC") -> Iterator[None]:
        """`awards run` in a process of its own, on a machine of that zone."""
        port = str(urlsplit(self.base_url).port)
        command = [sys.executable, "-m", "awards.cli.main", "run", "--no-worker", "--home", str(self.home)]
        process = subprocess.Popen(
            [*command, "--port", port, "--workers", "1"],
            env={**os.environ, "TZ": zone},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._wait(process)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", urlsplit(self.base_url).port or 0), timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def forwarded(self) -> dict[str, datetime | None]:
        """When each dossier was taken, as the database says."""
        with clock.told_by(clock.now):
            app = create_app(Settings())
        with app.app_context():
            found = {one.public_id: one.forwarded_at for one in db.session.query(Nomination)}
            db.session.remove()
            db.engine.dispose()
        return {one: found[one] for one in self.waiting}


@pytest.fixture(params=["sqlite", "postgresql"])
def served(
    request: pytest.FixtureRequest, peopled_databases: FreshDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    base_url = f"http://127.0.0.1:{free_port()}"
    with peopled_databases.fresh(request.param) as url:
        settings = {
            "profile": "test",
            "base_url": base_url,
            "database_url": url,
            "limit_sign_in": False,
            "require_second_factor": False,
            "clock_file": str(home / "clock"),
            **new_secrets(),
        }
        write_settings(home, settings)
        monkeypatch.setenv("AWARDS_HOME", str(home))
        now = clock.now()
        with clock.told_by(lambda: now):  # the app of this process takes its clock from the file too, until here
            made = _world(home, base_url)
        yield made


def _world(home: Path, base_url: str) -> Served:
    app = create_app(Settings())
    with app.app_context():
        cast = find_cast()
        season = a_draft_season(cast)
        with transaction():
            publicity.open_season(cast.office, season)
            db.session.execute(update(User).values(password=hash_password(PASSPHRASE)))
        dossiers = [a_complete_draft(cast, season) for _ in range(3)]
        with transaction():
            for one in dossiers:
                forwarding.ask_for_sign_off(cast.officer, one)
                forwarding.sign_off(cast.leader, one)
        made = Served(
            home, base_url, season.nominations_close_at, season.public_id, [one.public_id for one in dossiers]
        )
        db.session.remove()
        db.engine.dispose()
    return made


@dataclass
class Line:
    """A leader at the end of a plain connection: signs in, and sends a form in two halves."""

    served: Served
    cookie: str = ""
    token: str = ""

    def ask(self, path: str, form: dict[str, str] | None = None, between: datetime | None = None) -> tuple[int, str]:
        """The status and the words of the answer; half-way through a form the clock comes to ``between``."""
        connection = http.client.HTTPConnection(urlsplit(self.served.base_url).netloc, timeout=60)
        body = urlencode(form).encode() if form is not None else b""
        connection.putrequest("POST" if form is not None else "GET", path)
        connection.putheader("Cookie", self.cookie)
        connection.putheader("Referer", self.served.base_url + path)
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[: len(body) // 2])
        if between is not None:
            time.sleep(0.3)
            self.served.tell_time(between)
        connection.send(body[len(body) // 2 :])
        answer = connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookie = "; ".join(f"{name}={one.value}" for name, one in SimpleCookie(header).items())
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def token_on(self, path: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.ask(path)[1])
        assert found is not None, path
        return found.group(1)

    def sign_in(self, role: str) -> None:
        typed = {"email": email_of(role), "password": PASSPHRASE, "csrf_token": self.token_on("/dang-nhap")}
        assert self.ask("/dang-nhap", typed)[0] == 302

    def forward(self, dossier: str, between: datetime | None = None) -> str:
        path = f"/ho-so/{dossier}/gui"
        status, text = self.ask(path, {"csrf_token": self.token}, between)
        return "taken" if status == 302 else "refused" if SHUT in text else f"{status}"


def seen_by(browser: Browser, leader: Line, zone: str, wrong_days: int) -> tuple[str, bool]:
    """What a browser of that zone reads about the deadline, and whether the form tells it is shut at the instant."""
    served = leader.served
    served.tell_time(served.closes - timedelta(minutes=5))
    context = browser.new_context(locale="vi-VN", timezone_id=zone)
    context.set_default_timeout(60_000)
    name, _, value = leader.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": served.base_url}])
    page = context.new_page()
    if wrong_days:
        page.clock.set_fixed_time(served.closes + timedelta(days=wrong_days))
    page.goto(f"{served.base_url}/mua-giai/{served.season}/lich")
    read = page.locator("tbody tr").first.inner_text()
    page.goto(f"{served.base_url}/ho-so/{served.waiting[1]}/gui")
    served.tell_time(served.closes)
    page.get_by_role("button", name="Gửi hồ sơ lên Trung ương", exact=True).click()
    page.get_by_text(SHUT).first.wait_for()
    shut = SHUT in page.locator("main").inner_text()
    context.close()
    return read, shut


@pytest.mark.timeout(300)
def test_the_server_decides_by_its_own_clock_at_the_last_byte(browser: Browser, served: Served) -> None:
    """Slow lines, wrong clocks and zones of browsers, a worker that starts anew at the instant itself."""
    first, second, third = served.waiting
    found: dict[str, str] = {}
    served.tell_time(served.closes - timedelta(minutes=5))
    with served.running("America/New_York"):
        leader = Line(served)
        leader.sign_in("leader")
        leader.token = leader.token_on(f"/ho-so/{first}/gui")
        served.tell_time(served.closes - SECOND)
        found["begun before, ended after"] = leader.forward(second, between=served.closes + SECOND)
        found["begun and ended after"] = leader.forward(second)
        served.tell_time(served.closes - 3 * SECOND)
        found["begun and ended before"] = leader.forward(first, between=served.closes - SECOND)
        browsers = {zone: seen_by(browser, leader, zone, wrong) for zone, wrong in CLIENTS.items()}
    served.tell_time(served.closes)
    with served.running("Asia/Ho_Chi_Minh"):
        found["after a restart at the instant"] = leader.forward(third)
    assert found == {
        "begun before, ended after": "refused",
        "begun and ended after": "refused",
        "begun and ended before": "taken",
        "after a restart at the instant": "refused",
    }
    assert len({read for read, _ in browsers.values()}) == 1
    assert {zone: shut for zone, (_, shut) in browsers.items()} == dict.fromkeys(CLIENTS, True)
    assert served.forwarded() == {first: served.closes - SECOND, second: None, third: None}
