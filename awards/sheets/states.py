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
