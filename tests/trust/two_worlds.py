"""Worlds that differ in chosen secrets, and everything that somebody can see of one: pages, files, mails, the log.

One installation is built once. A world is a copy of its database in which `furnishing.furnish` acts once more, with
one of two values for every secret: so two worlds have the same rows, identifiers, times and random numbers, and
differ in what was chosen alone.
"""

from __future__ import annotations

import difflib
import io
import logging
import random
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from flask import url_for
from pypdf import PdfReader
from sqlalchemy import Table, select
from werkzeug.test import TestResponse

from awards.audit.models import AuditEntry
from awards.base import clock, identifiers
from awards.base.database import Model, db
from awards.jobs.models import Job
from awards.notices.models import Notice, OutgoingMail
from tests.cast import CastClient, client_for, email_of
from tests.policy.expected import ASKED
from tests.policy.inhabited import Inhabited
from tests.policy.rows import Row
from tests.policy.test_permission_matrix import addressed
from tests.trust.furnishing import WORDS, Choice, Names, furnish
from tests.trust.may_know import LOG

PERSONS = (
    "anonymous", "auditor", "chair", "contact", "home_judge", "judge", "leader", "office", "officer", "other_judge",
    "province_member", "province_secretary", "screener", "secretary", "standing", "stranger", "sysadmin",
)  # fmt: skip
"""Everybody who looks, by the key of `tests/cast.py`: each role, a fellow judge, and an officer of another province."""

ROLE_OF = {"home_judge": "judge", "other_judge": "judge", "stranger": "officer"}
"""The row of `expected.py` that speaks of a person, where it is not named after them."""

OPENS_A_LINK = "contact.open_link"
DRAWS_A_KEY = frozenset({OPENS_A_LINK, "own_account.set_up_factor"})
"""Left out: a link is opened once by the browser of its contact, and each look at a second factor draws a new key."""
KNOWS_NO_COUNCIL = frozenset({
    "honours", "intake", "merging", "nominees", "own_account", "papers", "registrations", "seasons", "units", "uploads",
})  # fmt: skip
"""Areas whose pages the short form leaves out: `tests/policy/test_province_walls.py` reads them."""
LOG_PAGES = "/nhat-ky/"
WRITES_A_FILE = frozenset({
    "exports.download_certificates", "exports.download_score_summary", "exports.download_winners",
    "results.download_record",
})  # fmt: skip
"""Pages that answer a POST with a file."""

_TOKEN = re.compile(rb'(name="csrf_token"[^>]*value=")[^"]+')
_DIGEST = re.compile(rb"[0-9a-f]{16,64}")
_SEARCHED = re.compile(rb'<input[^>]*name="(q|tim)"')
_SESSION = re.compile(r"phien=[^;]*; Expires=[^;]*;")


