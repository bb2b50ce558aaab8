"""The pages of a season's busy weeks, ours beside the bare application, in one run.

Run: python -m bench.provinces [--forwardings N]

3,000 nominations, 34 officers, 100 honours; both behind the same server with two workers on this machine; 16 people
at once on kept connections. Two loads. Without a pause each asks again the moment the answer is there: what the server
gives at most, and how long the queue gets. "At work" each does something else for two seconds between two acts, which
is still quicker than anybody types (a page saves by itself once nobody has typed for 0.8 s). Ours keeps a chained log,
conflicts, permissions asked twice; the bare one keeps nothing but the rows (`bench/bare.py`). Then a workbook of 500
rows, and so many forwardings with three 1 MB papers each.
"""

from __future__ import annotations

import asyncio
import io
import os
import platform
import re
import secrets
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from itertools import count, pairwise
from pathlib import Path
from time import perf_counter, process_time

from flask import Flask
from pypdf import PdfWriter
from sqlalchemy import func, select

from awards.accounts.identity import actor_of
from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.file_kinds import XLSX
from awards.base.files import IncomingFile
from awards.base.transaction import transaction
from awards.exports.nomination_workbook import Template, marked_workbook
from awards.intake import queries as intake
from awards.intake.inputs import CheckedRow
from awards.intake.services import keep_workbook, store_rows
from awards.nominations.models import DossierRevision
from awards.seasons.models import Season
from bench import bare, sample
from bench.load import Answer, Person, Tally, run
from bench.served import Server, free_port, served

ROOT = Path(__file__).resolve().parents[1]
NOMINATIONS, PROVINCES, HONOURS, AT_ONCE, SECONDS = 3_000, 34, 100, 16, 6.0
PAUSE, SECONDS_AT_WORK = 2.0, 30.0
ROWS, MOST_PAPERS = 500, 20
_INPUT = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass(frozen=True)
class Measured:
    """One scenario on one application."""

    tally: Tally
    cpu: float

    @property
    def cpu_each(self) -> float:
        """CPU milliseconds of the server for one answer."""
        return 1000 * self.cpu / max(1, self.tally.count)


Scenario = Callable[[Person, int], Awaitable[Answer]]
Row = tuple[str, int, Scenario, Scenario]
"""What it is called, by how many people at once, and the act on ours and on the bare application."""


def main() -> None:
    forwardings = int(sys.argv[sys.argv.index("--forwardings") + 1]) if "--forwardings" in sys.argv else 20
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as kept:
        ours_port, bare_port = free_port(), free_port()
        home, bare_home = Path(folder) / "ours", Path(folder) / "bare"
        app = sample.installation(home, f"http://127.0.0.1:{ours_port}")
        officers = sample.people(app)
        season = sample.an_open_season(app)
        drafts = sample.nominations(app, season, NOMINATIONS)
        nominee = sample.honours(app, HONOURS)
        bare_people = bare.fill(bare_home, provinces=PROVINCES, each=NOMINATIONS // PROVINCES, honours=HONOURS)
        command = [sys.executable, "-m", "awards.cli.main", "run", "--home", str(home), "--port", str(ours_port)]
        ours = kept.enter_context(served(command, ours_port, {}, ROOT))
        other = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "bench.bare:create_app"]
        other += ["--port", str(bare_port), "--workers", "2", "--blocking-threads", "1"]
        beside = kept.enter_context(served(other, bare_port, {"BARE_HOME": str(bare_home)}, ROOT))
        asyncio.run(_pages(ours, beside, officers, drafts, bare_people, nominee))
        asyncio.run(_sendings(ours, app, officers, drafts, forwardings))
        _workbook(app, officers[-1], season)


