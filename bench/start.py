"""How soon the system answers, and how much memory its processes take.

Run: python -m bench.start

RSS counts memory that processes share once for each of them; PSS divides it among them, so the PSS of all processes
is what the machine really holds. Both are told for every process, after pages were asked for. `awards` is measured
with its modules compiled, as they are from the second start on.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from bench import sample
from bench.load import Person
from bench.served import Server, free_port, served

ROOT = Path(__file__).resolve().parents[1]
TURNS = 5
PUBLIC = ("/", "/vinh-danh", "/vinh-danh/mau", "/dang-nhap")
_NUMBER = re.compile(r"^(Rss|Pss):\s+(\d+) kB", re.MULTILINE)


class Held(NamedTuple):
    """Memory of one process in MB."""

    rss: float
    pss: float


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/compiled"
        home, port = Path(folder) / "home", free_port()
        app = sample.installation(home, f"http://127.0.0.1:{port}")
        officers = sample.people(app)
        drafts = sample.nominations(app, sample.an_open_season(app), 68)
        nothing = subprocess.DEVNULL
        command = [sys.executable, "-m", "awards.cli.main"]
        asked_help = _best(lambda: subprocess.run([*command, "--help"], check=True, stdout=nothing))
        command += ["run", "--home", str(home), "--port", str(port)]
        first = min(_first_answer(command, port) for _ in range(3))
        print(f"awards --help: {asked_help:.2f} s; awards run to its first answer: {first:.2f} s (best of 3)")
        with served(command, port, {}, ROOT) as server:
            asyncio.run(_ask(port, officers[0], drafts[officers[0]]))
            tell_memory(server)


def _best(act: Callable[[], object]) -> float:
    seconds = []
    for _ in range(3):
        began = perf_counter()
        act()
        seconds.append(perf_counter() - began)
    return min(seconds)


def _first_answer(command: list[str], port: int) -> float:
    """Seconds from the command to the whole of the public front page."""
    began = perf_counter()
    with served(command, port, {}, ROOT):
        if asyncio.run(Person("127.0.0.1", port).get("/")).status != 200:
            raise SystemExit("the front page was not answered")
        return perf_counter() - began


async def _ask(port: int, email: str, drafts: list[str]) -> None:
    person = Person("127.0.0.1", port)
    form = (await person.get("/dang-nhap")).hidden()
    await person.post("/dang-nhap", form | {"email": email, "password": sample.PASSPHRASE, "submit": "1"})
    own = [f"/ho-so/{drafts[0]}{page}" for page in ("", "/muc/so-lieu", "/giay-to")]
    for path in ("/ban-lam-viec/", "/ho-so/", *own, *PUBLIC):
        for _ in range(TURNS):
            answer = await person.get(path)
            if answer.status not in (200, 302):
                raise SystemExit(f"{path}: {answer.status}")


def tell_memory(server: Server) -> None:
    """A line for each process of the server and one for all of them."""
    print("| process | RSS MB | PSS MB |\n|---|---|---|")
    rows = [(what_of(pid, server.pid), held_by(pid)) for pid in server.family()]
    for what, held in rows:
        print(f"| {what} | {held.rss:.0f} | {held.pss:.0f} |")
    print(f"| all | {sum(held.rss for _, held in rows):.0f} | {sum(held.pss for _, held in rows):.0f} |")


def held_by(pid: int) -> Held:
    found = dict(_NUMBER.findall(Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")))
    return Held(int(found["Rss"]) * 1024 / 1_000_000, int(found["Pss"]) * 1024 / 1_000_000)


def what_of(pid: int, root: int) -> str:
    """What a process of the server does."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    beside = next((word for word in words if word.endswith(("side_tasks", "document_tasks"))), "")
    return beside or ("server" if pid == root else "worker")


if __name__ == "__main__":
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    main()
