"""What the final count will say of every entry with the votes taken so far: counted again, nothing stored."""

from __future__ import annotations

import json
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Forecast:
    """What closing now would leave: entries without a ballot or the chair's word, and what fares differently.

    ``changed``: entries that fare otherwise than after the meeting before though nobody voted on them here, with what
    becomes of them now: their place was given to another.
    """

    waiting: tuple[AgendaItem, ...]
    changed: tuple[tuple[AgendaItem, Outcome], ...]


def forecast(meeting: Meeting) -> Forecast:
    """How the meeting would close with the votes taken so far."""
    waiting: list[AgendaItem] = []
    changed: list[tuple[AgendaItem, Outcome]] = []
    for agenda in queries.agendas_of(meeting):
        fates = fates_of(meeting, agenda.council)
        for item in agenda.items:
            fate = fates.get(item.row.dossier.reference, item.row.outcome)
            if fate in NOT_DECIDED:
                waiting.append(item)
            elif agenda.earlier.counted and not item.fates and item.row.outcome not in (fate, Outcome.AWAITING_CHAIR):
                changed.append((item, fate))
    return Forecast(tuple(waiting), tuple(changed))
