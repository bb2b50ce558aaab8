"""The least a correct Flask application could do for the same pages: the ceiling ours is measured against.

Raw sqlite3 (WAL, synchronous FULL), no ORM, templates compiled once. It checks the cookie, the token of the
form, whose province the row is, and every value; a save and its log line are one transaction. Nothing here
is a design: no permission map, no chain, no history, no conflict of two windows, no Vietnamese sentences.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import sqlite3
import threading
from pathlib import Path
from typing import Any

import argon2
from flask import Flask, Response, abort, g, jsonify, redirect, request
from jinja2 import Environment

PER_PAGE = 25
PASSPHRASE = "một câu mật khẩu dài mà dễ nhớ"  # noqa: S105 - of the measured sample only
HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
NUMBER = re.compile(r"^\d{1,3}(\.\d{3})*$|^\d+$")
FIGURES = ("revenue", "profit_after_tax", "average_income", "tax_paid", "member_count", "worker_count", "insured_count")
YEARS = (2025, 2024, 2023)
CRITERIA = tuple(f"C{number}" for number in range(20))
MARK = re.compile(r"(?:10|\d)(?:,[05])?")

SCHEMA = """
CREATE TABLE officer (id INTEGER PRIMARY KEY, email TEXT UNIQUE, hash TEXT, province INTEGER);
CREATE TABLE session (token TEXT PRIMARY KEY, officer INTEGER, csrf TEXT);
CREATE TABLE nomination (
  id INTEGER PRIMARY KEY, public_id TEXT UNIQUE, province INTEGER, name TEXT, sort TEXT, state TEXT, saved_at TEXT);
CREATE INDEX nomination_of ON nomination (province, sort);
CREATE TABLE figure (
  nomination INTEGER, figure TEXT, year INTEGER, value TEXT, PRIMARY KEY (nomination, figure, year)) WITHOUT ROWID;
CREATE TABLE paper (id INTEGER PRIMARY KEY, nomination INTEGER, name TEXT, sha256 TEXT, key TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT, officer INTEGER, what TEXT);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, public_id TEXT UNIQUE, judge INTEGER, name TEXT, sort TEXT, summary TEXT, version INTEGER);
CREATE INDEX entry_of ON entry (judge, sort);
CREATE TABLE sheet (
  entry INTEGER, number INTEGER, marks TEXT, key TEXT, at TEXT, PRIMARY KEY (entry, number), UNIQUE (entry, key));
CREATE TABLE honour (
  id INTEGER PRIMARY KEY, public_id TEXT UNIQUE, name TEXT, sort TEXT, province TEXT, sector TEXT, year INTEGER,
  decision TEXT);
"""
FRAME = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/s.css"></head><body><header><p>Giải thưởng</p>
<nav><ul>{% for label in nav %}<li><a href="/">{{ label }}</a></li>{% endfor %}</ul></nav></header>
<main><h1>{{ title }}</h1>
"""
END = "</main></body></html>"
LIST_PAGE = """<p>{{ total }} hồ sơ</p><table>
{% for row in rows %}<tr><td><a href="/ho-so/{{ row[1] }}">{{ row[3] }}</a></td><td>{{ row[5] }}</td>
<td>{{ row[6] }}</td></tr>{% endfor %}</table>"""
SECTION_PAGE = """<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf }}">
<input type="hidden" name="base" value="{{ base }}"><table>
{% for figure in figures %}<tr><th>{{ figure }}</th>{% for year in years %}
<td><label for="{{ figure }}_{{ year }}">{{ figure }} {{ year }}</label>
<input id="{{ figure }}_{{ year }}" name="{{ figure }}_{{ year }}" value="{{ known.get((figure, year), '') }}"></td>
{% endfor %}</tr>{% endfor %}</table><button>Lưu</button></form>"""
ENTRIES_PAGE = """<p>{{ total }} hồ sơ</p><table>
{% for row in rows %}<tr><td><a href="/phieu/{{ row[1] }}">{{ row[3] }}</a></td>
<td>{{ row[6] and "Đang chấm" or "Chưa chấm" }}</td></tr>{% endfor %}</table>"""
SHEET_PAGE = """<p>{{ summary }}</p><form method="post"><input type="hidden" name="csrf_token" value="{{ csrf }}">
<input type="hidden" name="base_version" value="{{ base }}">{% for criterion in criteria %}
<p>Tiêu chí {{ criterion }}: cách doanh nghiệp làm, số liệu và tài liệu chứng minh.</p>
<label for="mark_{{ criterion }}">{{ criterion }}, từ 0 đến 10, bước 0,5</label>
<input id="mark_{{ criterion }}" name="mark_{{ criterion }}" value="{{ marks.get(criterion) or '' }}">{% endfor %}
<button>Lưu</button></form>"""
SIGN_IN_PAGE = """<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf }}">
<input name="email"><input name="password" type="password"><button>Vào</button></form>"""
HONOURS_PAGE = """<table>{% for row in rows %}<tr><td><a href="/vinh-danh/{{ row[1] }}">{{ row[2] }}</a></td>
<td>{{ row[4] }}</td><td>{{ row[5] }}</td><td>{{ row[6] }}</td></tr>{% endfor %}</table>"""
HONOUR_PAGE = """<dl><dt>Tỉnh</dt><dd>{{ row[4] }}</dd><dt>Lĩnh vực</dt><dd>{{ row[5] }}</dd>
<dt>Năm</dt><dd>{{ row[6] }}</dd><dt>Quyết định</dt><dd>{{ row[7] }}</dd></dl>"""
PAGES = {
    "list": FRAME + LIST_PAGE + END,
    "section": FRAME + SECTION_PAGE + END,
    "entries": FRAME + ENTRIES_PAGE + END,
    "sheet": FRAME + SHEET_PAGE + END,
    "sign_in": FRAME + SIGN_IN_PAGE + END,
    "honours": FRAME + HONOURS_PAGE + END,
    "honour": FRAME + HONOUR_PAGE + END,
}
NAV = ("Hôm nay", "Hợp tác xã", "Hồ sơ", "Thông báo", "Bảo mật của tôi")


