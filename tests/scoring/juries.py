"""Invented juries, each made anew from its number: rules of every kind, dossiers, sheets and votes.

Steps are coarse and figures few, so that equal totals, equal sheets and figures exactly on a limit
are common. Nothing here is a real award's: every number is "tự đặt".
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from random import Random

from scoring.ballots import Vote
from scoring.counting import Count, count
from scoring.criteria import judged_in
from scoring.entry import Entry
from scoring.reading import from_canonical
from scoring.record import canonical_record, write_record
from scoring.record_rows import entry_of
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from tests.scoring.jury_rules import (
    CERTIFICATES,
    GROUPS,
    HONOURS,
    PROVINCES,
    REVENUES,
    SECTORS,
    Table,
    a_level_key,
    a_rulebook,
    judged_only,
)


@dataclass
class Jury:
    """One invented meeting of a council: the rules and everything they are applied to."""

    seed: int
    rulebook: Rulebook
    level: str | None
    entries: list[Entry] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    recused: list[tuple[str, int]] = field(default_factory=list)

    def count(self) -> Count:
        return count(self.rulebook, self.entries, self.sheets, self.votes, self.level)

    def record(self) -> Table:
        """The record of its count, once through JSON."""
        record = write_record(
            rulebook=self.rulebook,
            entries=self.entries,
            sheets=self.sheets,
            votes=self.votes,
            recused=self.recused,
            count=self.count(),
            season=f"Mùa mẫu {self.seed}",
        ).table
        copy: Table = json.loads(canonical_record(record))
        return copy


def jury(seed: int) -> Jury:
    """The jury of that number; always the same one."""
    return _jury(seed, *_rules(seed // 4, plain=False))


def plain_jury(seed: int) -> Jury:
    """A jury that judges everything itself and whose marks all leave one step below them."""
    return _jury(seed, *_rules(seed // 4, plain=True))


@lru_cache(maxsize=4)
def _rules(number: int, *, plain: bool) -> tuple[Table, Rulebook]:
    """Four juries in a row share their rules: reading those takes longer than counting."""
    random = Random(f"rules {number}")  # noqa: S311 - the same rules again, no secret
    rules = judged_only(a_rulebook(random)) if plain else a_rulebook(random)
    return rules, from_canonical(json.dumps(rules))


def _jury(seed: int, rules: Table, rulebook: Rulebook) -> Jury:
    random = Random(seed)  # noqa: S311 - the same jury again, no secret
    made = Jury(seed=seed, rulebook=rulebook, level=a_level_key(random, rules))
    level = made.rulebook.level(made.level)
    lone, alike = random.random() < 0.1, random.random() < 0.1
    for number in range(random.choice((1, 2, 3, 5, 8))):
        made.entries.append(an_entry(random, rules, f"HS-{number}"))
        _judge(
            random,
            made,
            made.entries[-1],
            judges=1 if lone else random.choice((0, 1, 3, 5, 5, 6, 7, 8, 9)),
            alike=alike,
        )
    random.shuffle(made.entries)
    if level.meeting is not None:
        made.votes.extend(_votes(random, made))
    if any(step.kind == "chair" for step in made.rulebook.ranking.tie_breaks):
        made.votes.extend(_chair_order(random, made.entries))
    return made


def an_entry(random: Random, rules: Table, code: str) -> Entry:
    """A dossier with gaps: a figure, an answer or a paper may be missing."""

    def some(table: Table) -> Table:
        return {key: value for key, value in table.items() if random.random() < 0.8}

    years = {figure: {str(-ago): str(random.choice(REVENUES)) for ago in range(3)} for figure in ("revenue", "costs")}
    day = random.choice((None, "2024-12-31", "2025-01-01", "2026-02-28", "2026-03-01"))
    expires = random.choice((None, "2026-02-27", "2026-02-28"))
    variant = random.choice(rules["variants"])
    may = [one["key"] for one in walk(variant["eligibility"]) if one.get("waivable") or one["kind"] == "hold"]
    return entry_of(
        {
            "code": code,
            "variant": variant["key"],
            "province": random.choice(PROVINCES),
            "series": {figure: some(values) for figure, values in years.items()} | some({"staff": {"0": "100"}}),
            "choices": some({"honour": random.choice(HONOURS)}),
            "sets": some({"certificates": [one for one in CERTIFICATES if random.random() < 0.5]}),
            "flags": some({"law": random.random() < 0.8, "inquiry": random.random() < 0.2}),
            "papers": some({"form": {"issued": None, "expires": None}, "audit": {"issued": day, "expires": expires}}),
            "traits": some({"sector": random.choice(SECTORS), "product_group": random.choice("pq"), "owner": "chủ"}),
            "past_honours": some({"nominee": random.choice(([], [1], [3])), "product": random.choice(([], [4, 2]))}),
            "waivers": {key: "lý do mẫu" for key in may if random.random() < 0.3},
        }
    )


def walk(conditions: list[Table]) -> list[Table]:
    """Every condition and those it is made of."""
    return [one for condition in conditions for one in (condition, *walk(condition.get("conditions", [])))]


def _judge(random: Random, made: Jury, entry: Entry, *, judges: int, alike: bool) -> None:
    """The sheets of all rounds; a judge may be recused, abstain, leave a mark out or hand in nothing."""
    level = made.rulebook.level(made.level)
    for turn in range(1, (level.spread.rounds if level.spread else 1) + 1):
        totals: list[Fraction] = []
        for judge in range(1, judges + 1):
            fate = random.choice(("recused", "missing", "abstained", *["cast"] * 12))
            if fate == "recused" and turn == 1:
                made.recused.append((entry.code, judge))
            if fate in ("recused", "missing") or (entry.code, judge) in made.recused:
                continue
            marks = {} if fate == "abstained" else _marks(random, made, entry, alike=alike)
            group = GROUPS[judge % 2] if level.aggregation.member_groups else ""
            sheet = Sheet(
                entry=entry.code, judge=judge, marks=marks, group=group, round=turn, abstained=fate == "abstained"
            )
            made.sheets.append(sheet)
            if fate == "cast" and None not in marks.values():
                totals.append(sum((mark for mark in marks.values() if mark is not None), Fraction(0)))
        wide = level.spread is not None and totals and max(totals) - min(totals) > level.spread.limit
        if not wide or random.random() < 0.3:
            return


def _marks(random: Random, made: Jury, entry: Entry, *, alike: bool) -> dict[str, Fraction | None]:
    """Marks near the top, where equal ones are common; now and then one is left out."""
    marks: dict[str, Fraction | None] = {}
    for one in judged_in(made.rulebook.variant(entry.variant).criteria):
        most = int(one.max_points / one.step)
        marks[one.key] = one.step * (most if alike else random.randint(max(0, most - random.randint(1, 3)), most))
        if random.random() < 0.02:
            marks[one.key] = None
    return marks


def _votes(random: Random, made: Jury) -> list[Vote]:
    """The ballot on most entries, and motions on some."""
    meeting = made.rulebook.level(made.level).meeting
    assert meeting is not None
    found: list[Vote] = []
    for entry in made.entries:
        if meeting.approval is not None and random.random() < 0.85:
            found += _slips(random, "approve", entry.code, secret=meeting.approval.secret)
        if meeting.departures is not None and random.random() < 0.4:
            motion = random.choice(("add: vùng khó khăn", "remove:có đơn thư "))
            found += _slips(random, motion, entry.code, secret=meeting.departures.secret)
    return found


def _slips(random: Random, motion: str, entry: str, *, secret: bool) -> list[Vote]:
    """One vote of each member; secret ones bear numbers, and of the chair only the absence is known."""
    members = [str(number) for number in range(1, random.randint(2, 6))]
    if not secret or random.random() < 0.2:
        members.append("chair")
    usual = random.choice(("yes", "yes", "no"))
    kinds = (usual, usual, usual, "yes", "no", "blank", "invalid", "written_yes", "written_no", "absent", "recused")
    votes = {member: random.choice(kinds) for member in members}
    if secret and "chair" in votes:
        votes["chair"] = "absent"
    return [Vote(motion=motion, entry=entry, voter=voter, vote=vote) for voter, vote in votes.items()]


def _chair_order(random: Random, entries: list[Entry]) -> list[Vote]:
    """The chair puts all, some or none in order; now and then two stay equal."""
    named = random.sample(entries, random.choice((0, 0, random.randint(0, len(entries)))))
    return [
        Vote(motion="order:thâm niên", entry=entry.code, voter="chair", vote=str(max(1, place - random.randrange(2))))
        for place, entry in enumerate(named, start=1)
    ]
