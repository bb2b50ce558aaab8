"""A real installation, served by the real server, and people with real browsers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from flask_security import hash_password
from playwright.sync_api import Browser, FilePayload, Page, expect
from sqlalchemy import select, update

from awards.accounts import services as accounts
from awards.accounts.models import User
from awards.app import create_app
from awards.base import clock
from awards.base.database import db
from awards.base.files import PDF
from awards.base.transaction import transaction
from awards.cli.installation import new_secrets, write_settings
from awards.config import Settings
from awards.policy.actor import OPERATOR
from tests.cast import PASSPHRASE, email_of
from tests.installation import peopled_sqlite
from tests.journeys.watching import Watch
from tests.ports import free_port

START_WITHIN = 60
PATIENCE = 30_000
"""Milliseconds a page may take: the machine may be slow and busy."""
expect.set_options(timeout=PATIENCE)  # its own patience is five seconds
DESKTOP = {"width": 1366, "height": 768}


@dataclass
class Installation:
    """A test installation on embedded SQLite; everybody of the cast has a passphrase except the office person."""

    home: Path
    base_url: str
    now: datetime
    activation_link: str = ""

    def tell_time(self, later: timedelta = timedelta()) -> None:
        """Let time go by for the server: it reads its clock from a file, as only a test installation may."""
        self.now += later
        (self.home / "clock").write_text(self.now.isoformat(), encoding="utf-8")

    def day(self, days: int = 0) -> str:
        """A day in Vietnam as people type it, so many days from now."""
        return (self.now + timedelta(days=days)).astimezone(clock.VIETNAM).strftime("%d/%m/%Y")

    def instant(self, later: timedelta) -> str:
        """An hour and a day in Vietnam as people type them."""
        return (self.now + later).astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path) as made:
        yield made


@contextmanager
def installed(folder: Path, prepare: Callable[[], None] = lambda: None, workers: int = 1) -> Iterator[Installation]:
    """A served installation in this folder; ``prepare`` runs once among its tables, before anybody comes."""
    with prepared(folder, prepare) as made, served(made, workers):
        yield made


@contextmanager
def prepared(folder: Path, prepare: Callable[[], None] = lambda: None) -> Iterator[Installation]:
    """The same before its server is started: :func:`served` starts it, as often as the test wants."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    port = free_port()
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    made = Installation(home, f"http://127.0.0.1:{port}", now)
    made.tell_time()
    settings = {
        "profile": "test",
        "base_url": made.base_url,
        "limit_sign_in": False,
        "require_second_factor": False,
        "clock_file": str(home / "clock"),
        **new_secrets(),
    }
    write_settings(home, settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWARDS_HOME", str(home))
        with clock.told_by(lambda: made.now):
            made.activation_link = _people(home, prepare)
        yield made


def _people(home: Path, prepare: Callable[[], None]) -> str:
    """The accounts of the cast, and what the test prepares; gives back the activation link of the office person."""
    settings = Settings()
    assert settings.home == home
    shutil.copyfile(peopled_sqlite(), home / "awards.db")
    app = create_app(settings)
    with app.app_context():
        with transaction():
            known = User.email != email_of("office")
            db.session.execute(update(User).where(known).values(password=hash_password(PASSPHRASE)))
            office = db.session.scalars(select(User).where(~known)).one()
            link = accounts.invite(OPERATOR, office)
        prepare()
        db.session.remove()
        db.engine.dispose()
    return link


@contextmanager
def served(place: Installation, workers: int = 1) -> Iterator[None]:
    """`awards run` as a process of its own, from the first answer to the end of the test."""
    command = [
        sys.executable,
        "-m",
        "awards.cli.main",
        "run",
        "--no-worker",
        "--home",
        str(place.home),
        "--port",
        place.base_url.rpartition(":")[2],
        "--workers",
        str(workers),
    ]
    record = place.home.parent / "server.log"
    with record.open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(place.base_url, server, record)
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(base_url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(base_url, timeout=5):
                return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8')}")


@dataclass
class Person:
    """Somebody in front of a browser of their own."""

    page: Page
    base_url: str
    troubles: list[str]
    arrived: Callable[[Page], None] = lambda _page: None
    """What is looked at on every page the person comes to."""

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.base_url + path)
        self.arrived(self.page)

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).first.click()
        self.page.wait_for_load_state()
        self.arrived(self.page)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_load_state()
        self.arrived(self.page)

    def type(self, texts: dict[str, str]) -> None:
        """Fill fields by their labels."""
        for label, text in texts.items():
            self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list by the option's words."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def tick(self, group: str, answer: str) -> None:
        """One answer of a question."""
        self.page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()

    def sees(self, *texts: str) -> None:
        for text in texts:
            self.page.get_by_text(text).first.wait_for(timeout=PATIENCE)

    def reads(self) -> str:
        """All the words on the page."""
        return self.page.locator("body").inner_text()

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def download(self, button: str) -> bytes:
        with self.page.expect_download(timeout=60_000) as waiting:
            self.page.get_by_role("button", name=button, exact=True).click()
        return Path(waiting.value.path()).read_bytes()


def a_file(name: str, content: bytes, media_type: str = PDF) -> FilePayload:
    """A file as somebody chooses it from a folder."""
    return {"name": name, "mimeType": media_type, "buffer": content}


Acting = Callable[..., Person]


@pytest.fixture
def acting(browser: Browser, installation: Installation) -> Iterator[Acting]:
    watch = Watch()
    with visitors(browser, installation, watch) as sit_down:
        yield sit_down
    assert watch.found == []


@contextmanager
def visitors(
    browser: Browser, place: Installation, arrived: Callable[[Page], None] = lambda _page: None
) -> Iterator[Acting]:
    """`acting("officer")` is the officer, signed in at a browser of their own; `acting()` is the public.

    More words make another browser: `viewport`, `java_script_enabled`... Whatever a browser complains about
    (a script refused by the content policy, an answer 500) fails the test. Who comes again before the clock
    moves on is still signed in, as with a browser that was shut and opened.
    """
    troubles: list[str] = []
    signed_in: dict[tuple[str, datetime], Any] = {}

    def sit_down(role: str | None = None, **browsing: Any) -> Person:
        kept = signed_in.get((role, place.now)) if role else None
        context = browser.new_context(**{"locale": "vi-VN", "viewport": DESKTOP, "storage_state": kept, **browsing})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on("response", lambda answer: troubles.append(answer.url) if answer.status >= 500 else None)
        person = Person(page, place.base_url, troubles, arrived)
        if role is not None:
            person.go("/ban-lam-viec/" if kept else "/dang-nhap")
            if "/dang-nhap" in page.url:
                sign_in(person, role)
            signed_in[role, place.now] = context.storage_state()
        return person

    yield sit_down
    for context in browser.contexts:
        context.close()
    assert [trouble for trouble in troubles if "404" not in trouble] == []


def sign_in(person: Person, role: str, passphrase: str = PASSPHRASE) -> None:
    person.go("/dang-nhap")
    person.type({"Thư điện tử": email_of(role), "Mật khẩu": passphrase})
    person.press("Đăng nhập")
    person.page.wait_for_url("**/ban-lam-viec/")