app = Flask("bare")
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024 * 1024
_pages = {name: Environment(autoescape=True).from_string(text) for name, text in PAGES.items()}
_local = threading.local()


def create_app() -> Flask:
    """The application over the database in the folder named by BARE_HOME."""
    return app


def home() -> Path:
    return Path(os.environ["BARE_HOME"])


def database() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = connect(home())
    connection: sqlite3.Connection = _local.connection
    return connection


def add_pages(pages: dict[str, str]) -> None:
    """Pages of another module, compiled as these are."""
    _pages.update({name: Environment(autoescape=True).from_string(FRAME + text + END) for name, text in pages.items()})


def shown(page: str, **values: Any) -> str:
    return _pages[page].render(nav=NAV, **values)


@app.before_request
def know() -> None:
    token = request.cookies.get("phien", "")
    row = database().execute(
        "SELECT officer.id, officer.province, session.csrf FROM session JOIN officer ON officer.id = session.officer "
        "WHERE token = ?",
        (hashlib.sha256(token.encode()).hexdigest(),),
    )
    g.officer = row.fetchone() if token else None


def own(public_id: str) -> tuple[Any, ...]:
    if g.officer is None:
        abort(401)
    row = database().execute("SELECT * FROM nomination WHERE public_id = ?", (public_id,)).fetchone()
    if row is None or row[2] != g.officer[1]:
        abort(404)
    found: tuple[Any, ...] = row
    return found


def check_token() -> None:
    if not hmac.compare_digest(request.form.get("csrf_token", ""), g.officer[2]):
        abort(400)


@app.get("/dang-nhap")
def sign_in_page() -> str:
    return shown("sign_in", title="Đăng nhập", csrf="open")


@app.post("/dang-nhap")
def sign_in() -> Response:
    email = request.form["email"]
    row = database().execute("SELECT id, hash FROM officer WHERE email = ?", (email,)).fetchone()
    try:
        HASHER.verify(row[1], request.form["password"])
    except (argon2.exceptions.VerifyMismatchError, TypeError):
        abort(400)
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    with database() as connection:
        stored = hashlib.sha256(token.encode()).hexdigest()
        connection.execute("INSERT INTO session VALUES (?, ?, ?)", (stored, row[0], csrf))
        connection.execute("INSERT INTO log (at, officer, what) VALUES (datetime('now'), ?, 'in')", (row[0],))
    response = Response(status=302, headers={"Location": "/ho-so/"})
    response.set_cookie("phien", token, httponly=True, samesite="Lax")
    return response


