"""How far one province is in one season, and what it would be told. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from awards.notices import wording
from awards.notices.inputs import Message
from awards.reminders.states import ReminderKind, due_kind
from awards.reminders.wording import LEFT_WORDS
from awards.seasons.calendar import Window

MOST_GAPS = 3
"""How many of a dossier's gaps a message names; the rest is counted."""
MOST_DOSSIERS = 8


@dataclass(frozen=True)
class Unsent:
    """A dossier the province still holds: what is missing, and how many entries cannot stand as they are."""

    public_id: str
    reference: str
    step: str
    gaps: tuple[str, ...]
    wrong: int

    @property
    def line(self) -> str:
        """One line of a message: names of what is missing, never what was typed."""
        if not self.gaps and not self.wrong:
            return f"Hồ sơ {self.reference}: {self.step}."
        named = [gap.rstrip(".") for gap in self.gaps[:MOST_GAPS]]
        more = len(self.gaps) - len(named)
        parts = [*named, *([f"và {more} mục khác"] if more else [])]
        if self.wrong:
            parts.append(f"{self.wrong} mục cần xem lại")
        return f"Hồ sơ {self.reference}: {'; '.join(parts)}."


@dataclass(frozen=True)
class ProvinceProgress:
    """One province in one season.

    ``forwarded`` counts dossiers with the centre, ``returned`` those sent back, ``begun`` those not forwarded
    yet; ``unsent`` says of the last ones what is missing, where that was asked for.
    """

    alliance_id: int
    alliance_public_id: str
    alliance: str
    window: Window
    forwarded: int
    returned: int
    begun: int
    unsent: tuple[Unsent, ...] = ()

    @property
    def is_late(self) -> bool:
        """Something the province began has not gone out, or nothing was begun at all."""
        return self.begun > 0 or not (self.forwarded or self.returned)

    def due(self, now: datetime) -> ReminderKind | None:
        """The reminder of its own deadline that is due; nobody is reminded who is not late."""
        return due_kind(self.window.closes, now) if self.is_late else None

    @property
    def lines(self) -> tuple[str, ...]:
        """What remains to be done, one line each."""
        if not self.begun:
            return ("Tỉnh chưa lập hồ sơ đề cử nào.",)
        more = len(self.unsent) - MOST_DOSSIERS
        shown = tuple(one.line for one in self.unsent[:MOST_DOSSIERS])
        return (*shown, f"Và {more} hồ sơ khác.") if more > 0 else shown


@dataclass(frozen=True)
class Recipient:
    """Somebody who would be told."""

    user_id: int
    name: str
    email: str


@dataclass(frozen=True)
class PlannedReminder:
    """What one province would get. ``sent`` names the release it has had already."""

    province: ProvinceProgress
    instant: datetime
    message: Message
    zalo: str
    recipients: tuple[Recipient, ...]
    sent: str | None
    sent_at: datetime | None


def message_for(kind: ReminderKind, season_title: str, season_id: str, province: ProvinceProgress) -> Message:
    """The words for one province."""
    if kind is ReminderKind.OPENED:
        return wording.opened(season_title, province.window.closes, f"/mua-giai/{season_id}/lich")
    left = LEFT_WORDS[kind]
    return wording.deadline_near(season_title, left, province.window.closes, province.lines, f"/ho-so/?mua={season_id}")


def digest_of(planned: Sequence[PlannedReminder]) -> str:
    """What was on the screen in one hash: provinces, texts, recipients, and what had gone out before."""
    seen = [
        (one.province.alliance_public_id, one.message.title, one.message.body, one.sent, sorted(_addresses(one)))
        for one in planned
    ]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def _addresses(planned: PlannedReminder) -> list[str]:
    return [one.email for one in planned.recipients]
