"""The life of a job."""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = frozenset({JobState.QUEUED, JobState.RUNNING})
"""States in which the same thing asked again is the same job."""
