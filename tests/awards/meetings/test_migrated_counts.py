"""A count of an older version keeps its meeting and learns its day; two counts with votes have no place down there."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text

from awards.base.database import db
from awards.base.schema import downgrade_schema, upgrade_schema
from awards.base.transaction import transaction
from awards.councils.models import Council
from awards.meetings import services
from awards.meetings.preview import forecast
from tests.cast import Cast
from tests.met import a_counted_council, an_open_ballot, an_open_meeting, ballot, closed, hands, voting_rules
from tests.worded import store_words

BEFORE = "0033"
TWO = (("away", "Hợp tác xã Mẫu Bình Minh"), ("away", "Hợp tác xã Mẫu Ưu Đàm"))
COUNTS = "SELECT stage, meeting_id IS NULL, held_on IS NULL, length(record_digest) FROM result ORDER BY id"
DAYS = "SELECT count(*) FROM result JOIN meeting ON meeting.id = result.meeting_id AND meeting.held_on = result.held_on"


def test_a_count_with_votes_goes_down_and_up_again_and_two_are_refused(
    app: Flask, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    judged = a_counted_council(cast, voting_rules(ballot("approval")), TWO)[1]
    best, second = [one.public_id for one in judged.nominations]
    a_meeting_about(cast, best)
    store_words()
    downgrade_schema(BEFORE)
    upgrade_schema()
    kept = [tuple(row) for row in db.session.execute(text(COUNTS))]
    assert kept == [("sheets", True, True, 64), ("meeting", False, False, 64)]
    a_meeting_about(cast, second)
    assert db.session.execute(text(DAYS)).scalar_one() == 2
    store_words()
    with pytest.raises(SystemExit):
        downgrade_schema(BEFORE)
    assert "counted with the votes of two meetings" in caplog.text


def a_meeting_about(cast: Cast, nomination: str) -> None:
    meeting = an_open_meeting(cast.secretary, [db.session.scalars(select(Council)).one()])
    motion = an_open_ballot(cast.secretary, meeting, nomination)
    hands(cast.secretary, motion, dict.fromkeys(range(1, 6), "yes"))
    closed(cast.secretary, motion)
    left = {one.row.entry.nomination_id: "Chờ phiên sau." for one in forecast(meeting).waiting}
    with transaction():
        services.close_meeting(cast.secretary, meeting, left)
