"""What a window writes on a sheet, and whether it has seen what it would write over. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from awards.sheets.marks import Marks

Fields = dict[tuple[str, str], Fraction | str | None]
"""By kind ("mark", "reason", "remark") and criterion; nothing given is None."""


@dataclass(frozen=True)
class Content:
    """What one version of a sheet says."""

    marks: Marks = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""

    def fields(self) -> Fields:
        return _fields(self.marks, self.reasons, self.remark)


@dataclass(frozen=True)
class Change:
    """What one act of saving writes: the fields it names and no other, on top of ``base_version``.

    ``idempotency_key`` names the act: sent again it makes no second version. ``remark`` None: not touched.
    """

    marks: Marks
    reasons: Mapping[str, str]
    remark: str | None
    base_version: int
    idempotency_key: str

    def fields(self) -> Fields:
        written = _fields(self.marks, self.reasons, self.remark or "")
        if self.remark is None:
            del written["remark", ""]
        return written

    def on(self, content: Content, criteria: Iterable[str]) -> Content:
        """The sheet with this change: every criterion is named, marked or not."""
        marks = {key: self.marks.get(key, content.marks.get(key)) for key in criteria}
        reasons = {key: reason for key, reason in {**content.reasons, **self.reasons}.items() if reason}
        return Content(marks, reasons, content.remark if self.remark is None else self.remark)

    def is_said_by(self, content: Content) -> bool:
        """Whether a version holds everything this change writes."""
        held = content.fields()
        return all(held.get(name) == value for name, value in self.fields().items())

    def has_seen(self, base: Content, newest: Content) -> bool:
        """Whether the window shows all that was saved since the version it started from.

        It does where every field that changed meanwhile is one it writes with that very value, as after an
        answer that was lost on the way. Else it might overwrite, or show as saved, what somebody typed in
        another window: both versions are then put before the person, also when they wrote different fields.
        """
        before, now, written = base.fields(), newest.fields(), self.fields()
        changed = [name for name in before.keys() | now.keys() if before.get(name) != now.get(name)]
        return all(name in written and written[name] == now.get(name) for name in changed)


def _fields(marks: Marks, reasons: Mapping[str, str], remark: str) -> Fields:
    return {
        **{("mark", key): mark for key, mark in marks.items()},
        **{("reason", key): reason or None for key, reason in reasons.items()},
        ("remark", ""): remark or None,
    }