class Ours:
    """People on our application: each with a dossier of their own and its form of figures."""

    def __init__(self, people: list[Person], place: dict[int, str]) -> None:
        self.people, self.place = people, place
        self.forms: dict[int, dict[str, str]] = {}
        self.amount = count(2_000_000_000)  # never the same twice: typing what is stored already stores nothing
        self.pdf = _pdf(500_000)

    async def prepare(self) -> None:
        self.forms = {id(one): await _section_form(one, self.place[id(one)]) for one in self.people}

    async def open(self, one: Person, _turn: int) -> Answer:
        return await one.get(f"/ho-so/{self.place[id(one)]}/muc/so-lieu")

    async def save(self, one: Person, _turn: int) -> Answer:
        form = self.forms[id(one)]
        basis = max(int(name.rpartition("_")[2]) for name in form if name.startswith("figure_revenue_"))
        typed = form | {f"figure_revenue_{basis}": str(next(self.amount))}
        return await one.post(f"/ho-so/{self.place[id(one)]}/muc/so-lieu", typed, X_Autosave="1")

    async def attach(self, one: Person, turn: int) -> Answer:
        if turn >= MOST_PAPERS:
            return await one.get(f"/ho-so/{self.place[id(one)]}")  # a dossier holds so many papers and no more
        fields = {"csrf_token": self.forms[id(one)]["csrf_token"], "paper": "finance_report"}
        unlike = self.pdf + secrets.token_bytes(8).hex().encode()
        return await one.upload(f"/ho-so/{self.place[id(one)]}/giay-to", fields, "file", f"{turn}.pdf", unlike)


class Bare:
    """The same people on the bare application."""

    def __init__(self, people: list[Person], place: dict[int, str]) -> None:
        self.people, self.place = people, place
        self.tokens: dict[int, dict[str, str]] = {}
        self.pdf = _pdf(500_000)

    async def prepare(self) -> None:
        self.tokens = {id(one): (await self.open(one, 0)).hidden() for one in self.people}

    async def open(self, one: Person, _turn: int) -> Answer:
        return await one.get(f"/ho-so/{self.place[id(one)]}/so-lieu")

    async def save(self, one: Person, turn: int) -> Answer:
        typed = {f"{figure}_{year}": "1.000" for figure in bare.FIGURES for year in bare.YEARS}
        typed |= {"revenue_2025": str(1_000_000 + turn)}
        return await one.post(f"/ho-so/{self.place[id(one)]}/so-lieu", self.tokens[id(one)] | typed)

    async def attach(self, one: Person, _turn: int) -> Answer:
        return await one.upload(
            f"/ho-so/{self.place[id(one)]}/giay-to", self.tokens[id(one)], "file", "x.pdf", self.pdf
        )


def _asks(path: str) -> Scenario:
    return lambda one, _turn: one.get(path)


async def _pages(
    ours: Server,
    beside: Server,
    officers: Sequence[str],
    drafts: dict[str, list[str]],
    bare_people: Sequence[tuple[str, str]],
    nominee: str,
) -> None:
    own = [await _signed_in(ours.port, email) for email in officers[:AT_ONCE]]
    bares = [await _signed_in_bare(beside.port, email) for email, _ in bare_people[:AT_ONCE]]
    mine = Ours(own, {id(one): drafts[email][0] for one, email in zip(own, officers, strict=False)})
    theirs = Bare(bares, {id(one): place for one, (_, place) in zip(bares, bare_people, strict=False)})
    await mine.prepare()
    await theirs.prepare()
    rows: list[Row] = [
        ("public list of 100", AT_ONCE, _asks("/vinh-danh/mau"), _asks("/vinh-danh")),
        ("public detail", AT_ONCE, _asks(f"/vinh-danh/{nominee}"), _asks("/vinh-danh/h0")),
        ("list of nominations", AT_ONCE, _asks("/ho-so/"), _asks("/ho-so/")),
        ("open a section", AT_ONCE, mine.open, theirs.open),
        ("save a section", AT_ONCE, mine.save, theirs.save),
        ("attach 500 KB", 4, mine.attach, theirs.attach),
        (
            "sign-in",
            4,
            lambda one, turn: _sign_in(one, officers[turn % PROVINCES]),
            lambda one, turn: _sign_in_bare(one, bare_people[turn % PROVINCES][0]),
        ),
    ]
    at_work: list[Row] = [
        ("list of nominations, 16 at work", AT_ONCE, _asks("/ho-so/"), _asks("/ho-so/")),
        ("open a section, 16 at work", AT_ONCE, mine.open, theirs.open),
        ("save a section, 16 at work", AT_ONCE, mine.save, theirs.save),
    ]
    print("| scenario | ours req/s | CPU ms | p95 ms | bare req/s | CPU ms | p95 ms | CPU ours/bare | errors |")
    print("|---|---|---|---|---|---|---|---|---|")
    signing_in = rows.pop()  # last: it makes other people of them
    for chosen, seconds, pause in (
        (rows, SECONDS, 0.0),
        (at_work, SECONDS_AT_WORK, PAUSE),
        ([signing_in], SECONDS, 0.0),
    ):
        for label, at_once, act, bare_act in chosen:
            first = await _measure(ours, own[:at_once], act, seconds, pause)
            second = await _measure(beside, bares[:at_once], bare_act, seconds, pause)
            _tell(label, first, second)
    print(f"memory of the web processes: ours {ours.megabytes():.0f} MB, bare {beside.megabytes():.0f} MB")


