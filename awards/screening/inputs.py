"""What the forms of the desk give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from awards.policy.actor import Role
from awards.screening.states import FlagReason, Verdict


@dataclass(frozen=True)
class ReturnInput:
    """A dossier sent back: the reason of each named part, and until when.

    ``seen`` is the revision the screener read.
    """

    items: Mapping[str, str]
    until: datetime | None = None
    seen: str | None = None


@dataclass(frozen=True)
class ReasonInput:
    """A hold or its release, with the reason."""

    reason: str
    seen: str | None = None


@dataclass(frozen=True)
class RefusalInput:
    """A dossier that may not compete: why, and by which clause."""

    reason: str
    clause: str
    seen: str | None = None


@dataclass(frozen=True)
class WaiverInput:
    """A condition to be set aside, and why."""

    condition: str
    reason: str
    seen: str | None = None


@dataclass(frozen=True)
class MarkInput:
    """What was marked of one line on top of version ``base_version`` (0: no mark of this revision yet)."""

    verdict: Verdict | None
    note: str
    base_version: int


@dataclass(frozen=True)
class ChecklistRow:
    """A line as a form needs it: what the machine found, which verdicts agree with it, and what is marked so far."""

    key: str
    automatic: str
    expected: frozenset[Verdict]
    verdict: Verdict | None = None
    note: str = ""
    version: int = 0

    def mistake(self, verdict: Verdict | None, note: str) -> str | None:
        """Why such a mark cannot be stored; ``None`` when it can, or when nothing was marked."""
        if verdict is None:
            return "Chọn một mức cho mục này." if note.strip() else None
        if verdict not in self.expected and not note.strip():
            return f"Kết quả tự động là “{self.automatic}”. Ghi lý do vì sao đánh giá khác."
        return None


@dataclass(frozen=True)
class FlagInput:
    """Whom to ask, why, and whether the dossier waits for the answer."""

    for_role: Role
    reason: FlagReason
    text: str
    stops: bool
