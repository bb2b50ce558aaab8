"""Who voted is kept, how is kept, and nothing leads from one to the other: no column, order, time or log."""

from __future__ import annotations

import logging
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import inspect, text

from awards.app import create_app
from awards.base.database import db
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.meetings import ballots, motions
from awards.meetings.models import Motion, Slip, Voter
from awards.meetings.results_told import Outcome
from awards.meetings.states import MotionState
from awards.policy.permission_map import Forbidden
from tests.cast import Cast, CastClient, client_for, find_cast
from tests.installation import settings_for
from tests.met import a_counted_council, an_open_ballot, an_open_meeting, ballot, in_secret, voting_rules
from tests.met import closed as close_ballot

SECRET = voting_rules(ballot("approval", secret=True))
NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)
OF_BROWSERS = frozenset({"server_session"})
"""Rows of signed-in browsers, which are random."""


def a_secret_ballot(cast: Cast) -> Motion:
    """On the second entry, from which nobody is out."""
    council, judged = a_counted_council(cast, SECRET)
    meeting = an_open_meeting(cast.secretary, [council])
    return an_open_ballot(cast.secretary, meeting, judged.nominations[1].public_id)


def rows(table: str) -> list[tuple[Any, ...]]:
    """As they lie in the database."""
    return [tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table}"))]


def test_neither_table_has_a_time_an_order_or_a_way_to_the_other(cast: Cast) -> None:
    columns = {one.__tablename__: sorted(column.name for column in one.__table__.columns) for one in (Voter, Slip)}
    assert columns == {"voter": ["member_id", "motion_id"], "slip": ["key", "motion_id", "vote"]}
    if db.engine.dialect.name == "sqlite":
        for table in columns:
            with pytest.raises(Exception, match="no such column: rowid"):
                db.session.execute(text(f"SELECT rowid FROM {table}"))
    else:
        assert inspect(db.engine).get_pk_constraint("slip")["constrained_columns"] == ["key"]


def test_rows_lie_in_the_order_of_their_keys_whoever_came_first_and_get_new_keys_at_the_end(cast: Cast) -> None:
    motion = a_secret_ballot(cast)
    numbers = {one.user_id: one.id for one in motion.council.members}
    came = (cast.secretary, cast.other_judge, cast.chair, cast.home_judge, cast.judge)
    for order, actor in enumerate(came):
        in_secret(actor, motion, "yes" if order < 2 else "no")
        keys, voters = [row[0] for row in rows("slip")], [row[1] for row in rows("voter")]
        assert (keys, voters) == (sorted(keys), sorted(numbers[one.user_id] for one in came[: order + 1]))
        if db.engine.dialect.name == "postgresql":
            marks = db.session.execute(text("SELECT DISTINCT xmin::text FROM slip")).all()
            assert len(marks) == 1, "every slip was written by the same transaction"
        db.session.rollback()
    before = rows("slip")
    close_ballot(cast.secretary, motion)
    after = rows("slip")
    assert not {row[0] for row in before} & {row[0] for row in after}
    assert [row[0] for row in after] == sorted(row[0] for row in after)
    assert sorted(row[2] for row in after) == ["no", "no", "no", "yes", "yes"]
    [counted] = Outcome.read(motion.outcome).counts
    assert (counted.yes, counted.no, counted.denominator, counted.passed) == (2, 3, 5, False)


def test_nobody_votes_twice_and_slips_without_voters_make_a_ballot_void(cast: Cast) -> None:
    council, judged = a_counted_council(cast, SECRET)
    meeting = an_open_meeting(cast.secretary, [council])
    first, second, _ = (an_open_ballot(cast.secretary, meeting, one.public_id) for one in judged.nominations)
    _a_slip_sent_twice_is_one(cast, first)
    _a_ballot_with_more_slips_than_voters_is_put_again(cast, second)


def _a_slip_sent_twice_is_one(cast: Cast, motion: Motion) -> None:
    key = "cùng-một-trang-đủ-hai-mươi"
    in_secret(cast.judge, motion, "yes", key)
    in_secret(cast.judge, motion, "no", key)
    with pytest.raises(ConflictError, match="đã bỏ phiếu"), transaction():
        ballots.drop_slip(cast.judge, motion, "một-trang-khác-đủ-hai-mươi", "no")
    with pytest.raises(DomainError, match="Chọn một trong"), transaction():
        ballots.drop_slip(cast.chair, motion, "trang-của-chủ-tịch-đủ-dài", "có")
    with pytest.raises(Forbidden), transaction():
        ballots.drop_slip(cast.home_judge, motion, "trang-của-người-phải-rút", "yes")
    assert (_slips_in(motion), len(rows("voter"))) == (["yes"], 1)


