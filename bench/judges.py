"""The pages of judging, ours beside the bare application, in one run of less than four minutes.

Run: python -m bench.judges [--judges N] [--office: the office's pages only]

400 entries and 60 judges who all mark all of them; both behind the same server with two workers on this machine.
A field saved by ours is a version of its own, an entry in the chained log, read back after the commit; the bare
application (`bench/bare.py`) keeps versions too, without a log that proves anything. Then everybody saves a field
every five seconds, as judges at work do. Then the office's pages: the board of 100 entries and 60 judges, and the
ranking after a count of 1,000 and of 3,000 entries by 7 judges, with the time of these counts from the database to
the commit (`bench/bare_results.py` holds the references).
"""

from __future__ import annotations

import asyncio
import os
import platform
import random
import re
import secrets
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from awards.base.database import db
from awards.seasons.models import Season
from bench import bare, bare_results, judged_sample, sample
from bench.load import Answer, Person, Tally, run
from bench.served import Server, free_port, served

ROOT = Path(__file__).resolve().parents[1]
ENTRIES, JUDGES, AT_ONCE, SECONDS = 400, 60, 16, 5.0
OFFICERS, OFFICE_SECONDS = 4, 4.0
PACE, PACED_SECONDS = 5.0, 20.0
COUNTED, COUNTING_JUDGES, BOARD = (1_000, 3_000), 7, (100, 60)
_MARKS = re.compile(r'name="mark_([\w-]+)"')
_VERSION = re.compile(rb'"version":\s*(\d+)')


@dataclass
class Judge:
    """One judge at work: the own sheets, the versions known, and the token of the forms."""

    person: Person
    sheets: Sequence[str]
    base: str
    token: str = ""
    criteria: Sequence[str] = ()
    versions: dict[str, int] = field(default_factory=dict)

    async def prepare(self, page: str) -> None:
        opened = await self.person.get(f"{self.base}/{self.sheets[0]}{page}")
        self.token, self.criteria = opened.hidden()["csrf_token"], _MARKS.findall(opened.text)

    async def save(self, turn: int) -> Answer:
        """The next field: one sheet after another, criterion by criterion."""
        place, criterion = divmod(turn, len(self.criteria))
        sheet = self.sheets[place % len(self.sheets)]
        typed = {
            "csrf_token": self.token,
            "base_version": str(self.versions.get(sheet, 0)),
            "idempotency_key": secrets.token_urlsafe(16),
            f"mark_{self.criteria[criterion]}": str(1 + turn % 2),
        }
        answer = await self.person.post(f"{self.base}/{sheet}/luu", typed, X_Autosave="1")
        found = _VERSION.search(answer.body)
        if answer.status == 200 and found is not None:
            self.versions[sheet] = int(found[1])
        return answer


Turn = Callable[[Judge, int], Awaitable[Answer]]


def main() -> None:
    judges = int(sys.argv[sys.argv.index("--judges") + 1]) if "--judges" in sys.argv else JUDGES
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print("| scenario | ours req/s | CPU ms | p95 ms | bare req/s | CPU ms | p95 ms | CPU ours/bare | errors |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        if "--office" not in sys.argv:
            _judges_at_work(Path(folder) / "judges", judges)
        _office_reads(Path(folder) / "board", *BOARD, counted=False)
        counts = [_office_reads(Path(folder) / str(size), size, COUNTING_JUDGES, counted=True) for size in COUNTED]
    print("| counting, database to commit | ours s | sqlite3 and floats, nothing checked or stored, s | ratio |")
    print("|---|---|---|---|")
    for size, (ours, plain) in zip(COUNTED, counts, strict=True):
        print(f"| {size:,} entries x {COUNTING_JUDGES} judges | {ours:.2f} | {plain:.2f} | {ours / plain:.0f} |")


def _judges_at_work(folder: Path, judges: int) -> None:
    app, port = _installed(folder, ENTRIES)
    benches = judged_sample.judging(app, _season(app), judges=judges)
    theirs = bare.fill_judges(folder / "bare", judges=judges, entries=ENTRIES)
    with ExitStack() as kept:
        ours, beside = _both(kept, folder, port, "bench.bare")
        asyncio.run(_measured(ours, beside, benches, theirs))
    alone = bare_results.commits_alone(folder / "ours" / "awards.db", seconds=SECONDS)
    print(f"the rows of a save alone, sqlite3 with the same journal, one process: {alone:.0f} commits a second")


def _office_reads(folder: Path, entries: int, judges: int, *, counted: bool) -> tuple[float, float]:
    """The board, or the ranking after a count; seconds of the count, ours and the plainest."""
    app, port = _installed(folder, entries)
    judged_sample.judging(app, _season(app), judges=judges)
    public_id = judged_sample.all_cast(app)
    plain = bare_results.plain_count(folder / "ours" / "awards.db")
    seconds = judged_sample.count(app) if counted else 0.0
    bare_results.fill(folder / "bare", entries=entries, judges=judges)
    page, other = (f"/ket-qua/{public_id}", "/xep-hang") if counted else (f"/ket-qua/{public_id}/tien-do", "/tien-do")
    label = f"ranking of {entries:,}, first page" if counted else f"board of {entries} entries x {judges} judges"
    with ExitStack() as kept:
        ours, beside = _both(kept, folder, port, "bench.bare_results")
        asyncio.run(_office(label, ours, beside, page, other))
    return seconds, plain


def _installed(folder: Path, entries: int) -> tuple[Flask, int]:
    port = free_port()
    app = sample.installation(folder / "ours", f"http://127.0.0.1:{port}")
    sample.people(app)
    sample.nominations(app, sample.an_open_season(app), entries)
    return app, port


def _season(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Season.public_id)).one()