class Draws:
    """Random numbers of the worlds: the same after the same label in every one of them."""

    def __init__(self) -> None:
        self.begin("")

    def begin(self, label: str) -> None:
        self._random = random.Random(label)  # noqa: S311 - two worlds must draw the same

    def token_urlsafe(self, size: int) -> str:
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        return "".join(self._random.choices(alphabet, k=-(-size * 4 // 3)))

    def choice(self, letters: str) -> str:
        return self._random.choice(letters)


@dataclass(frozen=True)
class Seen:
    """An answer without its form token; of a packed file what is in it as well."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    unpacked: tuple[tuple[str, bytes], ...] = ()


View = dict[str, Seen]


@dataclass
class Told:
    """What reaches people or machines beside the pages: rows as text, by the table and the person they are for."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


class Lines(logging.Handler):
    """Every line the server writes."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(self.format(record))


@dataclass
class Worlds:
    """The built installation, and how to come into one of its worlds."""

    inhabited: Inhabited
    study: Names
    at: datetime
    built: Path
    path: Path
    searched: tuple[str, ...] = WORDS

    @contextmanager
    def world(self, changed: frozenset[str]) -> Iterator[World]:
        """A world in which these secrets have their second value; nothing of it is left afterwards."""
        self.put(self.built)
        draws, lines = Draws(), Lines()
        server = self.inhabited.app.logger
        with pytest.MonkeyPatch.context() as patch, clock.told_by(lambda: self.at):
            patch.setattr(identifiers, "secrets", draws)
            logging.getLogger().addHandler(lines)
            level = server.level
            server.setLevel(logging.DEBUG)
            try:
                choice = Choice(changed, draws.begin)
                furnish(self.inhabited, self.study, choice)
                furnished = self.built.with_name("furnished.sqlite3")
                kept_at(furnished, self.path)
                yield World(self, furnished, choice, draws, lines)
            finally:
                server.setLevel(level)
                logging.getLogger().removeHandler(lines)

    def put(self, kept: Path) -> None:
        """The database is as it was when this copy was kept."""
        db.session.remove()
        db.engine.dispose()
        for left in self.path.parent.glob(f"{self.path.name}-*"):
            left.unlink()
        shutil.copyfile(kept, self.path)


@dataclass
class World:
    """A furnished world; whoever looks around in it finds it as it was furnished."""

    worlds: Worlds
    furnished: Path
    choice: Choice
    draws: Draws
    lines: Lines

    def look(self, person: str, paths: Iterable[tuple[str, str]]) -> View:
        """What a person is answered at every address, with a search for a secret word where a page has one.

        And what the server wrote meanwhile.
        """
        self.worlds.put(self.furnished)
        client, hashes = browser(self.worlds, person), _entries_by_hash()
        view: View = {}
        written = len(self.lines.kept)
        for method, path in paths:
            seen = view[f"{method} {path}"] = self._ask(client, method, path, hashes)
            field = _SEARCHED.search(seen.body)
            if method == "GET" and field is not None:
                for word in self.worlds.searched:
                    found = f"{path}?{field[1].decode()}={word}"
                    view[f"GET {found}"] = self._ask(client, "GET", found, hashes)
        view["lines of the server"] = Seen(0, (), "\n".join(self.lines.kept[written:]).encode())
        return view

    def _ask(self, client: CastClient, method: str, path: str, hashes: dict[bytes, bytes]) -> Seen:
        self.draws.begin(path)
        response = client.open(path, method=method)
        if path.startswith(LOG_PAGES):  # refused acts are written down too
            hashes.update(_entries_by_hash())
        return _seen(response, hashes)


def browser(worlds: Worlds, person: str) -> CastClient:
    cast_ = worlds.inhabited.cast
    if person not in ("anonymous", "contact"):
        return client_for(worlds.inhabited.app, getattr(cast_, person))
    client = client_for(worlds.inhabited.app, cast_.nobody)
    if person == "contact":
        client.get(_address(worlds, OPENS_A_LINK, worlds.inhabited.world.own["link token"]))
    return client


def paths_for(worlds: Worlds, person: str, *, everything: bool) -> list[tuple[str, str]]:
    """Every address the person can ask for: of own, foreign and furnished things.

    Without ``everything`` foreign things, pages that `expected.py` shuts to the role (the matrix asks them) and areas
    that know no council are left out, and the public pages are asked by strangers only.
    """
    role = ROLE_OF.get(person, person)
    found: dict[tuple[str, str], None] = {}
    for endpoint, row in sorted(ASKED, key=lambda one: one[0]):
        writes = endpoint in WRITES_A_FILE
        if endpoint in DRAWS_A_KEY or ("GET" not in row.methods.split() and not writes):
            continue
        for_strangers = row.is_public and person != "anonymous"
        if not everything and (for_strangers or endpoint.split(".")[0] in KNOWS_NO_COUNCIL):
            continue
        for parts, into in _things(worlds, row, person, everything=everything):
            if everything or row.is_public or role in into.split():
                path = _address(worlds, endpoint, parts)
                found["POST" if writes else "GET", path] = None
    return sorted(found)


def _things(worlds: Worlds, row: Row, person: str, *, everything: bool) -> Iterator[tuple[dict[str, str | int], str]]:
    """Address parts, and who is let in there; the furnished things belong to the own council.

    Without ``everything`` no foreign thing, one's own sheets, and few of several things alike.
    """
    if not row.names:
        yield {}, row.own.into
        return
    world = worlds.inhabited.world
    role = ROLE_OF.get(person, person)
    furnished = {key for key in worlds.study if key.partition(":")[0] == row.names}
    if everything or not furnished:
        yield addressed(row, world.own, role), row.own.into
    if everything and row.foreign is not None:
        yield addressed(row, world.foreign, role), row.foreign.into
    for key in sorted(furnished):
        which = key.partition(":")[2]
        if everything or which in ("", "1", "2") or which.startswith(f"{person}-"):
            yield worlds.study[key], row.own.into


def told_in(lines: Lines) -> Told:
    """Mails, notices, jobs and the log as they stand, by recipient; and what the server wrote."""
    told, hashes = Told(lines=list(lines.kept)), _entries_by_hash()
    entry = cast(Table, AuditEntry.__table__).c
    _keep(told, "log", select(entry.number, entry.at, entry.actor, entry.action, entry.subject).order_by(entry.number))
    for name, model, owner in (("mail", OutgoingMail, "recipient"), ("notice", Notice, "user_id"), ("job", Job, "")):
        table = cast(Table, cast(type[Model], model).__table__)
        for row in db.session.execute(select(table).order_by(*table.primary_key)).mappings():
            shown = {key: value for key, value in row.items() if key != "id"}
            line = _DIGEST.sub(lambda found: hashes.get(found[0][:16], found[0]), repr(shown).encode()).decode()
            told.rows.setdefault(f"{name} {row[owner] if owner else ''}".strip(), []).append(line)
    db.session.rollback()
    return told


def told_to(worlds: Worlds, person: str, told: Told) -> dict[str, list[str]]:
    """What of it is this person's: own mails and notices, the log for who reads it; and what lies at the machine."""
    if person in ("anonymous", "contact"):
        return {}
    actor = getattr(worlds.inhabited.cast, person)
    own = [f"mail {email_of(person)}", f"notice {actor.user_id}", *(["log"] if person in LOG else [])]
    return {key: told.rows.get(key, []) for key in ("job", *own)} | {"server": told.lines}


def differences(one: View, other: View) -> dict[str, str]:
    """Where two views are not byte for byte the same, with the first lines that differ."""
    return {
        key: _difference(one.get(key), other.get(key))
        for key in sorted({*one, *other})
        if one.get(key) != other.get(key)
    }


def kept_at(built: Path, path: Path) -> None:
    """Keep a copy of the database as it is now."""
    db.session.remove()
    db.engine.dispose()
    shutil.copyfile(path, built)


def a_moment_later() -> datetime:
    return clock.now().replace(microsecond=0) + timedelta(minutes=1)


def _keep(told: Told, name: str, statement: Any) -> None:
    told.rows[name] = [repr(tuple(row)) for row in db.session.execute(statement)]


def _address(worlds: Worlds, endpoint: str, parts: dict[str, str | int]) -> str:
    with worlds.inhabited.app.test_request_context():
        return url_for(endpoint, **parts)


def _entries_by_hash() -> dict[bytes, bytes]:
    """The first letters of every hash of the log, and its entry: the chain covers digests of what is secret."""
    rows = db.session.execute(select(AuditEntry.hash, AuditEntry.number))
    known = {hash_[:16].encode(): f"hash of entry {number}".encode() for hash_, number in rows}
    db.session.rollback()
    return known


def _seen(response: TestResponse, hashes: dict[bytes, bytes]) -> Seen:
    """Only the form token, the session's token and hashes of the log are taken out."""
    body = response.get_data()
    packed = _unpacked(body)
    plain = _TOKEN.sub(rb"\1", body)
    plain = _DIGEST.sub(lambda found: hashes.get(found[0][:16], found[0]), plain)
    headers = tuple((name, _SESSION.sub("phien;", value)) for name, value in response.headers)
    return Seen(response.status_code, headers, plain, packed)


def _unpacked(body: bytes) -> tuple[tuple[str, bytes], ...]:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return tuple((name, archive.read(name)) for name in archive.namelist())
    if body.startswith(b"%PDF"):
        return tuple(
            (str(page), text.extract_text().encode()) for page, text in enumerate(PdfReader(io.BytesIO(body)).pages)
        )
    return ()


def _difference(one: Seen | None, other: Seen | None) -> str:
    if one is None or other is None:
        return "only in one of them"
    if one.status != other.status:
        return f"{one.status} and {other.status}"
    lines = difflib.unified_diff(_lines(one), _lines(other), lineterm="", n=0)
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return " | ".join(line.strip()[:200] for line in changed[:6]) or "bytes"


def _lines(seen: Seen) -> list[str]:
    texts = [text for _, text in seen.unpacked] or [seen.body]
    return [*map(str, seen.headers), *(line for text in texts for line in text.decode(errors="replace").splitlines())]
