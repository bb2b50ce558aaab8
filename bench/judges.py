"""The pages of the judges, ours beside the bare application, in one run.

Run: python -m bench.judges [--judges N]

400 entries and 60 judges who all mark all of them; both behind the same server with two workers on this machine.
A field saved by ours is a version of its own, an entry in the chained log, read back after the commit; the bare
application (`bench/bare.py`) keeps versions too, without a log that proves anything. Then everybody saves a field
every five seconds, as judges at work do.
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
from pathlib import Path

from bench import bare, judged_sample, sample
from bench.load import Answer, Person, Tally, run
from bench.served import Server, free_port, served

ROOT = Path(__file__).resolve().parents[1]
ENTRIES, JUDGES, AT_ONCE, SECONDS = 400, 60, 16, 6.0
PACE, PACED_SECONDS = 5.0, 30.0
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
    with tempfile.TemporaryDirectory() as folder, ExitStack() as kept:
        ours_port, bare_port = free_port(), free_port()
        home, bare_home = Path(folder) / "ours", Path(folder) / "bare"
        app = sample.installation(home, f"http://127.0.0.1:{ours_port}")
        sample.people(app)
        season = sample.an_open_season(app)
        sample.nominations(app, season, ENTRIES)
        benches = judged_sample.judging(app, season, judges=judges)
        theirs = bare.fill_judges(bare_home, judges=judges, entries=ENTRIES)
        command = [sys.executable, "-m", "awards.cli.main", "run", "--home", str(home), "--port", str(ours_port)]
        ours = kept.enter_context(served(command, ours_port, {}, ROOT))
        other = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "bench.bare:create_app"]
        other += ["--port", str(bare_port), "--workers", "2", "--blocking-threads", "1"]
        beside = kept.enter_context(served(other, bare_port, {"BARE_HOME": str(bare_home)}, ROOT))
        asyncio.run(_measured(ours, beside, benches, theirs))


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
    print("| scenario | ours req/s | CPU ms | p95 ms | bare req/s | CPU ms | p95 ms | CPU ours/bare | errors |")
    print("|---|---|---|---|---|---|---|---|---|")
    for label, act, bare_act in rows:
        first = await _ask(ours, own[:AT_ONCE], act, SECONDS)
        second = await _ask(beside, bares[:AT_ONCE], bare_act, SECONDS)
        _tell(label, first, second)
    label = f"save a field, {len(own)} judges every {PACE:.0f} s"
    _tell(label, await _ask(ours, own, _paced, PACED_SECONDS), await _ask(beside, bares, _paced, PACED_SECONDS))
    print(f"memory of the web processes: ours {ours.megabytes():.0f} MB, bare {beside.megabytes():.0f} MB")


async def _lists(judge: Judge, _turn: int) -> Answer:
    return await judge.person.get(f"{judge.base}/")


def _opens(page: str) -> Turn:
    return lambda judge, turn: judge.person.get(f"{judge.base}/{judge.sheets[turn % len(judge.sheets)]}{page}")


async def _paced(judge: Judge, turn: int) -> Answer:
    """A judge reads, thinks, and types the next mark: five seconds from one save to the next, each at an own time."""
    await asyncio.sleep(random.uniform(0, PACE) if turn == 0 else PACE)  # noqa: S311 - no secret
    return await judge.save(turn)


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
