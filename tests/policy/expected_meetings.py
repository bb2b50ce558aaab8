"""Who gets in where, for meetings of councils and what is voted on in them; written by hand."""

from __future__ import annotations

from tests.policy.rows import (
    AFTER_CLOSING,
    PROVINCE_COUNCIL,
    RUNS_PROVINCE_COUNCIL,
    Row,
    Scope,
    closed_round,
    own_province,
    page,
    thing,
)

SEES_ONLY = "officer province_member"
INSPECTS = "office standing auditor"


MEETINGS: dict[str, Row] = {
    "meetings.list_meetings": page("GET", f"judge {AFTER_CLOSING} {PROVINCE_COUNCIL}"),
    "meetings.plan_meeting": own_province("GET POST", "province council", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "meetings.show_meeting": own_province("GET", "meeting", PROVINCE_COUNCIL),
    "meetings.show_screen": own_province("GET", "meeting", PROVINCE_COUNCIL),
    "meetings.show_minutes": own_province("GET", "meeting", PROVINCE_COUNCIL),
    "meetings.show_tally_record": own_province("GET", "meeting", PROVINCE_COUNCIL),
    "meetings.record_roll": own_province("GET POST", "meeting", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "meetings.open_meeting": own_province("POST", "meeting", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "meetings.give_floor": own_province("POST", "meeting", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "meetings.close_meeting": own_province("GET POST", "meeting", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.put_ballot": own_province("POST", "meeting", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.put_departure": own_province("GET POST", "meeting", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.put_other": own_province("GET POST", "meeting", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.order_equals": own_province("GET POST", "meeting", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.show_motion": own_province("GET", "motion", PROVINCE_COUNCIL),
    "ballots.withdraw_motion": own_province("POST", "motion", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.open_motion": own_province("POST", "motion", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.close_motion": own_province("POST", "motion", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.annul_motion": own_province("GET POST", "motion", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.record_votes": own_province("GET POST", "motion", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.record_opinion": own_province("GET POST", "motion", RUNS_PROVINCE_COUNCIL, SEES_ONLY),
    "ballots.download_opinion": own_province("GET", "opinion", PROVINCE_COUNCIL),
    # slips on paper are counted by two of the council; a vote is one's own
    "ballots.enter_tally": own_province("GET POST", "motion", "leader province_member province_secretary", "officer"),
    "ballots.cast_vote": own_province("GET POST", "motion", "province_member province_secretary", "officer leader"),
    "packages.show_package": closed_round("GET", "province stage", "officer leader province_secretary", ""),
}

CENTRAL: dict[str, Row] = {
    "meetings.plan_meeting": thing("GET POST", "council", Scope("chair secretary", INSPECTS), Scope("", INSPECTS)),
    "meetings.show_meeting": thing(
        "GET", "central meeting", Scope(f"judge chair secretary {INSPECTS}"), Scope(f"judge {INSPECTS}")
    ),
    "meetings.record_roll": thing(
        "GET POST", "central meeting", Scope("chair secretary", f"judge {INSPECTS}"), Scope("", f"judge {INSPECTS}")
    ),
    "ballots.show_motion": thing(
        "GET", "central motion", Scope(f"judge chair secretary {INSPECTS}"), Scope(f"judge {INSPECTS}")
    ),
    "ballots.close_motion": thing(
        "POST", "central motion", Scope("chair secretary", f"judge {INSPECTS}"), Scope("", f"judge {INSPECTS}")
    ),
    "ballots.cast_vote": thing(
        "GET POST", "central motion", Scope("judge chair secretary", INSPECTS), Scope("", f"judge {INSPECTS}")
    ),
}
"""Pages of :data:`MEETINGS` asked once more for the centre: the foreign council has the judge among its members."""
