"""A file of some megabytes over a line that breaks: it goes on from where the server has it, and arrives whole."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Request, Route
from pypdf import PdfWriter
from sqlalchemy import select

from awards.app import create_app
from awards.base.database import db
from awards.base.file_store import PICTURES, file_store
from awards.base.transaction import transaction
from awards.config import Settings
from awards.nominations.models import DossierFile
from awards.registrations.inputs import LinkInput
from awards.registrations.models import ContactFile
from awards.registrations.services import issue_link
from tests.builders import a_draft, an_open_season
from tests.cast import find_cast
from tests.file_makers import pdf
from tests.journeys.conftest import PATIENCE, Installation, Person, a_file, prepared, served, sign_in

KIBIBYTE = 1024
CUT_AT = 2
"""So many pieces have arrived when the line breaks: 256 and 512 KiB."""


@dataclass
class Place:
    """An installation with a draft and the link of its cooperative; its server can be stopped and started."""

    made: Installation
    draft: str
    token: str
    server: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        self.server.enter_context(served(self.made))

    def stop(self) -> None:
        self.server.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    names: list[str] = []
    with prepared(tmp_path_factory.mktemp("cut"), lambda: names.extend(_draft_and_link())) as made:
        ready = Place(made, *names)
        ready.start()
        yield ready
        ready.stop()


def _draft_and_link() -> tuple[str, str]:
    cast = find_cast()
    nomination = a_draft(cast, an_open_season(cast))
    with transaction():
        issued = issue_link(cast.officer, nomination, LinkInput(10, "Hoàng Thị Hiền"))
    return nomination.public_id, issued.token


@dataclass
class Line:
    """What goes over the line of one browser: every piece asked for, and those the server took."""

    asked: list[int] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    """First byte and length of each."""

    def note(self, request: Request) -> None:
        answer = request.response()
        if request.method == "PATCH" and answer is not None and answer.status == 200:
            self.taken.append((int(request.headers["upload-offset"]), len(request.post_data_buffer or b"")))


@pytest.fixture
def person(browser: Browser, place: Place) -> Iterator[Person]:
    context = browser.new_context(locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    yield Person(context.new_page(), place.made.base_url, [])
    context.close()


@pytest.fixture
def paper() -> bytes:
    """A real PDF of 3 MB, like no other."""

    def fill(writer: PdfWriter) -> None:
        writer.add_metadata({"/Subject": secrets.token_hex(1_500_000)})

    return pdf(1, fill)


def hand_over(person: Person, content: bytes, line: Line) -> None:
    """Choose the file for the first paper and press the button."""
    person.page.on("requestfinished", line.note)
    slot = person.page.locator("#muc-registration")
    slot.locator("input[type=file]").set_input_files([a_file("Bản đăng ký.pdf", content)])
    slot.get_by_role("button", name="Tải lên", exact=True).click()


def arrived(model: type[DossierFile] | type[ContactFile]) -> list[tuple[str, str]]:
    """Name and digest of the bytes of every file kept; nothing but such files lies in the store."""
    app = create_app(Settings())
    with app.app_context():
        kept = [(one.name, one.storage_key) for one in db.session.scalars(select(model))]
        named = {key for each in (DossierFile, ContactFile) for key in db.session.scalars(select(each.storage_key))}
        digests = [(name, hashlib.sha256(file_store().get(key)).hexdigest()) for name, key in kept]
        lying = {key for key, _ in file_store().lying() if not key.startswith(PICTURES)}
        db.session.remove()
        db.engine.dispose()
    assert lying == named
    return digests


def went_on(line: Line, size: int) -> None:
    """Every byte was taken once: each piece begins where the one before it ended, and none came twice."""
    ends = [start + length for start, length in line.taken]
    assert [start for start, _ in line.taken] == [0, *ends[:-1]]
    assert (line.taken[:CUT_AT], ends[-1]) == ([(0, 256 * KIBIBYTE), (256 * KIBIBYTE, 512 * KIBIBYTE)], size)
    assert line.asked.count(768 * KIBIBYTE) == 2  # asked in vain, and again


def test_an_upload_outlives_its_server(place: Place, person: Person, paper: bytes) -> None:
    line = Line()

    def piece(route: Route) -> None:
        if route.request.method == "PATCH":
            line.asked.append(int(route.request.headers["upload-offset"]))
            if len(line.asked) == CUT_AT + 1:
                place.stop()  # the piece finds nobody
        route.continue_()

    sign_in(person, "officer")
    person.go(f"/ho-so/{place.draft}/giay-to")
    person.page.route("**/tai-len/*", piece)
    hand_over(person, paper, line)
    person.sees("đang nối lại")
    place.start()
    person.page.locator("#muc-registration").get_by_role("link", name="Bản đăng ký.pdf").first.wait_for(timeout=60_000)
    went_on(line, len(paper))
    assert arrived(DossierFile) == [("Bản đăng ký.pdf", hashlib.sha256(paper).hexdigest())]


def test_a_cooperative_s_upload_goes_on_after_a_cut(place: Place, person: Person, paper: bytes) -> None:
    line = Line()

    def piece(route: Route) -> None:
        if route.request.method == "PATCH":
            line.asked.append(int(route.request.headers["upload-offset"]))
            if len(line.asked) == CUT_AT + 1:
                route.abort("connectionreset")
                return
        route.continue_()

    person.go(f"/dang-ky/{place.token}")
    person.follow("Giấy tờ")
    person.page.route("**/tai-len/*", piece)
    hand_over(person, paper, line)
    person.sees("đang nối lại")
    person.page.locator("#muc-registration").get_by_role("link", name="Bản đăng ký.pdf").first.wait_for(timeout=60_000)
    went_on(line, len(paper))
    assert arrived(ContactFile) == [("Bản đăng ký.pdf", hashlib.sha256(paper).hexdigest())]
