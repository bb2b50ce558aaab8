"""Ways of assigning, and the life of a plan."""

from __future__ import annotations

from enum import StrEnum

from awards.base.states import checked_move


class Method(StrEnum):
    """Everybody marks everything; so many judges for each entry; or rooms with judges of their own."""

    EVERYBODY = "everybody"
    BALANCED = "balanced"
    ROOMS = "rooms"


class PlanState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    UNDONE = "undone"
    DROPPED = "dropped"


MOVES: dict[PlanState, frozenset[PlanState]] = {
    PlanState.PROPOSED: frozenset({PlanState.ACCEPTED, PlanState.DROPPED}),
    PlanState.ACCEPTED: frozenset({PlanState.UNDONE}),
    PlanState.UNDONE: frozenset(),
    PlanState.DROPPED: frozenset(),
}


def moved(state: str, wanted: PlanState) -> str:
    """The new state. Raises :class:`DomainError` when the plan has gone another way meanwhile."""
    refusal = "Phương án này đã chuyển sang bước khác. Hãy tải lại trang."
    return checked_move(MOVES, PlanState(state), wanted, refusal).value
