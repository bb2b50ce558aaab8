"""The pages of a counted round in the bare application, and the plainest count there is: what ours is measured against.

Run by `bench/judges.py`. Like `bench/bare.py`: raw sqlite3, compiled templates, the cookie and the role checked,
nothing told of where a number comes from.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from pathlib import Path
from time import perf_counter

from flask import Flask, abort, g, request

from bench import bare
from bench.bare import HASHER, PASSPHRASE, app, connect, database, shown

ROWS = 100
OFFICE = "office@mau.example"
SCHEMA = """
CREATE TABLE ranked (
  position INTEGER PRIMARY KEY, public_id TEXT, name TEXT, province TEXT, sheets INTEGER, mean TEXT, spread TEXT,
  total TEXT, outcome TEXT);
CREATE TABLE progress (entry INTEGER, judge INTEGER, state TEXT, PRIMARY KEY (entry, judge)) WITHOUT ROWID;
"""
RANKING_PAGE = """<p>{{ total }} hồ sơ</p><table>
{% for row in rows %}<tr><td>{{ row[0] }}</td><th><a href="/xep-hang/{{ row[1] }}">{{ row[2] }}</a></th>
<td>{{ row[3] }}</td><td>{{ row[4] }}</td><td>{{ row[5] }}</td><td>{{ row[6] }}</td><td>{{ row[7] }}</td>
<td>{{ row[8] }}</td></tr>{% endfor %}</table>"""
BOARD_PAGE = """<table>{% for entry, cells in rows %}<tr><th>Hợp tác xã Mẫu số {{ entry }}</th>
{% for state in cells %}<td class="board__{{ state }}">{{ "✓" if state == "cast" else "" }}</td>{% endfor %}</tr>
{% endfor %}</table>"""
bare.add_pages({"ranking": RANKING_PAGE, "board": BOARD_PAGE})


def create_app() -> Flask:
    """The bare application with the pages of results."""
    return app


@app.get("/xep-hang")
def ranking() -> str:
    if g.officer is None:
        abort(401)
    page = max(1, request.args.get("trang", 1, int))
    total = database().execute("SELECT count(*) FROM ranked").fetchone()[0]
    rows = (
        database()
        .execute("SELECT * FROM ranked ORDER BY position LIMIT ? OFFSET ?", (ROWS, ROWS * (page - 1)))
        .fetchall()
    )
    return shown("ranking", title="Xếp hạng", total=total, rows=rows)


@app.get("/tien-do")
def board() -> str:
    if g.officer is None:
        abort(401)
    found: dict[int, list[str]] = {}
    for entry, _judge, state in database().execute("SELECT entry, judge, state FROM progress ORDER BY entry, judge"):
        found.setdefault(entry, []).append(state)
    return shown("board", title="Tiến độ", rows=found.items())


def fill(folder: Path, *, entries: int, judges: int) -> None:
    """The same numbers of rows as ours has."""
    (folder / "files").mkdir(parents=True)
    connection = connect(folder)
    connection.executescript(bare.SCHEMA + SCHEMA)
    with connection:
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO officer (email, hash, province) VALUES (?, ?, 0)", (OFFICE, HASHER.hash(PASSPHRASE))
        )
        connection.executemany(
            "INSERT INTO ranked VALUES (?, ?, ?, 'Tuyên Quang', ?, '17,25', '3,5', '80,25', 'Đề nghị tôn vinh')",
            [(one, f"{one:022d}", f"Hợp tác xã Mẫu số {one}", judges) for one in range(1, entries + 1)],
        )
        connection.executemany(
            "INSERT INTO progress VALUES (?, ?, 'cast')",
            [(entry, judge) for entry in range(entries) for judge in range(judges)],
        )


def plain_count(path: Path) -> float:
    """Read every cast sheet of our own database, add, take means with binary floating point, rank; seconds.

    No check of a mark, no exact number, no working, nothing stored: the floor, not a count anybody could defend.
    """
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    begun = perf_counter()
    totals: dict[int, list[float]] = {}
    rows = connection.execute(
        "SELECT assignment.nomination_id, sheet_version.marks FROM sheet_version "
        "JOIN sheet ON sheet.id = sheet_version.sheet_id JOIN assignment ON assignment.id = sheet.assignment_id"
    )
    for entry, marks in rows:
        given = json.loads(marks).values()
        totals.setdefault(entry, []).append(sum(_float(mark) for mark in given))
    sorted(totals, key=lambda entry: -round(sum(totals[entry]) / len(totals[entry]), 2))
    return perf_counter() - begun


def commits_alone(path: Path, *, seconds: float) -> float:
    """Saves a second when nothing but sqlite3 writes their rows to a copy of our own database, one after another.

    The same version, sheet, log entry and head, the same journal and syncs: what the disk gives, the floor of a save.
    """
    copy = path.with_name("commits-alone.db")
    shutil.copy(path, copy)
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.execute("PRAGMA journal_mode=PERSIST")
    connection.execute("PRAGMA synchronous=FULL")
    [sheet, number] = connection.execute("SELECT sheet_id, max(number) FROM sheet_version").fetchone()
    [head] = connection.execute("SELECT number FROM audit_head").fetchone()
    version, entry = (_again(connection, table) for table in ("sheet_version", "audit_entry"))
    begun, count = perf_counter(), 0
    while (taken := perf_counter() - begun) < seconds:
        count += 1
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            version, {"key": None, "number": number + count, "unique": secrets.token_hex(16), "of": sheet}
        )
        connection.execute("UPDATE sheet SET version = ? WHERE id = ?", (number + count, sheet))
        connection.execute(entry, {"number": head + count, "unique": secrets.token_hex(32), "of": head})
        connection.execute("UPDATE audit_head SET number = ?", (head + count,))
        connection.execute("COMMIT")
    connection.close()
    return count / taken


def _again(connection: sqlite3.Connection, table: str) -> str:
    """A statement that writes one row of a table once more, with a number and a secret of its own."""
    own = {"id": ":key", "number": ":number", "idempotency_key": ":unique", "hash": ":unique"}
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    of = "sheet_id" if table == "sheet_version" else "number"
    taken = ", ".join(own.get(one, one) for one in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {taken} FROM {table} WHERE {of} = :of LIMIT 1"


def _float(mark: str) -> float:
    above, _, below = mark.partition("/")
    return int(above) / int(below or 1)
