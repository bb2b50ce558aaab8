"""Windows are half open and told in Vietnam's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from awards.base.clock import VIETNAM
from awards.seasons.calendar import (
    closed_sentence,
    closes_at,
    nominations_are_open,
    stage_sentence,
    stages,
)


@dataclass(frozen=True)
class Year:
    nominations_open_at: datetime = datetime(2026, 1, 5, 0, 0, tzinfo=VIETNAM)
    nominations_close_at: datetime = datetime(2026, 3, 1, 0, 0, tzinfo=VIETNAM)
    judging_close_at: datetime = datetime(2026, 3, 31, 17, 0, tzinfo=VIETNAM)
    ceremony_on: date = date(2026, 4, 11)


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        (Year.nominations_open_at - SECOND, False),
        (Year.nominations_open_at, True),
        (Year.nominations_close_at - SECOND, True),
        (Year.nominations_close_at, False),
        (datetime(2026, 2, 28, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 2, 28, 17, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_end_of_28_february_is_the_first_instant_of_1_march_in_vietnam(instant: datetime, is_open: bool) -> None:
    assert nominations_are_open(Year(), None, instant) is is_open


def test_an_extension_only_ever_lengthens() -> None:
    later, earlier = Year.nominations_close_at + timedelta(days=3), Year.nominations_close_at - timedelta(days=3)
    assert (closes_at(Year(), later), closes_at(Year(), earlier), closes_at(Year(), None)) == (
        later,
        Year.nominations_close_at,
        Year.nominations_close_at,
    )


def test_the_deadline_is_said_as_the_end_of_the_day_before() -> None:
    assert closed_sentence(Year(), None, Year.nominations_close_at) == (
        "Đã hết hạn nhận hồ sơ: hết ngày 28/02/2026 (Thứ Bảy, giờ Việt Nam)."
    )


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
