"""The life of a sheet, and how far a judge has come with one entry."""

from __future__ import annotations

from enum import StrEnum


class SheetState(StrEnum):
    OPEN = "open"
    CAST = "cast"


class Progress(StrEnum):
    UNMARKED = "unmarked"
    DRAFT = "draft"
    CAST = "cast"
    RECUSED = "recused"


class PaperState(StrEnum):
    """How far the paper sheet of one member for one entry has come; the last three need none."""

    NONE = "none"
    ONCE = "once"
    DIFFERENT = "different"
    AGREED = "agreed"
    CAST = "cast"
    ONLINE = "online"
    CAST_ONLINE = "cast_online"
    RECUSED = "recused"
