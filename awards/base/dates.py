"""Days and instants as Vietnamese people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from awards.base.clock import VIETNAM

_DAY = re.compile(r"^(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})$")
_CLOCK = re.compile(r"^(\d{1,2})(?::|h|\s*giờ\s*)(\d{2})?$", re.IGNORECASE)
_END_OF = re.compile(r"^hết\s+(?:ngày\s+)?", re.IGNORECASE)
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


class NotADate(ValueError):
    """The text is not a day or an hour; ``sentence`` says how to write it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse_day(text: str) -> date:
    """``1/9/2026``, ``01-09-2026`` or ``1.9.2026``, the day first."""
    match = _DAY.match(text.strip())
    if match is None:
        raise NotADate("Nhập ngày theo dạng ngày/tháng/năm, ví dụ 31/12/2026.")
    try:
        return date(int(match.group(3)), int(match.group(2)), int(match.group(1)))
    except ValueError as error:
        raise NotADate(f"Không có ngày {text.strip()}. Hãy kiểm tra lại ngày và tháng.") from error


def parse_instant(text: str) -> datetime:
    """``17:00 31/12/2026`` or ``31/12/2026 17 giờ 00`` in Vietnam's time, as an aware instant."""
    words = text.strip().replace(",", " ")
    day_match = re.search(r"\d{1,2}[/\-.]\d{1,2}[/\-.]\d{4}", words)
    if day_match is None:
        raise NotADate("Nhập giờ và ngày, ví dụ 17:00 31/12/2026.")
    clock_match = _CLOCK.match((words[: day_match.start()] + words[day_match.end() :]).strip())
    if clock_match is None:
        raise NotADate("Nhập giờ và ngày, ví dụ 17:00 31/12/2026.")
    hour, minute = int(clock_match.group(1)), int(clock_match.group(2) or 0)
    if hour > 23 or minute > 59:
        raise NotADate("Giờ từ 0 đến 23, phút từ 0 đến 59, ví dụ 17:00 31/12/2026.")
    day = parse_day(day_match.group())
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


def parse_deadline(text: str) -> datetime:
    """Like :func:`parse_instant`; a day alone (or ``hết ngày 28/02/2026``) is its end, 00:00 of the next."""
    words = _END_OF.sub("", text.strip())
    if re.search(r":|h|giờ", words, re.IGNORECASE):
        return parse_instant(words)
    day = parse_day(words) + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)


def format_day(value: date) -> str:
    """``07/02/2026``; an instant is shown as its day in Vietnam."""
    return _local(value).strftime("%d/%m/%Y")


def format_instant(value: datetime) -> str:
    """``17 giờ 00 ngày 07/02/2026``; always Vietnam's time."""
    local = value.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


def format_deadline(value: datetime) -> str:
    """The end of a half-open window in words: midnight is said as the end of the day before."""
    local = value.astimezone(VIETNAM)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        day = local - timedelta(days=1)
        return f"hết ngày {day:%d/%m/%Y} ({_WEEKDAYS[day.weekday()]}, giờ Việt Nam)"
    return f"{format_instant(value)} ({_WEEKDAYS[local.weekday()]}, giờ Việt Nam)"


def write_deadline(value: datetime) -> str:
    """A deadline as :func:`parse_deadline` reads it: the end of a day as that day, else hour and day."""
    local = value.astimezone(VIETNAM)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return format_day(local - timedelta(days=1))
    return f"{local:%H:%M %d/%m/%Y}"


def format_left(until: datetime, now: datetime) -> str:
    """``2 ngày 3 giờ``: the time left in its two largest parts, rounded down; ``đã hết`` from the instant on."""
    seconds = int((until - now).total_seconds())
    if until <= now:
        return "đã hết"
    parts = ((seconds // 86400, "ngày"), (seconds // 3600 % 24, "giờ"), (seconds // 60 % 60, "phút"))
    first = next((index for index, (count, _) in enumerate(parts) if count), None)
    if first is None:
        return "chưa đầy 1 phút"
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count)


def format_clock(value: datetime) -> str:
    """``14:03:22 07/02/2026``, for what was just saved."""
    return value.astimezone(VIETNAM).strftime("%H:%M:%S %d/%m/%Y")


def official_day(value: date) -> str:
    """``ngày 07 tháng 02 năm 2026``, ``ngày 11 tháng 4 năm 2026`` (Nghị định 30/2020, phụ lục I).

    A zero stands before days 1 to 9 and months 1 and 2 only.
    """
    local = _local(value)
    month = f"{local.month:02d}" if local.month <= 2 else str(local.month)
    return f"ngày {local.day:02d} tháng {month} năm {local.year}"


def _local(value: date) -> date:
    return value.astimezone(VIETNAM) if isinstance(value, datetime) else value
