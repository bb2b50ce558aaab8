"""Meetings written down by an older version are under way after the migration: nothing is closed unasked."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from awards.base import clock
from awards.base.database import db
from awards.base.schema import downgrade_schema, upgrade_schema
from awards.base.transaction import transaction
from awards.meetings import services
from awards.meetings.inputs import PlanInput
from awards.meetings.queries import Sitting
from tests.cast import Cast
from tests.provincial import a_meeting, a_provincial_council, a_two_level_season

BEFORE = "0028"


def test_a_meeting_of_an_older_version_is_open_since_it_was_written_down(app: Flask, cast: Cast) -> None:
    council = a_provincial_council(cast, a_two_level_season(cast))
    a_meeting(cast.leader, council)
    db.session.remove()
    downgrade_schema(BEFORE)
    upgrade_schema()
    kept = "SELECT state, place, closed_at, opened_at = recorded_at FROM meeting"
    assert [tuple(row) for row in db.session.execute(text(kept))] == [("open", "Trụ sở Liên minh (mẫu)", None, True)]
    assert db.session.execute(text("SELECT count(*) FROM attendance")).scalar_one() == 5


def test_a_meeting_to_come_has_no_place_in_the_older_tables(
    app: Flask, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    council = a_provincial_council(cast, a_two_level_season(cast))
    with transaction():
        entry = PlanInput("Trụ sở", clock.today(), (council.public_id,))
        services.plan_meeting(cast.leader, Sitting(council, (council,)), entry)
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade_schema(BEFORE)
    assert "planned meetings exist" in caplog.text
