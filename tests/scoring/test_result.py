"""The result as one JSON text: what it holds beside the record's rows."""

from __future__ import annotations

import json
from dataclasses import replace

from scoring.counting import count
from scoring.result import result_lines
from tests.scoring.world import EVERY, SMALL, an_entry, ballots_of, sheets_of, with_level


def test_motions_are_told_with_their_votes_and_the_entry_says_what_moved_it() -> None:
    meeting = EVERY.level().meeting
    assert meeting is not None
    rulebook = with_level(SMALL, meeting=replace(meeting, approval=None))
    entries = [an_entry(code) for code in ("CS-1", "CS-2", "CS-3")]
    sheets = sheets_of("CS-1", [16, 16]) + sheets_of("CS-2", [15, 15]) + sheets_of("CS-3", [14, 14])
    votes = ballots_of("CS-3", "add: Vùng khó khăn", chair="yes", m2="yes", m3="no")
    told = json.loads("".join(result_lines(rulebook, count(rulebook, entries, sheets, votes))))
    assert told["motions"] == [
        {
            "motion": "add",
            "entry": "CS-3",
            "reason": "Vùng khó khăn",
            "yes": 2,
            "no": 1,
            "of": 3,
            "quorate": True,
            "passed": True,
        }
    ]
    assert [(one["entry"], one["rank"], one["outcome"], one["motion"]) for one in told["entries"]] == [
        ("CS-1", 1, "honoured", None),
        ("CS-2", 2, "not_honoured", None),
        ("CS-3", 3, "honoured", "add: Vùng khó khăn"),
    ]
