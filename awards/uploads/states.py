"""The short life of an upload: it is received piece by piece, checked as a whole, and taken once."""

from __future__ import annotations

from enum import StrEnum


class UploadState(StrEnum):
    RECEIVING = "receiving"
    READY = "ready"
