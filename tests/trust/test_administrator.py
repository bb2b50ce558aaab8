"""Whoever runs the system reads no mark before closing through any command: not printed, not written, not mailed.

The pages are compared in `test_noninterference.py`. Whoever holds the database file or a backup can read the marks,
and `docs/operations.md` says so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.cli.installation import new_secrets, write_settings
from awards.cli.main import COMMANDS, main
from awards.config import SETTINGS_FILE
from awards.jobs import services as jobs
from awards.jobs.models import Job
from awards.jobs.states import JobState
from awards.notices.models import OutgoingMail
from awards.policy.actor import Actor
from awards.sheets import services as sheets
from awards.sheets.inputs import SheetInput
from awards.sheets.models import SheetVersion
from awards.sheets.paper import variant_of
from scoring.criteria import judged_in
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of
from tests.trust.may_know import MAY_KNOW

REMARK, REASON, NOTE = "chim-hoang-yen-nhan-xet", "chim-hoang-yen-ly-do", "chim-hoang-yen-ghi-rieng"
RUN_SYSTEM_OR_ROUND = ("auditor", "chair", "office", "secretary", "standing", "sysadmin")
ONLY_THE_JUDGE = (
    "a gap in an open sheet",
    "a mark of a cast sheet",
    "a mark of an open sheet",
    "a private note",
    "a reason of a mark",
    "a remark",
)
NOT_RUN = frozenset({"demo", "init", "run"})
"""`demo` shows samples, `init` refuses an installation that is there (it is run for that), `run` serves the pages."""


@pytest.fixture
def home(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation on the test's own database; what commands tell the processes they start is taken back."""
    monkeypatch.setenv("AWARDS_HOME", "")
    monkeypatch.delenv("AWARDS_HOME")
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    write_settings(tmp_path, {"profile": "test", "base_url": "http://localhost", "database_url": url, **new_secrets()})
    return tmp_path


def secrets_of_a_round(cast: Cast) -> tuple[str, list[str]]:
    """An open and a cast sheet of a round under way: the round, and every text that tells of them."""
    judging_round = a_round(cast)
    opened, given = (assignment_of(judging_round, judge) for judge in (cast.judge, cast.other_judge))
    for judge, one in ((cast.judge, opened), (cast.other_judge, given)):
        criteria = judged_in(variant_of(one).criteria)
        marks = {criterion.key: criterion.max_points - criterion.step for criterion in criteria}
        reasons = {criteria[0].key: REASON}
        with transaction():
            version = sheets.save_sheet(judge, one, SheetInput(marks, REMARK, 0, f"key-of-{judge.public_id}", reasons))
            sheets.save_note(judge, one, NOTE)
            if one is given:
                sheets.cast_sheet(judge, one, version.number)
    with transaction():
        jobs.enqueue(cast.office, "results.advise", {"result": judging_round.public_id}, title="Việc mẫu")
    stored = sorted(set(db.session.scalars(select(SheetVersion.marks))))
    public_id = judging_round.public_id
    db.session.rollback()
    return public_id, [REMARK, REASON, NOTE, *stored]


def leaves(command: click.Command, name: str) -> Iterator[str]:
    """The names of all commands, those of groups with their group's name."""
    if isinstance(command, click.Group):
        for below in sorted(command.commands):
            yield from leaves(command.commands[below], f"{name} {below}")
    else:
        yield name


def every_command() -> set[str]:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in COMMANDS}
    return {leaf for name, command in found.items() if command is not None for leaf in leaves(command, name)}


def told_by(home: Path, *arguments: str) -> str:
    """What a command prints, and why it broke if it did."""
    done = CliRunner().invoke(main, [*arguments, "--home", str(home)])
    return f"{done.output}\n{done.exception!r}"


def told_by_the_worker(home: Path) -> str:
    """What the worker prints while it does what waits; it ends with its standard input."""
    command = [sys.executable, "-m", "awards.cli.main", "work", "--home", str(home), "--beside"]
    worker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ.copy()
    )
    end = time.monotonic() + 60
    while _waits() and time.monotonic() < end:
        time.sleep(0.1)
    return worker.communicate()[0].decode()


