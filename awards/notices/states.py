"""The life of a mail."""

from __future__ import annotations

from enum import StrEnum


class MailState(StrEnum):
    """``sending``: somebody has claimed it; found so afterwards, nobody knows whether it went out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