@app.get("/ho-so/")
def nominations() -> str:
    if g.officer is None:
        abort(401)
    page = max(1, request.args.get("trang", 1, int))
    total = database().execute("SELECT count(*) FROM nomination WHERE province = ?", (g.officer[1],)).fetchone()[0]
    rows = database().execute(
        "SELECT * FROM nomination WHERE province = ? ORDER BY sort LIMIT ? OFFSET ?",
        (g.officer[1], PER_PAGE, PER_PAGE * (page - 1)),
    )
    return shown("list", title="Hồ sơ", total=total, rows=rows.fetchall())


@app.get("/ho-so/<public_id>/so-lieu")
def section(public_id: str) -> str:
    nomination = own(public_id)
    return shown(
        "section", title=nomination[3], csrf=g.officer[2], base=nomination[6], figures=FIGURES, years=YEARS,
        known=_known(database(), nomination[0]),
    )  # fmt: skip


@app.post("/ho-so/<public_id>/so-lieu")
def save_section(public_id: str) -> Response:
    nomination = own(public_id)
    check_token()
    typed = {(figure, year): request.form.get(f"{figure}_{year}", "") for figure in FIGURES for year in YEARS}
    if not all(NUMBER.match(text) for text in typed.values() if text):
        abort(400)
    connection = database()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO figure VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        [(nomination[0], *key, text.replace(".", "")) for key, text in typed.items() if text],
    )
    connection.execute("UPDATE nomination SET saved_at = datetime('now') WHERE id = ?", (nomination[0],))
    connection.execute("INSERT INTO log (at, officer, what) VALUES (datetime('now'), ?, 'save')", (g.officer[0],))
    connection.execute("COMMIT")
    return redirect(f"/ho-so/{public_id}/so-lieu")  # type: ignore[return-value]


@app.post("/ho-so/<public_id>/giay-to")
def attach(public_id: str) -> Response:
    nomination = own(public_id)
    check_token()
    content = request.files["file"].read()
    if not content.startswith(b"%PDF-"):
        abort(400)
    key = secrets.token_urlsafe(16)
    (home() / "files" / key).write_bytes(content)
    with database() as connection:
        digest = hashlib.sha256(content).hexdigest()
        row = (nomination[0], request.files["file"].filename, digest, key)
        connection.execute("INSERT INTO paper (nomination, name, sha256, key) VALUES (?, ?, ?, ?)", row)
        connection.execute("INSERT INTO log (at, officer, what) VALUES (datetime('now'), ?, 'file')", (g.officer[0],))
    return redirect(f"/ho-so/{public_id}/so-lieu")  # type: ignore[return-value]


def own_entry(public_id: str) -> tuple[Any, ...]:
    if g.officer is None:
        abort(401)
    row = database().execute("SELECT * FROM entry WHERE public_id = ?", (public_id,)).fetchone()
    if row is None or row[2] != g.officer[0]:
        abort(404)
    found: tuple[Any, ...] = row
    return found


@app.get("/phieu/")
def entries() -> str:
    if g.officer is None:
        abort(401)
    page = max(1, request.args.get("trang", 1, int))
    total = database().execute("SELECT count(*) FROM entry WHERE judge = ?", (g.officer[0],)).fetchone()[0]
    rows = database().execute(
        "SELECT * FROM entry WHERE judge = ? ORDER BY sort LIMIT ? OFFSET ?",
        (g.officer[0], PER_PAGE, PER_PAGE * (page - 1)),
    )
    return shown("entries", title="Phiếu của tôi", total=total, rows=rows.fetchall())


@app.get("/phieu/<public_id>")
def sheet(public_id: str) -> str:
    entry = own_entry(public_id)
    return shown(
        "sheet", title=entry[3], summary=entry[5], csrf=g.officer[2], base=entry[6], criteria=CRITERIA,
        marks=_newest(entry[0], entry[6]),
    )  # fmt: skip


