"""Entries, sheets, votes and results as rows of the exported record, and back. Exact numbers are texts.

A record has very many rows, so each is written as its text at once: UTF-8 JSON, sorted keys, no spaces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction
from json.encoder import encode_basestring as quoted
from operator import getitem, itemgetter
from typing import Any

from scoring.ballots import APPROVE, BallotResult, Vote
from scoring.counting import EntryCount
from scoring.decision import Outcome
from scoring.entry import Entry, HeldPaper
from scoring.sheet import Sheet
from scoring.tally import Share
from scoring.verdicts import Outcome as Eligibility

MOST_KEPT = 100_000
"""Values whose text is kept at once."""
EXACT = re.compile(r"-?[0-9]{1,60}(/[1-9][0-9]{0,59})?")


class Rows:
    """Writes the rows of one record.

    Few marks and points are ever given, each of them often: the text of each is made once and found by identity.
    """

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], _Columns] = {}
        self._totals: dict[int, str] = {}
        self._pieces = {"": self._totals}
        self._kept: list[object] = []

    def sheet(self, sheet: Sheet) -> str:
        """One sheet."""
        return (
            f'{{"abstained":{"true" if sheet.abstained else "false"},"entry":{quoted(sheet.entry)},'
            f'"group":{quoted(sheet.group)},"judge":{sheet.judge},"marks":{self._table(sheet.marks)},'
            f'"round":{sheet.round}}}'
        )

    def result(self, one: EntryCount) -> str:
        """The result of one entry."""
        parts = ",".join([f'"{name}":{text}' for name, text in self.result_parts(one).items()])
        return f"{{{parts}}}"

    def result_parts(self, one: EntryCount) -> dict[str, str]:
        """The texts of its parts by name, in the order of the names."""
        return {
            "adjustments": self._table(one.adjustments),
            "ballot": _ballot(one.ballot),
            "base": f'"{one.base}"',
            "conditions": self._table(one.conditions),
            "criteria": self._table(one.criteria),
            "eligibility": f'"{one.eligibility}"',
            "entry": quoted(one.entry),
            "knocked_out": _told(one.knocked_out),
            "motion": _told(one.motion),
            "outcome": f'"{one.outcome}"',
            "printed_total": f'"{one.printed_total}"',
            "province": quoted(one.province),
            "rank": _number(one.rank),
            "round": f"{one.round}",
            "shares": f"[{','.join(map(self._share, one.shares))}]",
            "sheets": f"{one.sheets}",
            "spread": "null" if one.spread is None else f'"{one.spread}"',
            "tie_step": _told(one.tie_step),
            "tier": _told(one.tier),
            "total": f'"{one.total}"',
            "variant": quoted(one.variant),
            "waiting": _number(one.waiting),
        }

    def _share(self, share: Share) -> str:
        total = self._totals.get(id(share.total))
        if total is None:
            total = self._keep(self._totals, share.total, "")
        return f'{{"judge":{share.judge},"round":{share.round},"total":{total},"use":"{share.use}"}}'

    def _table(self, table: Mapping[str, Fraction | str | None]) -> str:
        """A table of exact numbers (or outcomes), many of which have the same keys."""
        if not table:
            return "{}"
        keys = tuple(table)
        columns = self._columns.get(keys)
        if columns is None:
            columns = self._columns[keys] = _Columns(keys, self._pieces)
        values = columns.values_of(table)
        try:
            told = ",".join(map(getitem, columns.pieces, map(id, values)))
        except KeyError:
            told = ",".join(
                known.get(id(value)) or self._keep(known, value, f"{quoted(key)}:")
                for key, known, value in zip(columns.keys, columns.pieces, values, strict=True)
            )
        return f"{{{told}}}"

    def _keep(self, known: dict[int, str], value: Fraction | str | None, name: str) -> str:
        """The text of a value met for the first time; it is kept with it, so that its identity stays its own."""
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
            for pieces in self._pieces.values():
                pieces.clear()
        self._kept.append(value)
        told = known[id(value)] = name + ("null" if value is None else quoted(str(value)))
        return told


class _Columns:
    """The keys of a table in their order, how to take its values in that order, and the known pieces of each key."""

    def __init__(self, keys: Iterable[str], pieces: dict[str, dict[int, str]]) -> None:
        self.keys = sorted(keys)
        self.pieces = [pieces.setdefault(key, {}) for key in self.keys]
        self.values_of: Callable[[Mapping[str, Any]], Sequence[Any]]
        self.values_of = itemgetter(*self.keys) if len(self.keys) > 1 else lambda table: [table[self.keys[0]]]


def joined(parts: Mapping[str, str]) -> str:
    """The text of a table from those of its parts, by name."""
    return "{" + ",".join([f'"{name}":{parts[name]}' for name in sorted(parts)]) + "}"


def entry_text(entry: Entry) -> str:
    """One entry."""
    papers = {
        key: joined({"issued": _told(_day_text(one.issued)), "expires": _told(_day_text(one.expires))})
        for key, one in entry.papers.items()
    }
    return (
        f'{{"choices":{_texts_told(entry.choices)},"code":{quoted(entry.code)},"flags":{_plain(entry.flags)},'
        f'"papers":{_parts_told(papers)},"past_honours":{_plain(_ordered(entry.past_honours))},'
        f'"province":{quoted(entry.province)},"series":{_series(entry.series)},'
        f'"sets":{_plain(_ordered(entry.sets))},"traits":{_texts_told(entry.traits)},'
        f'"variant":{quoted(entry.variant)},"waivers":{_texts_told(entry.waivers)}}}'
    )


def _series(series: Mapping[str, Mapping[int, Fraction]]) -> str:
    told = ",".join([f"{quoted(figure)}:{_years(series[figure])}" for figure in sorted(series)])
    return f"{{{told}}}"


def _years(values: Mapping[int, Fraction]) -> str:
    """Figures by year offset, in the order of the offsets as texts."""
    return "{" + ",".join([f'"{offset}":"{values[offset]}"' for offset in sorted(values, key=str)]) + "}"


def _texts_told(table: Mapping[str, str]) -> str:
    return _parts_told({key: quoted(text) for key, text in table.items()}) if table else "{}"


def _parts_told(parts: Mapping[str, str]) -> str:
    """The same as :func:`joined` where names are anybody's words."""
    return "{" + ",".join([f"{quoted(name)}:{parts[name]}" for name in sorted(parts)]) + "}"