def _tell(label: str, ours: Measured, beside: Measured) -> None:
    failures = [*ours.tally.failures, *beside.tally.failures]
    print(
        f"| {label} | {ours.tally.rate:.0f} | {ours.cpu_each:.1f} | {ours.tally.percentile(0.95):.0f} "
        f"| {beside.tally.rate:.0f} | {beside.cpu_each:.1f} | {beside.tally.percentile(0.95):.0f} "
        f"| {ours.cpu_each / beside.cpu_each:.1f} | {len(failures)} |",
        flush=True,
    )
    for failure in failures[:1]:
        print(f"    {failure[:300]}", file=sys.stderr)


async def _measure(server: Server, people: Sequence[Person], act: Scenario, seconds: float, pause: float) -> Measured:
    before = server.cpu_seconds()
    tally = await run(people, act, seconds=seconds, expected=frozenset({200, 302}), pause=pause)
    return Measured(tally, server.cpu_seconds() - before)


async def _signed_in(port: int, email: str) -> Person:
    person = Person("127.0.0.1", port)
    answer = await _sign_in(person, email)
    if answer.status != 302:
        raise SystemExit(f"{email} could not sign in: {answer.status}")
    return person


async def _sign_in(person: Person, email: str) -> Answer:
    person.cookies.clear()
    form = (await person.get("/dang-nhap")).hidden()
    return await person.post("/dang-nhap", form | {"email": email, "password": sample.PASSPHRASE, "submit": "1"})


async def _signed_in_bare(port: int, email: str) -> Person:
    person = Person("127.0.0.1", port)
    await _sign_in_bare(person, email)
    return person


async def _sign_in_bare(person: Person, email: str) -> Answer:
    await person.get("/dang-nhap")
    return await person.post("/dang-nhap", {"email": email, "password": bare.PASSPHRASE, "csrf_token": "open"})


async def _section_form(person: Person, nomination: str) -> dict[str, str]:
    """Every field of the section of figures as the page gives it."""
    page = await person.get(f"/ho-so/{nomination}/muc/so-lieu")
    found = (dict(_ATTRIBUTE.findall(tag)) for tag in _INPUT.findall(page.text))
    return {one["name"]: unescape(one.get("value", "")) for one in found if "name" in one}


