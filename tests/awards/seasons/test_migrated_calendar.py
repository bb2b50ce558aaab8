"""Migration 0024 gives every season that exists the windows the application would propose, and takes them back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from awards.base.database import db
from awards.base.schema import downgrade_schema, upgrade_schema
from awards.base.transaction import transaction
from awards.publicity import services as publicity
from awards.publicity.models import PublicSeason
from awards.seasons import services
from awards.seasons.calendar import timetable, timetable_of
from awards.seasons.inputs import CalendarInput, ExtensionInput, WithdrawalInput
from awards.seasons.models import Season
from awards.seasons.states import SeasonStage
from tests.awards.seasons.test_ics import alliance_of
from tests.builders import a_draft_season
from tests.cast import Cast


def rows(statement: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_seasons_get_their_windows_and_extensions_in_force_survive_both_ways(app: Flask, cast: Cast) -> None:
    season = a_draft_season(cast)
    with transaction():
        publicity.open_season(cast.office, season)
        until = season.nominations_close_at + timedelta(days=1)
        for actor in (cast.officer, cast.stranger):
            services.record_extension(cast.office, season, alliance_of(actor), ExtensionInput("", until, "Bão"))
        services.withdraw_extension(
            cast.office, season, alliance_of(cast.stranger), WithdrawalInput("", SeasonStage.NOMINATIONS, "Nhầm")
        )
        typed = CalendarInput(
            season.nominations_open_at, season.nominations_close_at, season.judging_close_at, season.ceremony_on
        )
    home = alliance_of(cast.officer).id
    db.session.remove()
    downgrade_schema("0023")
    assert [name for name, *_ in rows("SELECT alliance_id FROM deadline_extension")] == [home]
    upgrade_schema()
    kept = db.session.scalars(select(Season)).one()
    assert (timetable_of(kept), kept.calendar_revision) == (timetable(typed), 0)
    public = db.session.scalars(select(PublicSeason)).one()
    assert public.deciding_close_at == kept.deciding_close_at
    assert rows("SELECT stage FROM deadline_extension") == [("nominations",)]
    db.session.remove()
    with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text("UPDATE deadline_extension SET reason = ''"))
    for change in ("grace_seconds = 601", "councils_sit_by = judging_close_at", "screening_close_at = ceremony_on"):
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(text(f"UPDATE season SET {change}"))
