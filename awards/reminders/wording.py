"""Words about reminders, said once."""

from __future__ import annotations

from datetime import datetime

from awards.base.dates import format_deadline
from awards.notices.inputs import Message
from awards.reminders.states import ReminderKind

KIND_TITLES: dict[ReminderKind, str] = {
    ReminderKind.OPENED: "Mùa giải đã mở",
    ReminderKind.DAYS_7: "Còn 7 ngày",
    ReminderKind.DAYS_2: "Còn 2 ngày",
    ReminderKind.HOURS_3: "Còn 3 giờ",
}

LEFT_WORDS: dict[ReminderKind, str] = {
    ReminderKind.DAYS_7: "chưa đầy 7 ngày",
    ReminderKind.DAYS_2: "chưa đầy 2 ngày",
    ReminderKind.HOURS_3: "chưa đầy 3 giờ",
}
"""Whenever somebody releases it, the words are true."""

SLUGS: dict[str, ReminderKind] = {
    "da-mo": ReminderKind.OPENED,
    "con-7-ngay": ReminderKind.DAYS_7,
    "con-2-ngay": ReminderKind.DAYS_2,
    "con-3-gio": ReminderKind.HOURS_3,
}
"""A reminder's kind as part of an address."""


def judge_late(season_title: str, council: str, owed: int, closes: datetime | None) -> Message:
    """For a judge who owes sheets; a province's council has no deadline of its own in the season."""
    until = f" Hạn gửi phiếu: {format_deadline(closes)}." if closes is not None else ""
    return Message(
        "judge_late",
        f"Anh/chị còn {owed} phiếu chưa gửi",
        f"{council}, {season_title}: anh/chị còn {owed} phiếu chấm chưa gửi.{until} Phiếu lưu nháp chưa được tính; chỉ "
        "phiếu đã gửi mới được tính.",
        "/phieu-cham/",
    )
