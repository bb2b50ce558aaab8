"""The life of a nomination. It ends at the desk: what happens later are rows of later areas."""

from __future__ import annotations

from enum import StrEnum


class NominationState(StrEnum):
    DRAFT = "draft"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    ON_HOLD = "on_hold"
    ACCEPTED = "accepted"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"


MOVES: dict[NominationState, frozenset[NominationState]] = {
    NominationState.DRAFT: frozenset({NominationState.FORWARDED, NominationState.WITHDRAWN}),
    NominationState.FORWARDED: frozenset(
        {
            NominationState.ACCEPTED,
            NominationState.RETURNED,
            NominationState.ON_HOLD,
            NominationState.INELIGIBLE,
            NominationState.WITHDRAWN,
        }
    ),
    NominationState.RETURNED: frozenset({NominationState.FORWARDED, NominationState.WITHDRAWN}),
    NominationState.ON_HOLD: frozenset(
        {NominationState.FORWARDED, NominationState.INELIGIBLE, NominationState.WITHDRAWN}
    ),
    NominationState.ACCEPTED: frozenset(),
    NominationState.INELIGIBLE: frozenset(),
    NominationState.WITHDRAWN: frozenset(),
}

WITH_THE_PROVINCE = frozenset({NominationState.DRAFT, NominationState.RETURNED})
"""States in which the province edits."""

COUNTS_TOWARD_QUOTA = frozenset(
    {
        NominationState.FORWARDED,
        NominationState.RETURNED,
        NominationState.ON_HOLD,
        NominationState.ACCEPTED,
    }
)
"""States that take a place of the province's quota: forwarded and neither refused nor withdrawn."""