@app.post("/phieu/<public_id>/luu")
def save_mark(public_id: str) -> Response:
    """One field of a sheet becomes a version: what was typed elsewhere since is not overwritten."""
    entry = own_entry(public_id)
    check_token()
    typed = {name: value for name in CRITERIA if (value := request.form.get(f"mark_{name}")) is not None}
    key, base = request.form["idempotency_key"], int(request.form["base_version"])
    if not all(MARK.fullmatch(text) for text in typed.values()):
        abort(422)
    connection = database()
    connection.execute("BEGIN IMMEDIATE")
    made = connection.execute("SELECT number FROM sheet WHERE entry = ? AND key = ?", (entry[0], key)).fetchone()
    version = connection.execute("SELECT version FROM entry WHERE id = ?", (entry[0],)).fetchone()[0]
    number = made[0] if made else version + 1
    if made is None and version == base:
        marks = json.dumps({**_newest(entry[0], version), **typed})
        row = (entry[0], number, marks, key)
        connection.execute("INSERT INTO sheet VALUES (?, ?, ?, ?, datetime('now'))", row)
        connection.execute("UPDATE entry SET version = ? WHERE id = ?", (number, entry[0]))
        connection.execute("INSERT INTO log (at, officer, what) VALUES (datetime('now'), ?, 'mark')", (g.officer[0],))
    connection.execute("COMMIT")
    if made is None and version != base:
        return Response(status=409)
    stored = connection.execute("SELECT marks, at FROM sheet WHERE entry = ? AND number = ?", (entry[0], number))
    marks, at = stored.fetchone()
    return jsonify(state="saved", version=number, at=at, marks=json.loads(marks))


def _newest(entry: int, version: int) -> dict[str, str]:
    row = database().execute("SELECT marks FROM sheet WHERE entry = ? AND number = ?", (entry, version)).fetchone()
    marks: dict[str, str] = json.loads(row[0]) if row else {}
    return marks


@app.get("/vinh-danh")
def honours() -> str:
    rows = database().execute("SELECT * FROM honour ORDER BY sort LIMIT 100").fetchall()
    return shown("honours", title="Vinh danh", rows=rows)


@app.get("/vinh-danh/<public_id>")
def honour(public_id: str) -> str:
    row = database().execute("SELECT * FROM honour WHERE public_id = ?", (public_id,)).fetchone()
    return shown("honour", title=row[2], row=row) if row else abort(404)


def connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None, timeout=5)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def fill(folder: Path, *, provinces: int, each: int, honours: int) -> list[tuple[str, str]]:
    """The sample: one officer a province; gives back each officer's address and one nomination of the province."""
    (folder / "files").mkdir(parents=True)
    connection, hashed = connect(folder), HASHER.hash(PASSPHRASE)
    connection.executescript(SCHEMA)
    people: list[tuple[str, str]] = []
    with connection:
        connection.execute("BEGIN")
        for province in range(provinces):
            email = f"canbo{province}@mau.example"
            connection.execute(
                "INSERT INTO officer (email, hash, province) VALUES (?, ?, ?)", (email, hashed, province)
            )
            rows = [
                (secrets.token_urlsafe(16), province, f"Hợp tác xã Mẫu số {province}-{one}", f"{one:05d}", "Nháp", "-")
                for one in range(each)
            ]
            connection.executemany(
                "INSERT INTO nomination (public_id, province, name, sort, state, saved_at) VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
            people.append((email, rows[0][0]))
        connection.executemany(
            "INSERT INTO honour (public_id, name, sort, province, sector, year, decision) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (f"h{one}", f"Hợp tác xã Mẫu {one}", f"{one:05d}", "Tỉnh mẫu", "Nông nghiệp", 2026, "01/QĐ-MẪU")
                for one in range(honours)
            ],
        )
    connection.close()
    return people


def fill_judges(folder: Path, *, judges: int, entries: int) -> list[tuple[str, list[str]]]:
    """Judges who all mark all entries; gives back each judge's address and the addresses of the own entries."""
    (folder / "files").mkdir(parents=True)
    connection, hashed = connect(folder), HASHER.hash(PASSPHRASE)
    connection.executescript(SCHEMA)
    people: list[tuple[str, list[str]]] = []
    with connection:
        connection.execute("BEGIN")
        for judge in range(1, judges + 1):
            email = f"giamkhao{judge}@mau.example"
            connection.execute("INSERT INTO officer VALUES (?, ?, ?, 0)", (judge, email, hashed))
            own = [secrets.token_urlsafe(16) for _ in range(entries)]
            rows = [
                (public_id, judge, f"Hợp tác xã Mẫu số {one}", public_id, "Liên kết tiêu thụ nông sản. " * 40, 0)
                for one, public_id in enumerate(own)
            ]
            connection.executemany(
                "INSERT INTO entry (public_id, judge, name, sort, summary, version) VALUES (?, ?, ?, ?, ?, ?)", rows
            )
            people.append((email, own))
    connection.close()
    return people


def _known(connection: sqlite3.Connection, nomination: int) -> dict[tuple[str, int], str]:
    rows = connection.execute("SELECT figure, year, value FROM figure WHERE nomination = ?", (nomination,))
    return {(figure, year): value for figure, year, value in rows}
