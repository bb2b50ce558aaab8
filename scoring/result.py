"""A count as one JSON text for people and programs; the same input gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scoring.ballots import BallotResult
from scoring.counting import Count, EntryCount
from scoring.explanation import Audience, Teller
from scoring.reading import digest
from scoring.record_rows import Rows, joined
from scoring.rulebook import Rulebook

FORMAT = "awards-result/1"


def result_lines(rulebook: Rulebook, counted: Count) -> Iterator[str]:
    """The whole result as one JSON text, an entry on a line: total, rank, outcome, tie_step and the working."""
    head = {
        "format": FORMAT,
        "rulebook": {
            "key": rulebook.key,
            "edition": rulebook.edition,
            "title": rulebook.title,
            "notice": rulebook.notice,
            "digest": digest(rulebook),
        },
        "level": counted.level,
        "motions": [_motion(one) for one in counted.ballots.departures],
        "chair_order_reason": counted.ballots.order_reason,
    }
    yield _line(head)[:-1] + ',"entries":['
    teller, rows = Teller(rulebook, counted.level), Rows()
    for index, one in enumerate(counted.entries):
        yield f"{',' if index else ''}\n{_entry(teller, rows, one)}"
    yield "\n]}\n"


def _entry(teller: Teller, rows: Rows, one: EntryCount) -> str:
    """The record's row, with the total as printed, the exact one beside it, and the account of the council."""
    parts = rows.result_parts(one)
    parts["exact_total"] = parts.pop("total")
    parts["total"] = parts.pop("printed_total")
    parts["working"] = _line([step.sentence for step in teller.accounts(one)[Audience.COUNCIL]])
    return joined(parts)


def _line(table: object) -> str:
    return json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _motion(one: BallotResult) -> dict[str, Any]:
    return {
        "motion": one.motion,
        "entry": one.entry,
        "reason": one.reason,
        "yes": one.yes,
        "no": one.no,
        "of": one.denominator,
        "quorate": one.quorate,
        "passed": one.passed,
    }
