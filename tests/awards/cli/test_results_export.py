"""`awards results export` writes the kept record, and the log knows."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from awards.audit.models import AuditEntry
from awards.base.database import db
from awards.cli.installation import new_secrets, write_settings
from awards.cli.main import main
from tests.cast import Cast
from tests.judged import a_counted_season, a_judged_season


def export(home: Path, *options: str) -> Result:
    arguments = ["results", "export", "--home", str(home), "--out", str(home / "record.json"), *options]
    return CliRunner().invoke(main, arguments)


def an_installation(app: Flask, home: Path) -> Path:
    """The settings file of an installation on the test's own database."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    write_settings(home, {"profile": "test", "base_url": "http://localhost", "database_url": url, **new_secrets()})
    return home


def test_the_only_result_is_written_as_it_was_kept(app: Flask, cast: Cast, tmp_path: Path) -> None:
    home = an_installation(app, tmp_path)
    _, result = a_counted_season(cast)
    record, subject = result.record, f"result:{result.public_id}"
    db.session.rollback()
    done = export(home)
    assert (done.exit_code, done.output) == (0, f"Đã ghi {home / 'record.json'}\n")
    assert (home / "record.json").read_text(encoding="utf-8") == record
    log = db.session.execute(select(AuditEntry.actor, AuditEntry.action).where(AuditEntry.subject == subject)).all()
    assert [tuple(row) for row in log] == [("operator", "result.record_export")]


def test_a_round_that_is_not_counted_has_no_record(app: Flask, cast: Cast, tmp_path: Path) -> None:
    home = an_installation(app, tmp_path)
    public_id = a_judged_season(cast).judging_round.public_id
    db.session.rollback()
    assert export(home).output == "Chưa có kết quả nào.\n"
    assert export(home, "--round", public_id).output == f"Không có kết quả nào của vòng chấm {public_id}.\n"
    assert not (home / "record.json").exists()
