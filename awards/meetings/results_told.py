"""What came out of a motion, as kept when its ballot was closed, and its working in words. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any

from awards.meetings.tallying import Names
from awards.meetings.wording import ALL_ALIKE, FEW_VOTERS, ONE_DIFFERS
from scoring.ballots import PRESENT, BallotResult, Vote, count_ballots
from scoring.levels import Ballot, Level

FEW = 3
DENOMINATORS = {"all": "tổng số thành viên", "present": "số người có mặt", "valid": "số phiếu có ý kiến"}


@dataclass(frozen=True)
class Counted:
    """One ballot on one entry (row id; None for a procedural motion) as it was counted.

    ``reveals``: said under a secret result that gives votes away, "" when it does not.
    """

    entry: int | None
    members: int
    present: int
    recused: int
    written: int
    yes: int
    no: int
    blank: int
    invalid: int
    denominator: int
    needed: int
    quorate: bool
    passed: bool
    chair_decided: bool
    reveals: str = ""

    @property
    def verdict(self) -> str:
        if not self.quorate:
            return "Không đủ điều kiện biểu quyết"
        return "Được thông qua" if self.passed else "Không được thông qua"


@dataclass(frozen=True)
class Outcome:
    """All of a closed motion: its counts, the rows that go to the final count, the chair's order of entries."""

    counts: tuple[Counted, ...] = ()
    votes: tuple[tuple[str, str, str, str], ...] = ()
    order: tuple[int, ...] = ()
    issued: int | None = None
    returned: int | None = None

    def write(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Outcome:
        """What :meth:`write` wrote; nothing of a motion that was not counted ("")."""
        if not text:
            return cls()
        found: dict[str, Any] = json.loads(text)
        return cls(
            counts=tuple(Counted(**one) for one in found["counts"]),
            votes=tuple((row[0], row[1], row[2], row[3]) for row in found["votes"]),
            order=tuple(found["order"]),
            issued=found["issued"],
            returned=found["returned"],
        )


def counted_by_the_rulebook(
    level: Level, rule: Ballot, entries: Sequence[int], names: Names, rows: Sequence[Vote], silent: int | None = None
) -> tuple[Counted, ...]:
    """The counts of a ballot by the rulebook, one for each entry.

    ``silent``: of a secret ballot, how many of those who are there gave no slip.
    """
    found = count_ballots(level, rows, names.codes.values())
    results = [*found.approvals.values(), *found.departures]
    by_code = {one.entry: one for one in results}
    counts = [_counted(entry, rule, by_code[names.codes[entry]]) for entry in entries]
    if silent is None:
        return tuple(counts)
    return tuple(replace(one, reveals=reveals(_slips(rows, names.codes[one.entry or 0], silent))) for one in counts)


def counted_by_hands(present: int, votes: Mapping[int, str]) -> Counted:
    """A procedural motion: more than half of those present say yes."""
    given = Counter(votes.values())
    needed = present // 2 + 1
    return Counted(
        entry=None,
        members=present,
        present=present,
        recused=0,
        written=0,
        yes=given["yes"],
        no=given["no"],
        blank=present - given["yes"] - given["no"],
        invalid=0,
        denominator=present,
        needed=needed,
        quorate=present > 0,
        passed=present > 0 and given["yes"] >= needed,
        chair_decided=False,
    )


def needed_yes(rule: Ballot, denominator: int) -> int:
    """The least number of yes with which a motion passes."""
    share = rule.threshold * denominator
    return int(share) + 1 if rule.strictly else -(-share.numerator // share.denominator)


def threshold_in_words(rule: Ballot) -> str:
    """ "ít nhất 2/3 tổng số thành viên"."""
    part = "toàn bộ" if rule.threshold == 1 else _part(rule.threshold)
    return f"{'quá' if rule.strictly else 'ít nhất'} {part} {DENOMINATORS[rule.denominator]}"


def working(counted: Counted, rule: Ballot | None) -> str:
    """The count in one or two sentences that anybody can follow."""
    base = "số người có mặt" if rule is None else DENOMINATORS[rule.denominator]
    need = "quá nửa số người có mặt" if rule is None else threshold_in_words(rule)
    told = f"{counted.yes} đồng ý, {counted.no} không đồng ý"
    told += f", {counted.blank} không có ý kiến" if counted.blank else ""
    told += f", {counted.invalid} không hợp lệ" if counted.invalid else ""
    told += f"; trong đó {counted.written} ý kiến bằng văn bản" if counted.written else ""
    told += f". Tính trên {base}: {counted.yes}/{counted.denominator}{_percent(counted)}"
    told += f"; cần {need}, là {counted.needed}."
    if counted.chair_decided:
        told += " Số đồng ý và không đồng ý bằng nhau nên theo phiếu của người chủ trì."
    if not counted.quorate:
        told += " Không đủ số thành viên có mặt theo thể lệ nên biểu quyết không có hiệu lực."
    return told


def reveals(slips: Mapping[str, int]) -> str:
    """What slips of each sort (yes, no, blank, invalid) give away of single votes; "" for nothing."""
    given = sorted((number for number in slips.values() if number), reverse=True)
    if len(given) == 1:
        return ALL_ALIKE
    if sum(given) <= FEW:
        return FEW_VOTERS if given else ""
    return ONE_DIFFERS if sum(given) - given[0] == 1 else ""


def vote_rows(outcome: Outcome) -> list[Vote]:
    """The stored rows as ``scoring`` takes them."""
    return [Vote(motion=row[0], entry=row[1], voter=row[2], vote=row[3]) for row in outcome.votes]


def _slips(rows: Sequence[Vote], code: str, silent: int) -> dict[str, int]:
    """The slips that say something of an entry, by what they say; whoever gave none counts as blank and is no slip."""
    said = Counter(row.vote for row in rows if row.entry == code and row.vote in PRESENT)
    return {**said, "blank": max(said["blank"] - silent, 0)}


def _counted(entry: int, rule: Ballot, one: BallotResult) -> Counted:
    return Counted(
        entry=entry,
        members=one.members,
        present=one.present,
        recused=one.recused,
        written=one.written,
        yes=one.yes,
        no=one.no,
        blank=one.present + one.written - one.yes - one.no - one.invalid,
        invalid=one.invalid,
        denominator=one.denominator,
        needed=needed_yes(rule, one.denominator),
        quorate=one.quorate,
        passed=one.passed,
        chair_decided=one.chair_decided,
    )


def _part(value: Fraction) -> str:
    percent = value * 100
    return f"{percent}%" if percent.denominator == 1 and value.denominator not in (2, 4) else str(value)


def _percent(counted: Counted) -> str:
    if not counted.denominator:
        return ""
    share = round(Fraction(100 * counted.yes, counted.denominator), 1)
    text = f"{float(share):.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return f" = {text}%"
