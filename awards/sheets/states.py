"""The life of a sheet, and how far a judge has come with one entry."""

from __future__ import annotations

from enum import StrEnum


class SheetState(StrEnum):
    """``ABSTAINED``: the judge gives no marks, with a reason; neither zero nor missing."""

    OPEN = "open"
    CAST = "cast"
    ABSTAINED = "abstained"


class Progress(StrEnum):
    UNMARKED = "unmarked"
    DRAFT = "draft"
    CAST = "cast"
    ABSTAINED = "abstained"
    RECUSED = "recused"


class PaperState(StrEnum):
    """How far the paper sheet of one member for one entry has come; the last four need none."""

    NONE = "none"
    ONCE = "once"
    DIFFERENT = "different"
    AGREED = "agreed"
    CAST = "cast"
    ONLINE = "online"
    CAST_ONLINE = "cast_online"
    ABSTAINED = "abstained"
    RECUSED = "recused"


class ReopeningState(StrEnum):
    """A request to open a cast sheet again: asked by one of two persons, answered by the other."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
