"""Giving memory back: what a large upload took is the machine's again when the request ends."""

from __future__ import annotations

import ctypes

# mallopt(3) of the GNU C library
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_KEPT = 128 * 1024


def give_memory_back() -> None:
    """Tell the C library to keep little freed memory; where it is not GNU's nothing happens.

    By itself it raises its thresholds with every large block that is freed, until blocks of megabytes stay
    in the process for ever. Processes forked later behave alike.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for what, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _KEPT), (_TRIM_THRESHOLD, _KEPT)):
            mallopt(what, value)
