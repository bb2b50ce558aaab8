"""Days and hours as people write them in Vietnam; the day comes first, the zone is Vietnam's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from awards.base.dates import (
    NotADate,
    format_clock,
    format_day,
    format_deadline,
    format_instant,
    official_day,
    parse_day,
    parse_instant,
)


@pytest.mark.parametrize("typed", ["1/9/2026", "01/09/2026", "01-09-2026", "1.9.2026", " 1/9/2026 "])
def test_a_day_may_be_typed_in_many_ways(typed: str) -> None:
    assert parse_day(typed) == date(2026, 9, 1)


def test_the_fourth_of_february_is_never_april() -> None:
    assert parse_day("04/02/2026") == date(2026, 2, 4)
    assert format_day(date(2024, 2, 7)) == "07/02/2024"


@pytest.mark.parametrize("typed", ["", "2026-09-01", "31/02/2026", "29/02/2025", "1/13/2026", "1/9/26", "mai"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotADate):
        parse_day(typed)


@pytest.mark.parametrize(
    "typed", ["17:00 31/12/2026", "31/12/2026 17 giờ 00", "17h00 31/12/2026", "17h, 31-12-2026", "31/12/2026, 17:00"]
)
def test_an_hour_is_vietnam_s(typed: str) -> None:
    assert parse_instant(typed) == datetime(2026, 12, 31, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["31/12/2026", "17:00", "25:00 31/12/2026", "17:60 31/12/2026", "17:00 31/02/2026"])
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(NotADate):
        parse_instant(typed)


def test_the_official_day_takes_a_zero_before_small_days_and_the_first_two_months_only() -> None:
    days = [date(2024, 2, 7), date(2023, 7, 5), date(2025, 4, 11), date(2025, 12, 1)]
    assert [official_day(day) for day in days] == [
        "ngày 07 tháng 02 năm 2024",
        "ngày 05 tháng 7 năm 2023",
        "ngày 11 tháng 4 năm 2025",
        "ngày 01 tháng 12 năm 2025",
    ]


def test_an_instant_is_shown_in_vietnam_s_time() -> None:
    instant = datetime(2026, 2, 28, 18, 3, 22, tzinfo=UTC)
    shown = [format_day(instant), format_instant(instant), format_clock(instant), official_day(instant)]
    assert shown == ["01/03/2026", "01 giờ 03 ngày 01/03/2026", "01:03:22 01/03/2026", "ngày 01 tháng 3 năm 2026"]


def test_a_window_that_ends_at_midnight_ends_with_the_day_before() -> None:
    assert format_deadline(datetime(2026, 2, 28, 17, 0, tzinfo=UTC)) == "hết ngày 28/02/2026 (Thứ Bảy, giờ Việt Nam)"
    assert (
        format_deadline(datetime(2026, 12, 31, 10, 0, tzinfo=UTC))
        == "17 giờ 00 ngày 31/12/2026 (Thứ Năm, giờ Việt Nam)"
    )
