"""Words about reminders, said once."""

from __future__ import annotations

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