def _both(kept: ExitStack, folder: Path, port: int, theirs: str) -> tuple[Server, Server]:
    command = [sys.executable, "-m", "awards.cli.main", "run", "--home", str(folder / "ours"), "--port", str(port)]
    command.append("--no-worker")  # the advice asked for by a count is no part of a page
    ours = kept.enter_context(served(command, port, {}, ROOT))
    bare_port = free_port()
    other = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", f"{theirs}:create_app"]
    other += ["--port", str(bare_port), "--workers", "2", "--blocking-threads", "1"]
    return ours, kept.enter_context(served(other, bare_port, {"BARE_HOME": str(folder / "bare")}, ROOT))


async def _office(label: str, ours: Server, beside: Server, page: str, other: str) -> None:
    own = [Judge(await _signed_in(ours.port, bare_results.OFFICE), (), "") for _ in range(OFFICERS)]
    theirs = [Judge(await _signed_in_bare(beside.port, bare_results.OFFICE), (), "") for _ in range(OFFICERS)]
    for _ in range(3):  # each of the two workers has compiled its templates and statements
        await asyncio.gather(*(one.person.get(page) for one in own), *(one.person.get(other) for one in theirs))
    first = await _ask(ours, own, lambda judge, _turn: judge.person.get(page), OFFICE_SECONDS)
    second = await _ask(beside, theirs, lambda judge, _turn: judge.person.get(other), OFFICE_SECONDS)
    _tell(label, first, second, ours)


async def _measured(
    ours: Server,
    beside: Server,
    benches: Sequence[judged_sample.Bench],
    theirs: Sequence[tuple[str, list[str]]],
) -> None:
    own = [Judge(await _signed_in(ours.port, one.email), one.sheets, "/phieu-cham") for one in benches]
    bares = [Judge(await _signed_in_bare(beside.port, email), sheets, "/phieu") for email, sheets in theirs]
    await asyncio.gather(*(one.prepare("/cham") for one in own), *(one.prepare("") for one in bares))
    rows: list[tuple[str, Turn, Turn]] = [
        ("judge's list of 400", _lists, _lists),
        ("open a sheet", _opens("/cham"), _opens("")),
        ("save a field, as fast as can be", Judge.save, Judge.save),
    ]
    for label, act, bare_act in rows:
        first = await _ask(ours, own[:AT_ONCE], act, SECONDS)
        second = await _ask(beside, bares[:AT_ONCE], bare_act, SECONDS)
        _tell(label, first, second, ours)
    label = f"save a field, {len(own)} judges every {PACE:.0f} s"
    for one in (*own, *bares):
        await one.person.leave()  # a line that was idle may be closed by either side
    first = await _ask(ours, own, _paced, PACED_SECONDS)
    _tell(label, first, await _ask(beside, bares, _paced, PACED_SECONDS), ours)
    print(f"memory of the web processes: ours {ours.megabytes():.0f} MB, bare {beside.megabytes():.0f} MB")


async def _lists(judge: Judge, _turn: int) -> Answer:
    return await judge.person.get(f"{judge.base}/")


def _opens(page: str) -> Turn:
    return lambda judge, turn: judge.person.get(f"{judge.base}/{judge.sheets[turn % len(judge.sheets)]}{page}")


async def _paced(judge: Judge, turn: int) -> Answer:
    """A judge reads, thinks, and types the next mark: five seconds from one save to the next, each at an own time."""
    await asyncio.sleep(random.uniform(0, PACE) if turn == 0 else PACE)  # noqa: S311 - no secret
    answer = await judge.save(turn)
    await judge.person.leave()
    return answer


@dataclass(frozen=True)
class Measured:
    tally: Tally
    cpu: float

    @property
    def cpu_each(self) -> float:
        """CPU milliseconds of the server for one answer."""
        return 1000 * self.cpu / max(1, self.tally.count)


async def _ask(server: Server, judges: Sequence[Judge], act: Turn, seconds: float) -> Measured:
    by_person = {id(one.person): one for one in judges}
    before = server.cpu_seconds()
    tally = await run(
        [one.person for one in judges], lambda person, turn: act(by_person[id(person)], turn), seconds=seconds
    )
    return Measured(tally, server.cpu_seconds() - before)


def _tell(label: str, ours: Measured, beside: Measured, server: Server) -> None:
    failures = [*ours.tally.failures, *beside.tally.failures]
    print(
        f"| {label} | {ours.tally.rate:.0f} | {ours.cpu_each:.1f} | {ours.tally.percentile(0.95):.0f} "
        f"| {beside.tally.rate:.0f} | {beside.cpu_each:.1f} | {beside.tally.percentile(0.95):.0f} "
        f"| {ours.cpu_each / beside.cpu_each:.1f} | {len(failures)} |",
        flush=True,
    )
    for failure in failures[:1]:
        print(f"    {failure[:300]}", file=sys.stderr)
    if any(status >= HTTPStatus.INTERNAL_SERVER_ERROR for status in ours.tally.statuses):
        print(server.last_words(), file=sys.stderr)


async def _signed_in(port: int, email: str) -> Person:
    person = Person("127.0.0.1", port)
    form = (await person.get("/dang-nhap")).hidden()
    answer = await person.post("/dang-nhap", form | {"email": email, "password": sample.PASSPHRASE, "submit": "1"})
    if answer.status != 302:
        raise SystemExit(f"{email} could not sign in: {answer.status}")
    return person


async def _signed_in_bare(port: int, email: str) -> Person:
    person = Person("127.0.0.1", port)
    await person.get("/dang-nhap")
    await person.post("/dang-nhap", {"email": email, "password": bare.PASSPHRASE, "csrf_token": "open"})
    return person


if __name__ == "__main__":
    main()