def _waits() -> bool:
    waiting = db.session.scalars(select(Job.id).where(Job.state.in_([JobState.QUEUED, JobState.RUNNING]))).first()
    db.session.rollback()
    return waiting is not None


def written_in(home: Path) -> str:
    """Every file of the installation but the settings; the database lies elsewhere."""
    kept = (path for path in sorted(home.rglob("*")) if path.is_file() and path.name != SETTINGS_FILE)
    return "\n".join(
        path.read_bytes().decode(errors="replace") for path in kept if not path.name.startswith("awards.db")
    )


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_no_command_prints_writes_or_mails_a_mark_before_closing(app: Flask, cast: Cast, home: Path) -> None:
    public_id, secrets = secrets_of_a_round(cast)
    record = str(home / "record.json")
    told = {
        "audit verify": told_by(home, "audit", "verify"),
        "files tidy": told_by(home, "files", "tidy"),
        "mail list": told_by(home, "mail", "list"),
        "mail retry": told_by(home, "mail", "retry", public_id),
        "mail send": told_by(home, "mail", "send"),
        "results export": told_by(home, "results", "export", "--out", record)
        + told_by(home, "results", "export", "--out", record, "--round", public_id),
        "upgrade": told_by(home, "upgrade"),
        "work": told_by_the_worker(home),
    }
    assert every_command() - NOT_RUN == told.keys()
    told["init"] = told_by(home, "init", "--base-url", "https://mau.example", "--office-email", "a@mau.example")
    told["files"] = written_in(home)
    rows = [str(tuple(row)) for row in db.session.execute(select(Job.argument, Job.result, Job.message))]
    rows += [f"{mail.subject} {mail.body}" for mail in db.session.scalars(select(OutgoingMail))]
    told["rows"] = "\n".join(rows)
    assert [(name, one) for name, said in told.items() for one in secrets if one in said] == []
    assert (len(list((home / "outbox").glob("*.eml"))) > 0, "Nhật ký liền mạch" in told["audit verify"]) == (True, True)
    assert (home / "record.json").exists() is False


def test_who_runs_the_system_or_the_round_is_among_those_who_may_not_know() -> None:
    """So `test_noninterference.py` compares what they see, of marks, remarks, reasons and notes alike."""
    knowing = {one: sorted(MAY_KNOW[one] & set(RUN_SYSTEM_OR_ROUND)) for one in ONLY_THE_JUDGE}
    assert knowing == {one: [] for one in ONLY_THE_JUDGE}


def test_a_mark_that_cannot_be_stored_is_not_written_into_the_lines_of_the_server(
    app: Flask, cast: Cast, client_of: Callable[[Actor], CastClient], caplog: pytest.LogCaptureFixture
) -> None:
    """The database refuses the row as a full disk would; what the library tells of it names no value."""
    own = assignment_of(a_round(cast), cast.judge).public_id
    refuse = "CREATE TRIGGER full BEFORE INSERT ON sheet_version BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    with transaction():
        db.session.execute(text(refuse))
    form = {"base_version": "0", "idempotency_key": "key-of-the-judge", "mark_A3": "4.5", "remark": REMARK}
    answer = client_of(cast.judge).post(f"/phieu-cham/{own}/luu", data=form, headers={"X-Autosave": "1"})
    assert (answer.status_code, "disk is full" in caplog.text) == (500, True)
    assert [one for one in (REMARK, '"9/2"', "key-of-the-judge") if one in caplog.text or one in answer.text] == []


def test_a_refused_row_is_not_repeated_in_the_error(app: Flask) -> None:
    """PostgreSQL would add it after DETAIL."""
    row = SheetVersion(
        number=1, marks=REMARK, remark=REMARK, idempotency_key="k", rulebook_digest="", saved_at=clock.now()
    )
    with pytest.raises(DatabaseError) as refused, transaction():
        db.session.add(row)
    told = "".join(traceback.format_exception(refused.value))
    assert ("sheet_version" in told, REMARK in told) == (True, False)