def _a_ballot_with_more_slips_than_voters_is_put_again(cast: Cast, motion: Motion) -> None:
    in_secret(cast.judge, motion, "yes")
    with transaction():  # the server stops between the two, and the page is opened anew
        ballots.drop_slip(cast.chair, motion, "trang-bị-mất-đủ-hai-mươi", "yes")
    in_secret(cast.chair, motion, "yes", "trang-mở-lại-đủ-hai-mươi")
    close_ballot(cast.secretary, motion)
    again = motion.meeting.motions[-1]
    assert (motion.state, motion.outcome, again.state, again.nomination_id) == (
        MotionState.VOID, "", MotionState.DRAFTED, motion.nomination_id,
    )  # fmt: skip
    with transaction():
        motions.open_motion(cast.secretary, again)
    assert again.state == MotionState.OPEN


def _slips_in(motion: Motion) -> list[str]:
    return [row[2] for row in rows("slip") if row[1] == motion.id]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_two_worlds_that_differ_in_one_vote_are_alike_for_everybody_before_the_closing(
    cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture, compiled_templates: FileSystemBytecodeCache
) -> None:
    """Every table but the slips, every page of every role, the log and the answers are the same to the byte.

    Two copies of one database file are the two worlds.
    """
    motion = a_secret_ballot(cast)
    addresses = _addresses(motion)
    db.session.remove()

    def made(home: Path, database: Path) -> Flask:
        app = create_app(settings_for(home, f"sqlite:///{database}", limit_sign_in=False))
        app.config["WTF_CSRF_ENABLED"] = False
        app.jinja_env.bytecode_cache = compiled_templates
        return app

    worlds = {}
    for vote in ("yes", "no"):
        copied = tmp_path / f"{vote}.db"
        _copy(Path(str(db.engine.url.database)), copied)
        caplog.clear()
        worlds[vote] = _what_can_be_seen(made(tmp_path / vote, copied), addresses, vote, caplog)
    yes, no = worlds["yes"], worlds["no"]
    assert yes.pop("slips") == [(row[0], row[1], "yes") for row in no.pop("slips")]
    assert yes == no
    assert yes["tables"]["voter"]
    assert len(yes["pages"]) == 4 * len(addresses)


def _copy(database: Path, copied: Path) -> None:
    """Also what SQLite keeps beside the file."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copied)) as target:
        source.backup(target)


def _addresses(motion: Motion) -> list[str]:
    meeting = f"/phien-hop/{motion.meeting.public_id}"
    parts = ("", "/man-chieu", "/kiem-phieu")
    return [f"/phien-hop/noi-dung/{motion.public_id}", "/nhat-ky/", *(meeting + part for part in parts)]


def _what_can_be_seen(app: Flask, addresses: list[str], vote: str, caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    """The world after one vote: the answer, every page, every table, every line of the server's log."""
    with app.app_context(), caplog.at_level(logging.INFO), time_machine.travel(NOON, tick=False):
        cast = find_cast()
        voter = client_for(app, cast.judge)
        given = {"page_key": "trang-bỏ-phiếu-đủ-hai-mươi", "vote": vote}
        answer = voter.post(f"{addresses[0]}/phieu", data=given)
        pages = {
            f"{reader.public_id} {path}": _body(client_for(app, reader), path)
            for reader in (cast.judge, cast.chair, cast.secretary, cast.auditor)
            for path in addresses
        }
        tables = {table: sorted(map(str, rows(table))) for table in db.metadata.tables if table not in OF_BROWSERS}
        slips = rows("slip")
        del tables["slip"]
        db.session.remove()
        db.engine.dispose()
    return {
        "answer": (answer.status_code, answer.location),
        "pages": pages,
        "tables": tables,
        "slips": slips,
        "logged": [record.getMessage() for record in caplog.records],
    }


def _body(client: CastClient, path: str) -> str:
    """A page without the token of its forms, which is another for every browser."""
    response = client.get(path)
    return f"{response.status_code} " + re.sub(r'name="csrf_token" value="[^"]*"', "", response.get_data(as_text=True))