async def _sendings(
    server: Server, app: Flask, officers: Sequence[str], drafts: dict[str, list[str]], count: int
) -> None:
    """So many dossiers filled in, with three papers of 1 MB each, signed off and sent by a pair of people."""
    pdf = _pdf(1_000_000)
    taken = [(number % PROVINCES, 1 + number // PROVINCES) for number in range(count)]
    busy = [place for place in taken if place[1] <= sample.QUOTA]
    start, failures = perf_counter(), 0
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(province: int, place: int) -> bool:
        async with limit:
            officer = await _signed_in(server.port, officers[province])
            leader = await _signed_in(server.port, f"leader{province}@mau.example")
            return await _send(officer, leader, drafts[officers[province]][place], pdf)

    sent = await asyncio.gather(*(one(*place) for place in busy))
    failures = sent.count(False)
    seconds = perf_counter() - start
    with app.app_context():
        stored = db.session.scalar(select(func.count(DossierRevision.id))) or 0
        db.session.remove()
    print(
        f"forwardings with 3 x 1 MB: {len(busy)} in {seconds:.0f} s ({600 * len(busy) / seconds:.0f} in ten minutes), "
        f"{failures} errors, {len(busy) - failures - stored} lost"
    )


async def _send(officer: Person, leader: Person, nomination: str, pdf: bytes) -> bool:
    base = f"/ho-so/{nomination}"
    for slug, typed in SECTIONS.items():
        page = await officer.get(f"{base}/muc/{slug}")
        found = (dict(_ATTRIBUTE.findall(tag)) for tag in _INPUT.findall(page.text))
        form = {one["name"]: unescape(one.get("value", "")) for one in found if one.get("type") == "hidden"}
        await officer.post(f"{base}/muc/{slug}", form | typed)
    token = (await officer.get(f"{base}/giay-to")).hidden()["csrf_token"]
    for paper in ("registration", "criteria_report", "finance_report"):
        content = pdf + secrets.token_bytes(8).hex().encode()
        await officer.upload(f"{base}/giay-to", {"csrf_token": token, "paper": paper}, "file", f"{paper}.pdf", content)
    await officer.post(f"{base}/chuyen-duyet", {"csrf_token": token})
    own = (await leader.get(f"{base}/duyet")).hidden()["csrf_token"]
    await leader.post(f"{base}/duyet", {"csrf_token": own})
    answer = await leader.post(f"{base}/gui", {"csrf_token": own})
    return answer.status == 302 and "bien-nhan" in answer.headers.get("location", "")


SECTIONS: dict[str, dict[str, str]] = {
    "don-vi": {},
    "tu-khai": {"figure_law_compliance": "yes", "figure_open_inquiry": "no", "figure_highest_honour": "province"},
    "dong-y": {"consent_on": clock.today().strftime("%d/%m/%Y"), "consent_by": "Nguyễn Văn Mẫu"},
}


def _workbook(app: Flask, email: str, season_public_id: str) -> None:
    """A workbook of 500 new rows: kept, previewed, stored; CPU seconds of this process."""
    with app.test_request_context():
        season = db.session.scalars(select(Season).where(Season.public_id == season_public_id)).one()
        actor = actor_of(db.session.scalars(select(User).where(User.email == email)).one())
        content = _rows_workbook(season)
        db.session.rollback()
        times = [process_time()]
        with transaction():
            batch = keep_workbook(actor, season, IncomingFile("500.xlsx", XLSX, content, secrets.token_hex(32)))
        times.append(process_time())
        preview = intake.preview(batch)
        times.append(process_time())
        with transaction():
            stored = store_rows(actor, batch)
        times.append(process_time())
        db.session.remove()
    kept, shown, done = (after - before for before, after in pairwise(times))
    parts = f"read {kept:.2f} s, preview {shown:.2f} s, store {done:.2f} s"
    print(f"workbook of {ROWS} (CPU): {parts}; {stored} of {len(preview.rows)} stored")


def _rows_workbook(season: Season) -> bytes:
    columns = intake.columns_for(season)
    cells = []
    for number in range(ROWS):
        row: dict[str, str | float] = {
            "tax_code": sample.sample_code(500_000 + number),
            "name": f"Hợp tác xã Mẫu nhập số {number}",
            "kind": "Hợp tác xã",
            "sector": "Nông nghiệp",
            "commune": "Xã Mẫu",
        }
        for column in columns:
            if column.figure is not None and column.year is not None and "agri" in column.variants:
                value = sample.FIGURES.get(column.figure.key, 1)
                row[column.key] = float(value * (10 - (season.basis_year - column.year)) // 10)
        cells.append(row)
    rows = [CheckedRow(number, "", "", (), (), None) for number in range(ROWS)]
    return marked_workbook(Template(season.title, columns, (), False, season.ceremony_on), rows, cells)


def _pdf(size: int) -> bytes:
    """A real PDF of about so many bytes."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Subject": secrets.token_hex(size // 2)})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
