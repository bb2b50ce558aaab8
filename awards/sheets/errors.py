"""Refusals that carry more than one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from awards.base.dates import format_clock
from awards.base.errors import ConflictError, DomainError
from awards.sheets.models import SheetVersion
from scoring.sheet import MarkProblem


class MarksRefused(DomainError):
    """Marks that may not stand, or are missing when the sheet is to be cast."""

    def __init__(self, problems: Sequence[MarkProblem]) -> None:
        super().__init__(problems[0].sentence)
        self.problems = tuple(problems)


class SheetConflict(ConflictError):
    """Another window saved ``stored`` first; nothing of it was overwritten."""

    def __init__(self, stored: SheetVersion) -> None:
        at = format_clock(stored.saved_at)
        super().__init__(f"Phiếu này vừa được lưu ở cửa sổ khác lúc {at}. Hãy chọn bản muốn giữ.")
        self.stored = stored
