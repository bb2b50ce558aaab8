"""Entries, sheets, votes and results as rows of the exported record, and back. Exact numbers are texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from scoring.ballots import BallotResult, Vote
from scoring.counting import Count, EntryCount
from scoring.eligibility import ConditionResult
from scoring.entry import Entry, HeldPaper
from scoring.sheet import Sheet

EXACT = re.compile(r"-?[0-9]{1,60}(/[1-9][0-9]{0,59})?")


def entry_row(entry: Entry) -> dict[str, Any]:
    """One entry, ready for JSON."""
    return {
        "code": entry.code,
        "variant": entry.variant,
        "province": entry.province,
        "series": {
            figure: {str(offset): str(value) for offset, value in values.items()}
            for figure, values in entry.series.items()
        },
        "choices": dict(entry.choices),
        "sets": {figure: sorted(held) for figure, held in entry.sets.items()},
        "flags": dict(entry.flags),
        "papers": {
            key: {"issued": _day_text(one.issued), "expires": _day_text(one.expires)}
            for key, one in entry.papers.items()
        },
        "traits": dict(entry.traits),
        "past_honours": {of: sorted(seasons) for of, seasons in entry.past_honours.items()},
        "waivers": dict(entry.waivers),
    }


def entry_of(row: dict[str, Any]) -> Entry:
    """The entry of a row. Raises KeyError, TypeError, ValueError or AttributeError."""
    return Entry(
        code=_text(row["code"]),
        variant=_text(row["variant"]),
        province=_text(row["province"]),
        series={
            figure: {_year(offset): _exact(value) for offset, value in values.items()}
            for figure, values in row["series"].items()
        },
        choices=_texts(row["choices"]),
        sets={figure: frozenset(map(_text, held)) for figure, held in row["sets"].items()},
        flags={figure: _flag(answer) for figure, answer in row["flags"].items()},
        papers={key: HeldPaper(_day(one["issued"]), _day(one["expires"])) for key, one in row["papers"].items()},
        traits=_texts(row["traits"]),
        past_honours={of: tuple(map(_whole, seasons)) for of, seasons in row["past_honours"].items()},
        waivers=_texts(row["waivers"]),
    )


def sheet_row(sheet: Sheet) -> dict[str, Any]:
    """One sheet, ready for JSON."""
    return {
        "entry": sheet.entry,
        "judge": sheet.judge,
        "group": sheet.group,
        "round": sheet.round,
        "abstained": sheet.abstained,
        "marks": {key: None if mark is None else str(mark) for key, mark in sheet.marks.items()},
    }


def sheet_of(row: dict[str, Any]) -> Sheet:
    """The sheet of a row. Raises KeyError, TypeError, ValueError or AttributeError."""
    return Sheet(
        entry=_text(row["entry"]),
        judge=_whole(row["judge"]),
        group=_text(row["group"]),
        round=_whole(row["round"]),
        abstained=_flag(row["abstained"]),
        marks={key: None if mark is None else _exact(mark) for key, mark in row["marks"].items()},
    )


def vote_row(vote: Vote) -> dict[str, str]:
    """One vote, ready for JSON."""
    return {"motion": vote.motion, "entry": vote.entry, "voter": vote.voter, "vote": vote.vote}


def vote_of(row: dict[str, Any]) -> Vote:
    """The vote of a row. Raises KeyError or TypeError."""
    names = ("motion", "entry", "voter", "vote")
    motion, entry, voter, vote = (_text(row[name]) for name in names)
    return Vote(motion=motion, entry=entry, voter=voter, vote=vote)


def result_rows(count: Count) -> list[dict[str, Any]]:
    """The result of a count, ready for JSON."""
    return [result_row(one) for one in count.entries]


def result_row(one: EntryCount) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "variant": one.variant,
        "province": one.province,
        "eligibility": str(one.eligibility),
        "conditions": dict(_condition_outcomes(one.conditions)),
        "sheets": one.sheets,
        "round": one.round,
        "spread": None if one.spread is None else str(one.spread),
        "criteria": {key: str(points) for key, points in one.criteria.items()},
        "adjustments": {mark.criterion: str(mark.points) for mark in one.adjustments},
        "base": str(one.base),
        "total": str(one.total),
        "printed_total": one.printed_total,
        "knocked_out": one.knocked_out,
        "rank": one.rank,
        "tie_step": one.tie_step,
        "outcome": str(one.outcome),
        "tier": one.tier,
        "waiting": one.waiting,
        "motion": one.motion,
        "ballot": _ballot_row(one.ballot),
        "shares": [
            {
                "judge": share.judge,
                "round": share.round,
                "total": None if share.total is None else str(share.total),
                "use": share.use,
            }
            for share in one.shares
        ],
    }


def _ballot_row(ballot: BallotResult | None) -> dict[str, Any] | None:
    """The count of the ballot on an entry, without what the row says already."""
    if ballot is None:
        return None
    told = {field.name: getattr(ballot, field.name) for field in fields(ballot)}
    return {name: value for name, value in told.items() if name not in ("motion", "entry", "reason")}


def _condition_outcomes(conditions: tuple[ConditionResult, ...]) -> list[tuple[str, str]]:
    """Key and outcome of every condition, the composed ones before their parts."""
    found: list[tuple[str, str]] = []
    for one in conditions:
        found.append((one.key, str(one.outcome)))
        found.extend(_condition_outcomes(one.parts))
    return found


def _texts(table: Mapping[str, Any]) -> dict[str, str]:
    return {key: _text(value) for key, value in table.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _year(offset: str) -> int:
    """A year offset as it is written, and in no second way: "-1", never "-01"."""
    if str(int(offset)) != offset:
        raise ValueError(offset)
    return int(offset)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _exact(value: object) -> Fraction:
    if not isinstance(value, str) or not EXACT.fullmatch(value):
        raise ValueError(value)
    return Fraction(value)


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(_text(value))


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
