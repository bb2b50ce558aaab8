"""Until when a province may answer a request. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from awards.base.clock import VIETNAM

WORKING_DAYS = 5
END_OF_OFFICE = time(17, 0)


def default_deadline(now: datetime, latest: datetime) -> datetime:
    """17:00 on the fifth working day after today, but not after ``latest``.

    Five working days as the notice of missing parts has them in the procedure of the culture ministry
    of 04/2024. Only Saturdays and Sundays are skipped: public holidays are decided year by year, so the
    screener looks at the day and may change it.
    """
    day = now.astimezone(VIETNAM).date()
    left = WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return min(datetime.combine(day, END_OF_OFFICE, VIETNAM), latest)
