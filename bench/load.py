"""A small load client: people with cookies on kept connections, each doing a thing again and again.

Only loopback, bounded by time. Written on asyncio's streams so that the client costs little beside the server.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from html import unescape
from time import perf_counter
from urllib.parse import urlencode

BOUNDARY = "----------------------------awards-bench"
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """One answer of the server and how long it took, in seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms, by name: tokens and what a save is based on."""
        found = (dict(_ATTRIBUTE.findall(tag)) for tag in _HIDDEN.findall(self.text))
        return {one["name"]: unescape(one.get("value", "")) for one in found if "name" in one}


@dataclass
class Person:
    """One person on one kept connection."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path, {}, b"")

    async def post(self, path: str, fields: dict[str, str] | Sequence[tuple[str, str]], **headers: str) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._ask("POST", path, kind | more, urlencode(fields).encode())

    async def upload(self, path: str, fields: dict[str, str], name: str, file_name: str, content: bytes) -> Answer:
        """A form with one file."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        body = b"".join(parts) + head.encode() + b"Content-Type: application/pdf\r\n\r\n" + content
        body += f"\r\n--{BOUNDARY}--\r\n".encode()
        return await self._ask("POST", path, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}, body)

    async def leave(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        start = perf_counter()
        for last in (False, True):
            fresh = self._writer is None
            if self._writer is None or self._reader is None:
                self._reader, self._writer = await asyncio.open_connection(self.host, self.port)
            try:
                self._writer.write(self._head(method, path, headers, body) + body)
                await self._writer.drain()
                status, answer_headers, content = await self._read()
            except (ConnectionError, asyncio.IncompleteReadError):
                await self.leave()
                if fresh or last or method != "GET":  # only a kept connection may have been closed meanwhile
                    raise
                continue
            if answer_headers.get("connection", "").lower() == "close":
                await self.leave()
            return Answer(status, answer_headers, content, perf_counter() - start)
        raise AssertionError("unreachable")

    def _head(self, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", f"Content-Length: {len(body)}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines.append(f"Referer: http://{self.host}:{self.port}/")
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _read(self) -> tuple[int, dict[str, str], bytes]:
        assert self._reader is not None  # noqa: S101 - opened by the caller
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in head[1:]:
            name, colon, value = line.partition(":")
            if colon and name.lower() == "set-cookie":
                key, _, rest = value.strip().partition("=")
                self.cookies[key] = rest.partition(";")[0]
            elif colon:
                headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return int(head[0].split()[1]), headers, await self._chunks()
        return int(head[0].split()[1]), headers, await self._reader.readexactly(int(headers.get("content-length", 0)))

    async def _chunks(self) -> bytes:
        assert self._reader is not None  # noqa: S101 - opened by the caller
        body = b""
        while size := int((await self._reader.readline()).split(b";")[0], 16):
            body += await self._reader.readexactly(size)
            await self._reader.readexactly(2)
        await self._reader.readline()
        return body


@dataclass
class Tally:
    """What a run gave: how often each status came, how long each answer took, and what went wrong."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    failures: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.seconds)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.count / self.elapsed if self.elapsed else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which that share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


Act = Callable[[Person, int], Awaitable[Answer]]
"""One thing a person does; the number counts how often this person has done it."""


async def run(
    people: Sequence[Person],
    act: Act,
    *,
    seconds: float,
    expected: frozenset[int] = frozenset({200}),
    pause: float = 0.0,
) -> Tally:
    """Everybody at once, again and again until the time is over; an unexpected status is a failure.

    ``pause``: seconds a person does something else between two acts, as people do; they begin one after another
    within the first pause. Without it the server is asked for as much as it can give.
    """
    tally = Tally()
    start = perf_counter()

    async def work(person: Person, place: int) -> None:
        turn = 0
        await asyncio.sleep(pause * place / len(people))
        while perf_counter() - start < seconds:
            try:
                answer = await act(person, turn)
            except (ConnectionError, asyncio.IncompleteReadError) as error:
                tally.failures.append(repr(error))
                continue
            turn += 1
            tally.statuses[answer.status] += 1
            tally.seconds.append(answer.seconds)
            if answer.status not in expected:
                tally.failures.append(f"{answer.status}: {answer.text[:200]}")
            if pause:
                await person.leave()  # an idle connection may be closed by either side
                await asyncio.sleep(pause)

    await asyncio.gather(*(work(person, place) for place, person in enumerate(people)))
    tally.elapsed = perf_counter() - start
    return tally
