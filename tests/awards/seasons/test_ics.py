"""Calendar files, read back by a second parser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from icalendar import Calendar, Event

from awards.accounts.models import User
from awards.base import clock
from awards.base.clock import VIETNAM
from awards.base.database import db
from awards.base.ics import LONGEST_LINE, CalendarEvent, write_calendar
from awards.base.transaction import transaction
from awards.policy.actor import Actor
from awards.publicity import services as publicity
from awards.seasons import services as seasons
from awards.seasons.inputs import ExtensionInput, WithdrawalInput
from awards.seasons.models import Season
from awards.seasons.states import SeasonStage
from awards.units.models import Alliance
from tests.builders import a_draft_season, calendar_around
from tests.cast import Cast, CastClient

WRITTEN = datetime(2026, 2, 1, 3, 4, 5, tzinfo=UTC)
TITLE = "Hạn gửi hồ sơ; phường, xã \\ đường dài " + "ế" * 60
ClientOf = Callable[[Actor], CastClient]


def read(content: bytes) -> dict[str, Event]:
    """The entries by their identifiers."""
    found = Calendar.from_ical(content).walk("VEVENT")
    return {str(event["UID"]): event for event in found}


def alliance_of(actor: Actor) -> Alliance:
    alliance = db.session.get_one(User, actor.user_id).alliance
    assert alliance is not None
    return alliance


def opened(cast: Cast, title: str = "Mùa giải mẫu") -> Season:
    season = a_draft_season(cast, title=title)
    with transaction():
        publicity.open_season(cast.office, season)
    return season


def test_a_second_parser_reads_what_was_written() -> None:
    ends = datetime(2026, 3, 1, 0, 0, tzinfo=VIETNAM)
    events = [
        CalendarEvent("k1", 3, TITLE, ends - timedelta(hours=1), ends, "Dòng 1\nDòng 2, hết", (timedelta(days=7),)),
        CalendarEvent("k2", 0, "Lễ tôn vinh", date(2026, 4, 11)),
    ]
    content = write_calendar("Lịch giải thưởng", events, "giai.example", WRITTEN)
    first, second = read(content).values()
    assert (str(first["UID"]), int(first["SEQUENCE"]), str(first["SUMMARY"]), str(first["DESCRIPTION"])) == (
        "k1@giai.example",
        3,
        TITLE,
        "Dòng 1\nDòng 2, hết",
    )
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (ends - timedelta(hours=1), ends)
    assert first.decoded("DTEND").utcoffset() == timedelta(hours=7)
    assert first.decoded("DTSTAMP") == WRITTEN
    (alarm,) = first.walk("VALARM")
    assert (alarm.decoded("TRIGGER"), alarm["TRIGGER"].params["RELATED"]) == (timedelta(days=-7), "END")
    assert (second.decoded("DTSTART"), second.decoded("DTEND")) == (date(2026, 4, 11), date(2026, 4, 12))


def test_lines_are_folded_by_octets_and_never_inside_a_letter() -> None:
    content = write_calendar("Lịch", [CalendarEvent("k", 0, TITLE, date(2026, 4, 11))], "giai.example", WRITTEN)
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= LONGEST_LINE
    assert [line.decode() for line in lines]
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert sum(line.startswith(b" ") for line in lines) == 3


def test_the_zone_is_named_and_defined() -> None:
    content = write_calendar("Lịch", [], "giai.example", WRITTEN)
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    assert (str(zone["TZID"]), zone.walk("STANDARD")[0].decoded("TZOFFSETTO")) == (
        "Asia/Ho_Chi_Minh",
        timedelta(hours=7),
    )


def test_everybody_gets_the_announced_seasons_and_nothing_earlier(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    a_draft_season(cast, title="Chưa công bố")
    season = opened(cast)
    answer = client_of(cast.nobody).get("/lich.ics")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/calendar", "public, max-age=60")
    events = read(answer.data)
    key = f"{season.public_id}.%s@localhost"
    assert {uid: str(event["SUMMARY"]) for uid, event in events.items()} == {
        key % "opening": "Bắt đầu nhận hồ sơ – Mùa giải mẫu (dữ liệu mẫu)",
        key % "nominations": "Hạn gửi hồ sơ lên Trung ương – Mùa giải mẫu (dữ liệu mẫu)",
        key % "judging": "Hạn chấm điểm – Mùa giải mẫu (dữ liệu mẫu)",
        key % "deciding": "Hạn quyết định – Mùa giải mẫu (dữ liệu mẫu)",
        key % "ceremony": "Lễ tôn vinh – Mùa giải mẫu (dữ liệu mẫu)",
    }
    deadline = season.nominations_close_at.replace(microsecond=0)
    assert events[key % "nominations"].decoded("DTEND") == deadline


def test_a_moved_deadline_keeps_its_identifier_and_raises_its_sequence(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    season = opened(cast)
    key = f"{season.public_id}.nominations@localhost"
    seen = []
    for days in (20, 5, 5):
        if days != 20 or seen:
            with clock.told_by(lambda: WRITTEN), transaction():
                publicity.reschedule(cast.office, season, calendar_around(days))
        event = read(client_of(cast.nobody).get("/lich.ics").data)[key]
        seen.append(int(event["SEQUENCE"]))
    assert seen == [0, 1, 1]  # the same calendar once more is no change
    assert event.decoded("DTEND") == WRITTEN + timedelta(days=5)


def test_an_officer_gets_the_own_province_s_extension_and_nobody_else_does(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    season = opened(cast)
    until = (season.nominations_close_at + timedelta(days=3)).replace(microsecond=0)
    entry = ExtensionInput("", until, "Bão lũ")
    key = f"{season.public_id}.staff.nominations@localhost"

    def deadline_and_sequence(actor: Actor) -> tuple[datetime, int]:
        event = read(client_of(actor).get("/mua-giai/lich.ics").data)[key]
        return event.decoded("DTEND"), int(event["SEQUENCE"])

    common = season.nominations_close_at.replace(microsecond=0)
    assert deadline_and_sequence(cast.officer) == (common, 0)
    with transaction():
        seasons.record_extension(cast.office, season, alliance_of(cast.officer), entry)
    assert deadline_and_sequence(cast.officer) == (until, 1)
    assert [deadline_and_sequence(actor) for actor in (cast.stranger, cast.office)] == [(common, 0)] * 2
    with transaction():
        withdrawal = WithdrawalInput("", SeasonStage.NOMINATIONS, "Hết bão")
        seasons.withdraw_extension(cast.office, season, alliance_of(cast.officer), withdrawal)
    assert deadline_and_sequence(cast.officer) == (common, 2)
