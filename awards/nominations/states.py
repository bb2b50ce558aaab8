"""The life of a nomination. It ends at the desk: what happens later are rows of later areas."""

from __future__ import annotations

from enum import StrEnum


class NominationState(StrEnum):
    """``awaiting_sign_off``: the officer has finished and the leader has not looked yet."""

    DRAFT = "draft"
    AWAITING_SIGN_OFF = "awaiting_sign_off"
    SIGNED_OFF = "signed_off"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    ON_HOLD = "on_hold"
    ACCEPTED = "accepted"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Part(StrEnum):
    """The sections of a dossier. One paper alone is named ``paper:<key>`` of the rulebook."""

    ORGANISATION = "organisation"
    FIGURES = "figures"
    DECLARATIONS = "declarations"
    ACHIEVEMENTS = "achievements"
    CONSENT = "consent"
    PAPERS = "papers"
    SELF_SCORE = "self_score"
    SIGNED_COPY = "signed_copy"


TYPED_PARTS = frozenset(Part) - {Part.PAPERS, Part.SIGNED_COPY}
"""The sections that are typed; papers and the signed print have pages of their own."""


class TaskState(StrEnum):
    """``wrong``: something in it cannot stand; ``reopened``: somebody asked for it to be corrected."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    WRONG = "wrong"
    REOPENED = "reopened"


class RevisionStage(StrEnum):
    """What a dossier was frozen for: the province's council, or the centre."""

    PROVINCE = "province"
    FORWARDED = "forwarded"


_TAKEN_BACK = frozenset({NominationState.WITHDRAWN, NominationState.REPLACED})

MOVES: dict[NominationState, frozenset[NominationState]] = {
    NominationState.DRAFT: frozenset({NominationState.AWAITING_SIGN_OFF, NominationState.WITHDRAWN}),
    NominationState.AWAITING_SIGN_OFF: frozenset(
        {NominationState.DRAFT, NominationState.RETURNED, NominationState.SIGNED_OFF} | _TAKEN_BACK
    ),
    NominationState.SIGNED_OFF: frozenset(
        {NominationState.DRAFT, NominationState.RETURNED, NominationState.FORWARDED} | _TAKEN_BACK
    ),
    NominationState.FORWARDED: frozenset(
        {
            NominationState.ACCEPTED,
            NominationState.RETURNED,
            NominationState.ON_HOLD,
            NominationState.INELIGIBLE,
        }
        | _TAKEN_BACK
    ),
    NominationState.RETURNED: frozenset({NominationState.AWAITING_SIGN_OFF} | _TAKEN_BACK),
    NominationState.ON_HOLD: frozenset({NominationState.FORWARDED, NominationState.INELIGIBLE} | _TAKEN_BACK),
    NominationState.ACCEPTED: _TAKEN_BACK,
    NominationState.INELIGIBLE: frozenset(),
    NominationState.WITHDRAWN: frozenset(),
    NominationState.REPLACED: frozenset(),
}

WITH_THE_PROVINCE = frozenset({NominationState.DRAFT, NominationState.RETURNED})
"""States in which the province edits."""

HELD_BY_THE_PROVINCE = WITH_THE_PROVINCE | {NominationState.AWAITING_SIGN_OFF, NominationState.SIGNED_OFF}
"""States in which the next step is the province's own."""

GAVE_BACK_ITS_PLACE = frozenset({NominationState.INELIGIBLE}) | _TAKEN_BACK
"""A nomination forwarded once takes a place of the province's quota, unless it has come to one of these states."""

ENDED = _TAKEN_BACK
"""States after which the same nominee may be entered anew in the season."""

SIGNED_COPY_STATES = HELD_BY_THE_PROVINCE
"""States in which a signed and stamped print may be handed in: it can only be made once the words are settled."""
