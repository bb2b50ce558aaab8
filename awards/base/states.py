"""A move from one state to the next, checked against the area's table of moves."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from awards.base.errors import ConflictError

State = TypeVar("State", bound=StrEnum)


def checked_move(moves: Mapping[State, frozenset[State]], present: State, wanted: State, refusal: str) -> State:
    """The wanted state if the table allows the move; raises :class:`ConflictError` with ``refusal``."""
    if wanted not in moves[present]:
        raise ConflictError(refusal)
    return wanted
