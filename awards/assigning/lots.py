"""Numbers drawn from a seed that anybody can draw again: SHAKE-256 of the seed and what is drawn for."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray


def numbers(seed: str, purpose: str, count: int) -> NDArray[np.uint64]:
    """So many whole numbers below 2**64, the same on every machine."""
    drawn = hashlib.shake_256(f"{seed}|{purpose}".encode()).digest(8 * count)
    return np.frombuffer(drawn, dtype="<u8").astype(np.uint64)


def shares(seed: str, purpose: str, count: int) -> NDArray[np.float64]:
    """So many numbers from 0 up to, not including, 1."""
    return (numbers(seed, purpose, count) >> np.uint64(11)).astype(np.float64) / float(1 << 53)
