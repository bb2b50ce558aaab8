"""Judges who go on saving while the server dies under them, and remember exactly what they were told."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.cast import PASSPHRASE

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
AGAIN = 0.1
"""Seconds before an act without an answer is sent once more."""
TROUBLE = (OSError, http.client.HTTPException)


@dataclass
class Browser:
    """One signed-in person on plain connections."""

    base_url: str
    cookie: str = ""
    _kept: http.client.HTTPConnection | None = None

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and words of the answer. Raises one of TROUBLE when none came."""
        connection = self._kept or http.client.HTTPConnection(urlsplit(self.base_url).netloc, timeout=20)
        self._kept = None
        headers = {"Cookie": self.cookie, "Referer": self.base_url + path}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-Autosave": "1"}
        try:
            connection.request("GET" if form is None else "POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except TROUBLE:
            connection.close()
            raise
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookie = "; ".join(f"{name}={one.value}" for name, one in SimpleCookie(header).items())
        self._kept = connection
        return answer.status, text

    def leave(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._kept = None

    def sign_in(self, email: str) -> None:
        typed = {"email": email, "password": PASSPHRASE, "csrf_token": self.token_on("/dang-nhap")}
        assert self.ask("/dang-nhap", typed)[0] == 302

    def token_on(self, path: str) -> str:
        found = _TOKEN.search(self.ask(path)[1])
        assert found is not None, path
        return found.group(1)


@dataclass(frozen=True)
class Acknowledged:
    """What the server said it has stored."""

    version: int
    key: str
    criterion: str
    mark: str


@dataclass
class Writer(threading.Thread):
    """Saves one field after another on one sheet; without an answer the same act is sent again until there is one."""

    browser: Browser
    sheet: str
    token: str
    criteria: Sequence[str]
    stop: threading.Event
    said: list[Acknowledged] = field(default_factory=list)
    sent: int = 0
    unanswered: int = 0
    conflicts: int = 0
    wrong: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        version = 0
        while not self.stop.is_set():
            version = self._save(version)

    def _save(self, base: int) -> int:
        """One act, until it is answered; gives back the version to go on from."""
        criterion, mark = self.criteria[self.sent % len(self.criteria)], f"{self.sent // len(self.criteria) % 3},5"
        self.sent += 1
        key = secrets.token_urlsafe(16)
        act = {"csrf_token": self.token, "base_version": str(base), "idempotency_key": key, f"mark_{criterion}": mark}
        while True:
            try:
                status, text = self.browser.ask(f"/phieu-cham/{self.sheet}/luu", act)
            except TROUBLE:
                self.unanswered += 1
                time.sleep(AGAIN)
                continue
            self.statuses[status] += 1
            if status == 200:
                return self._note(json.loads(text), base, Acknowledged(0, key, criterion, mark))
            if status == 409:
                self.conflicts += 1
                return int(json.loads(text)["version"])
            if status < 500:
                self.wrong.append(f"{status} {text[:200]}")
                return base
            time.sleep(AGAIN)  # the server says it could not: nothing was acknowledged

    def _note(self, told: dict[str, object], base: int, act: Acknowledged) -> int:
        version, marks = told["version"], told["marks"]
        assert isinstance(version, int)
        assert isinstance(marks, dict)
        if version != base + 1 or marks[act.criterion] != act.mark:
            self.wrong.append(f"{act} was answered with {told}")
        self.said.append(Acknowledged(version, act.key, act.criterion, act.mark))
        return version
