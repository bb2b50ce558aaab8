"""What the final count will say of every entry with the votes taken so far: counted again, nothing stored."""

from __future__ import annotations

import json

from awards.councils.models import Council
from awards.meetings import queries
from awards.meetings.agenda import AgendaItem
from awards.meetings.models import Meeting
from awards.meetings.services import NOT_DECIDED, votes_of
from awards.results import queries as results
from awards.seasons.rulebooks import rulebook_of
from scoring.counting import count
from scoring.decision import Outcome
from scoring.record_rows import entry_of, sheet_of


def fates_of(meeting: Meeting, council: Council) -> dict[str, Outcome]:
    """The outcome of every entry, by its code; nothing before the sheets are counted."""
    result = results.latest_count(council)
    if result is None:
        return {}
    record = json.loads(result.record)
    entries, sheets = map(entry_of, record["entries"]), map(sheet_of, record["sheets"])
    counted = count(rulebook_of(council.season), entries, sheets, votes_of(meeting, council), record["level"])
    return {one.entry: one.outcome for one in counted.entries}


def waiting_in(meeting: Meeting) -> list[AgendaItem]:
    """The entries that still wait for a ballot or for the chair."""
    waiting: list[AgendaItem] = []
    for agenda in queries.agendas_of(meeting):
        fates = fates_of(meeting, agenda.council)
        waiting += [one for one in agenda.items if fates.get(one.row.dossier.reference) in NOT_DECIDED]
    return waiting
