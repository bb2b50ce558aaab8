"""Who may know each secret of `furnishing.py` before it is out; written by hand from the roles of the house.

Persons are named by their key in `tests/cast.py`. Whoever is not named must be shown the same bytes whatever the
secret is.
"""

from __future__ import annotations

COUNCIL = frozenset({"auditor", "chair", "office", "secretary", "standing"})
"""Who sees councils and, once they are counted, their results."""
RUNS = frozenset({"chair", "office", "secretary"})
"""Who sees how far a round is."""
LOG = frozenset({"auditor", "office", "sysadmin"})
"""Who reads the log: which act on which thing, and when; never what was written."""
MEETING = COUNCIL | {"home_judge", "judge", "other_judge"}
"""Who reads a central meeting."""
DESK = frozenset({"office", "screener"})
PROVINCE = frozenset({"leader", "officer"})
PROVINCE_COUNCIL = PROVINCE | {"province_member", "province_secretary"}
OUTSIDERS = frozenset({"anonymous", "contact", "stranger"})

NOBODY: frozenset[str] = frozenset()

MAY_KNOW: dict[str, frozenset[str]] = {
    # what a judge writes is the judge's alone until the round is closed
    "a mark of an open sheet": frozenset({"judge"}),
    "a gap in an open sheet": frozenset({"judge"}),
    "a remark": frozenset({"judge"}),
    "a reason of a mark": frozenset({"judge"}),
    "a private note": frozenset({"judge"}),
    "a mark of a cast sheet": frozenset({"judge"}),
    "a remark of the chair": frozenset({"chair"}),
    "a mark of the chair": frozenset({"chair"}),
    "a mark in a province": frozenset({"province_member"}),
    "why a judge abstains": frozenset({"other_judge"}),
    # what is put before somebody
    "a doubt for the office": DESK | {"judge"},
    "why a sheet shall be opened again": frozenset({"chair", "secretary"}),
    # that something was done is seen by those who run the round and in the log; no mark is
    "whether a sheet was cast": RUNS | LOG | {"other_judge"},
    "whether a judge abstains": RUNS | LOG | {"home_judge"},
    "why a judge is recused": COUNCIL | {"home_judge"},
    # who judges
    "who marks an entry": COUNCIL | {"judge", "other_judge"},
    "who is planned for an entry": frozenset({"office"}),
    "whom a judge is tied to": frozenset({"judge", "office"}),
    "a relation's note": frozenset({"judge", "office"}),
    "the field of an expert": frozenset({"office"}),
    "a judge's name": MEETING | {"sysadmin"},
    # votes
    "an open vote": MEETING,
    "a secret vote": NOBODY,
    "who has voted in secret": LOG | {"judge", "other_judge"},
    "the vote of a written opinion": MEETING,
    "a written opinion": MEETING,
    "why a member is absent": MEETING,
    "what is drafted for a vote": MEETING,
    "what the first teller counted": frozenset({"province_secretary"}),
    "what the first reader read": frozenset({"province_secretary"}),
    "an opinion in a province": PROVINCE_COUNCIL,
    # a province's own
    "a draft's words": PROVINCE | {"contact"},
    "a file on its way": frozenset({"officer"}),
    "a workbook's name": frozenset({"officer"}),
    "to whom a link was given": PROVINCE | {"contact"},
    "a person's notice": frozenset({"officer"}),
    # the centre's desk and what is not announced
    "a flag of the desk": DESK,
    "a proposal of the desk": DESK,
    "a note in the checklist": DESK,
    "a decision's number": frozenset({"auditor", "office", "standing"}),
    "a mark in a counted round": COUNCIL,
    "a season that is not open": frozenset({"auditor", "office"}),
}
