"""What can happen to a nomination on its way, and after it."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """One line of a nomination's history. The first part happens in the province, the second at the centre."""

    SIGN_OFF_ASKED = "sign_off_asked"
    SIGN_OFF_TAKEN_BACK = "sign_off_taken_back"
    SIGNED_OFF = "signed_off"
    DECLINED = "declined"
    REOPENED = "reopened"
    QUEUED = "queued"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    REPLACES = "replaces"
    JUDGED_IN_PROVINCE = "judged_in_province"

    ACCEPTED = "accepted"
    RETURNED = "returned"
    ON_HOLD = "on_hold"
    RELEASED = "released"
    WAIVED = "waived"
    INELIGIBLE = "ineligible"


FREES_A_PLACE = frozenset({EventKind.WITHDRAWN, EventKind.INELIGIBLE})
"""After these a place of the province's quota may be free again; a replacement takes the place it frees."""