def _ordered(table: Mapping[str, Iterable[Any]]) -> dict[str, list[Any]]:
    return {key: sorted(held) for key, held in table.items()}


def _plain(table: Mapping[str, Any]) -> str:
    return json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if table else "{}"


def _told(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def _number(number: int | None) -> str:
    return "null" if number is None else str(number)


def _ballot(ballot: BallotResult | None) -> str:
    """The count of the ballot on an entry, without what the row says already."""
    if ballot is None:
        return "null"
    told = {name: getattr(ballot, name) for name in _BALLOT}
    return _plain(told)


_BALLOT = [field.name for field in fields(BallotResult) if field.name not in ("motion", "entry", "reason")]


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


def counted_of(row: dict[str, Any], given: Entry, groups: Sequence[str]) -> EntryCount:
    """The count of one entry from its result row, its entry and the member group of each of its sheets.

    Raises KeyError, TypeError or ValueError.
    """
    ballot = row["ballot"]
    if ballot is not None:
        ballot = BallotResult(motion=APPROVE, entry=given.code, reason="", **ballot)
    return EntryCount(
        given=given,
        eligibility=Eligibility(row["eligibility"]),
        conditions={key: Eligibility(outcome) for key, outcome in row["conditions"].items()},
        sheets=row["sheets"],
        round=row["round"],
        spread=_exact_or_none(row["spread"]),
        criteria={key: _exact(points) for key, points in row["criteria"].items()},
        adjustments={key: _exact(points) for key, points in row["adjustments"].items()},
        base=_exact(row["base"]),
        total=_exact(row["total"]),
        printed_total=row["printed_total"],
        knocked_out=row["knocked_out"],
        rank=row["rank"],
        tie_step=row["tie_step"],
        outcome=Outcome(row["outcome"]),
        tier=row["tier"],
        waiting=row["waiting"],
        motion=row["motion"],
        ballot=ballot,
        shares=tuple(
            Share(one["judge"], group, one["round"], _exact_or_none(one["total"]), one["use"])
            for one, group in zip(row["shares"], groups, strict=True)
        ),
    )


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


def _exact_or_none(value: object) -> Fraction | None:
    return None if value is None else _exact(value)


def _exact(value: object) -> Fraction:
    if not isinstance(value, str) or not EXACT.fullmatch(value):
        raise ValueError(value)
    return Fraction(value)


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(_text(value))


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
