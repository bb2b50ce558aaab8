"""Windows are half open and told in Vietnam's time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from awards.base.clock import VIETNAM
from awards.base.dates import NotADate, format_deadline, format_left, parse_deadline, write_deadline
from awards.seasons.calendar import (
    Timetable,
    Window,
    extended,
    is_in_grace,
    is_open,
    shut_sentence,
    stage_sentence,
    stages,
    timetable,
    window_of,
)
from awards.seasons.inputs import CalendarInput
from awards.seasons.states import SeasonStage


@dataclass(frozen=True)
class Year:
    nominations_open_at: datetime = datetime(2026, 1, 5, 0, 0, tzinfo=VIETNAM)
    nominations_close_at: datetime = datetime(2026, 3, 1, 0, 0, tzinfo=VIETNAM)
    judging_close_at: datetime = datetime(2026, 3, 31, 17, 0, tzinfo=VIETNAM)
    ceremony_on: date = date(2026, 4, 11)


SECOND = timedelta(seconds=1)
CLOSES = Year.nominations_close_at
ENTRY = CalendarInput(
    Year.nominations_open_at, Year.nominations_close_at, Year.judging_close_at, Year.ceremony_on, grace_seconds=60
)


@pytest.mark.parametrize(
    ("instant", "open_then"),
    [
        (Year.nominations_open_at - SECOND, False),
        (Year.nominations_open_at, True),
        (CLOSES - SECOND, True),
        (CLOSES, False),
        (datetime(2026, 2, 28, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 2, 28, 17, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_end_of_28_february_is_the_first_instant_of_1_march_in_vietnam(instant: datetime, open_then: bool) -> None:
    window = window_of(replace(timetable(ENTRY), grace_seconds=0), SeasonStage.NOMINATIONS)
    assert is_open(window, instant) is open_then


def test_an_extension_only_ever_lengthens() -> None:
    window = Window(Year.nominations_open_at, CLOSES)
    later, earlier = CLOSES + timedelta(days=3), CLOSES - timedelta(days=3)
    assert (extended(window, later), extended(window, earlier), extended(window, None)) == (
        Window(Year.nominations_open_at, later, is_extended=True),
        window,
        window,
    )


@pytest.mark.parametrize(
    ("after", "taken", "late"),
    [(-1, True, False), (0, True, True), (59, True, True), (60, False, False), (61, False, False)],
)
def test_within_the_grace_a_dossier_is_taken_and_late(after: int, taken: bool, late: bool) -> None:
    window = window_of(timetable(ENTRY), SeasonStage.NOMINATIONS)
    now = CLOSES + timedelta(seconds=after)
    assert (is_open(window, now), is_in_grace(window, now)) == (taken, late)


def test_only_what_provinces_send_has_a_grace() -> None:
    windows = {stage: window_of(timetable(ENTRY), stage).grace for stage in SeasonStage}
    assert {stage for stage, grace in windows.items() if grace} == {SeasonStage.NOMINATIONS, SeasonStage.SUPPLEMENTS}


def test_the_deadline_is_said_as_the_end_of_the_day_before() -> None:
    window = Window(Year.nominations_open_at, CLOSES)
    said = [shut_sentence(window, SeasonStage.NOMINATIONS, now) for now in (CLOSES - SECOND, CLOSES)]
    assert said == [None, "Đã hết hạn nhận hồ sơ: hết ngày 28/02/2026 (Thứ Bảy, giờ Việt Nam)."]
    assert shut_sentence(window, SeasonStage.SUPPLEMENTS, Year.nominations_open_at - SECOND) == (
        "Chưa đến thời gian bổ sung hồ sơ. Bắt đầu từ ngày 05/01/2026."
    )


def test_what_was_left_out_of_a_calendar_is_proposed_at_the_end_of_days() -> None:
    def day(month: int, number: int, hour: int = 0) -> datetime:
        return datetime(2026, month, number, hour, tzinfo=VIETNAM)

    assert timetable(ENTRY) == Timetable(
        nominations_open_at=day(1, 5),
        councils_sit_by=day(2, 11),
        nominations_close_at=day(3, 1),
        supplements_close_at=day(3, 12),
        screening_close_at=day(3, 17),
        judging_close_at=day(3, 31, 17),
        deciding_close_at=day(4, 6),
        ceremony_on=date(2026, 4, 11),
        grace_seconds=60,
    )


def test_what_was_typed_is_kept() -> None:
    typed = datetime(2026, 2, 1, 8, 0, tzinfo=VIETNAM)
    assert timetable(replace(ENTRY, councils_sit_by=typed)).councils_sit_by == typed


def test_a_short_season_gets_its_windows_inside_it() -> None:
    """Three stages in a quarter of an hour: no end of a day lies between them."""
    opens = datetime(2026, 1, 5, 8, 0, tzinfo=VIETNAM)
    closes, judged = opens + timedelta(minutes=6), opens + timedelta(minutes=12)
    made = timetable(CalendarInput(opens, closes, judged, judged.date()))
    assert opens < made.councils_sit_by < closes < made.supplements_close_at < made.screening_close_at < judged
    assert made.deciding_close_at == judged


def test_the_states_of_the_stages_move_with_the_clock() -> None:
    days = (
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 5),
        date(2026, 4, 5),
        date(2026, 4, 11),
        date(2026, 4, 12),
    )
    seen = [
        [stage.state for stage in stages(Year(), datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM))]
        for day in days
    ]
    assert seen == [
        ["future", "future", "future", "future"],
        ["current", "future", "future", "future"],
        ["past", "current", "future", "future"],
        ["past", "past", "current", "future"],
        ["past", "past", "past", "current"],
        ["past", "past", "past", "past"],
    ]


def test_the_sentence_says_when_nominations_close() -> None:
    assert stage_sentence(Year(), datetime(2026, 2, 1, tzinfo=UTC)) == (
        "Đang nhận hồ sơ đến hết ngày 28/02/2026 (Thứ Bảy, giờ Việt Nam)."
    )


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("28/02/2026", datetime(2026, 3, 1, 0, 0, tzinfo=VIETNAM)),
        ("hết ngày 28/02/2026", datetime(2026, 3, 1, 0, 0, tzinfo=VIETNAM)),
        ("31.12.2026", datetime(2027, 1, 1, 0, 0, tzinfo=VIETNAM)),
        ("28/02/2028", datetime(2028, 2, 29, 0, 0, tzinfo=VIETNAM)),
        ("00:00 01/03/2026", datetime(2026, 3, 1, 0, 0, tzinfo=VIETNAM)),
        ("17 giờ 00 31/12/2026", datetime(2026, 12, 31, 17, 0, tzinfo=VIETNAM)),
        ("23:59 31/12/2026", datetime(2026, 12, 31, 23, 59, tzinfo=VIETNAM)),
    ],
)
def test_a_deadline_without_an_hour_is_the_end_of_its_day(typed: str, instant: datetime) -> None:
    assert parse_deadline(typed) == instant
    assert parse_deadline(write_deadline(instant)) == instant


@pytest.mark.parametrize("typed", ["", "mai", "31/02/2026", "25:00 01/03/2026", "28/02"])
def test_what_is_no_deadline_is_told(typed: str) -> None:
    with pytest.raises(NotADate):
        parse_deadline(typed)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 ngày 3 giờ"),
        (timedelta(days=1, minutes=5), "1 ngày"),
        (timedelta(hours=3), "3 giờ"),
        (timedelta(hours=2, minutes=59, seconds=59), "2 giờ 59 phút"),
        (timedelta(minutes=1), "1 phút"),
        (timedelta(seconds=59), "chưa đầy 1 phút"),
        (timedelta(microseconds=1), "chưa đầy 1 phút"),
        (timedelta(), "đã hết"),
        (-SECOND, "đã hết"),
    ],
)
def test_the_time_left_is_said_in_two_parts_and_rounded_down(left: timedelta, words: str) -> None:
    now = datetime(2026, 2, 1, tzinfo=UTC)
    assert format_left(now + left, now) == words


def test_a_deadline_at_an_hour_is_said_with_its_weekday() -> None:
    assert format_deadline(datetime(2026, 12, 31, 10, 0, tzinfo=UTC)) == (
        "17 giờ 00 ngày 31/12/2026 (Thứ Năm, giờ Việt Nam)"
    )
