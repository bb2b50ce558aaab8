"""The council's votes: quorum, what passes, and motions that depart from the ranking.

A vote is a row of four texts, as in the exported record: motion, entry, voter, vote. Motions are
"approve" (the ballot on an entry), "add:reason" and "remove:reason" (departures), and "order:reason"
(the chair puts equal entries in order; the vote is the place, 1 first). The voter "chair" is the
chair; in a secret ballot voters are numbers of slips. Votes are listed in VOTES.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.errors import ScoringError
from scoring.levels import Ballot, Level, Quorum

CHAIR = "chair"
APPROVE, ADD, REMOVE, ORDER = "approve", "add", "remove", "order"
PRESENT = ("yes", "no", "blank", "invalid")
WRITTEN = {"written_yes": "yes", "written_no": "no"}
AWAY = ("absent", "recused")
UNNAMED = {
    "yes": "no",
    "no": "no",
    "blank": "blank",
    "invalid": "invalid",
    "written_yes": "written_no",
    "written_no": "written_no",
    "absent": "absent",
    "recused": "no",
}
"""What a slip that is known by its vote on another entry says of an entry it does not name."""
VOTES = (*PRESENT, *WRITTEN, *AWAY)
DEPARTURES = (ADD, REMOVE)


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One row of the votes; see the module's text."""

    motion: str
    entry: str
    voter: str
    vote: str

    @property
    def kind(self) -> str:
        return self.motion.partition(":")[0]

    @property
    def reason(self) -> str:
        return self.motion.partition(":")[2].strip()


@dataclass(frozen=True, kw_only=True)
class BallotResult:
    """One motion on one entry, counted: it passes with enough `yes` of `denominator`, and only with a quorum."""

    motion: str
    entry: str
    reason: str
    members: int
    present: int
    recused: int
    written: int
    yes: int
    no: int
    invalid: int
    denominator: int
    quorate: bool
    passed: bool
    chair_decided: bool


@dataclass(frozen=True, kw_only=True)
class Ballots:
    """All motions counted: the ballot on each entry, departures, and the chair's order of equals."""

    approvals: Mapping[str, BallotResult]
    departures: tuple[BallotResult, ...]
    order: Mapping[str, int]
    order_reason: str

    def departed(self, entry: str, kind: str) -> BallotResult | None:
        """The motion by which an entry was added or removed; None when none passed."""
        return next((one for one in self.departures if one.passed and one.entry == entry and one.motion == kind), None)


def count_ballots(level: Level, votes: Iterable[Vote], entries: Iterable[str]) -> Ballots:
    """Count the votes of a level's meeting. Raises ScoringError for votes the rulebook does not know."""
    codes = set(entries)
    rows = sorted(votes, key=lambda vote: (vote.motion, vote.entry, vote.voter, vote.vote))
    _refuse_wrong(level, rows, codes)
    grouped: dict[tuple[str, str], list[Vote]] = defaultdict(list)
    for row in rows:
        if row.kind != ORDER:
            grouped[row.motion, row.entry].append(row)
    slips = _Slips(rule_for(level, APPROVE), [row for row in rows if row.kind == APPROVE])
    for code in sorted(codes) if slips.rows else ():
        grouped.setdefault((APPROVE, code), [])
    results = [_count_one(level, motion, entry, own, slips) for (motion, entry), own in grouped.items()]
    return Ballots(
        approvals={one.entry: one for one in results if one.motion == APPROVE},
        departures=tuple(one for one in results if one.motion != APPROVE),
        order=_chair_order(rows),
        order_reason=next((row.reason for row in rows if row.kind == ORDER), ""),
    )


def rule_for(level: Level, kind: str) -> Ballot | None:
    """The ballot rule for a kind of motion, None when the level has none."""
    if level.meeting is None:
        return None
    return level.meeting.approval if kind == APPROVE else level.meeting.departures


def _refuse_wrong(level: Level, rows: list[Vote], codes: set[str]) -> None:
    seen: set[tuple[str, str, str]] = set()
    moved: dict[str, str] = {}
    for row in rows:
        where = f"Phiếu của “{row.voter}” cho hồ sơ {row.entry}"
        if row.entry not in codes:
            raise ScoringError(f"{where}: hồ sơ không có trong danh sách.")
        if (row.motion, row.entry, row.voter) in seen:
            raise ScoringError(f"{where} ({row.motion}) xuất hiện hai lần.")
        seen.add((row.motion, row.entry, row.voter))
        if row.kind == ORDER:
            _refuse_wrong_order(row, where)
        else:
            _refuse_wrong_vote(level, row, where)
        if row.kind in DEPARTURES and moved.setdefault(row.entry, row.motion) != row.motion:
            raise ScoringError(f"Hồ sơ {row.entry} có hai đề nghị làm khác thứ hạng.")


def _refuse_wrong_vote(level: Level, row: Vote, where: str) -> None:
    if row.kind not in (APPROVE, *DEPARTURES) or (row.kind == APPROVE and row.motion != APPROVE):
        raise ScoringError(f"{where}: không có loại biểu quyết “{row.motion}”.")
    if row.vote not in VOTES:
        raise ScoringError(f"{where}: không có cách bỏ phiếu “{row.vote}”; dùng một trong: {', '.join(VOTES)}.")
    if rule_for(level, row.kind) is None:
        raise ScoringError(f"{where}: thể lệ không có bỏ phiếu “{row.kind}” ở cấp này.")
    if row.kind in DEPARTURES and not row.reason:
        raise ScoringError(f"{where}: đề nghị làm khác thứ hạng phải ghi lý do, ví dụ add:lý do.")


def _refuse_wrong_order(row: Vote, where: str) -> None:
    if row.voter != CHAIR or not row.reason:
        raise ScoringError(f"{where}: chỉ chủ tịch hội đồng (chair) được xếp thứ tự, kèm lý do, ví dụ order:lý do.")
    if not (row.vote.isascii() and row.vote.isdigit() and 1 <= int(row.vote) <= 10**6):
        raise ScoringError(f"{where}: thứ tự phải là số nguyên từ 1 trở lên.")


def _chair_order(rows: list[Vote]) -> dict[str, int]:
    order: dict[str, int] = {}
    for row in rows:
        if row.kind == ORDER:
            if row.entry in order:
                raise ScoringError(f"Chủ tịch hội đồng xếp thứ tự hồ sơ {row.entry} hai lần.")
            order[row.entry] = int(row.vote)
    return order


class _Slips:
    """The ballot on the entries, slip by slip, where each names the entries it approves (approve_k).

    A slip with more names than allowed is invalid as a whole; an entry it does not name has its no.
    """

    def __init__(self, rule: Ballot | None, rows: list[Vote]) -> None:
        self.most = rule.most if rule else None
        self.rows = rows if self.most is not None else []
        yes = Counter(row.voter for row in self.rows if WRITTEN.get(row.vote, row.vote) == "yes")
        self.invalid = {voter for voter, number in yes.items() if number > (self.most or 0)}
        # A member is recused from one entry only, so any other row says more of the slip.
        known = sorted(self.rows, key=lambda row: row.vote != "recused")
        self.silent = {row.voter: UNNAMED[row.vote] for row in known}


def _count_one(level: Level, motion: str, entry: str, own: list[Vote], slips: _Slips) -> BallotResult:
    """Count one motion on one entry."""
    kind, _, reason = motion.partition(":")
    rule = rule_for(level, kind)
    assert level.meeting is not None  # noqa: S101 - rows without a rule were refused
    assert rule is not None  # noqa: S101
    quorum = level.meeting.quorum
    votes = {row.voter: row.vote for row in own}
    if kind == APPROVE:
        votes = slips.silent | votes
    present = sum(vote in PRESENT for vote in votes.values())
    written = {voter: WRITTEN[vote] for voter, vote in votes.items() if vote in WRITTEN and rule.written_opinions}
    slips_here = {voter: vote for voter, vote in votes.items() if vote in PRESENT}
    invalid = slips.invalid if kind == APPROVE else set()
    counted = Counter("invalid" if voter in invalid else vote for voter, vote in (slips_here | written).items())
    recused = sum(vote == "recused" for vote in votes.values())
    members = len(votes) - (recused if quorum.recused == "out" else 0)
    yes, no = counted["yes"], counted["no"]
    denominator = {"all": members, "present": present + len(written), "valid": yes + no}[rule.denominator]
    quorate = _is_quorate(quorum, present, members, votes.get(CHAIR), secret=rule.secret)
    chair_voted = CHAIR not in invalid and votes.get(CHAIR) in ("yes", "no")
    tied = rule.chair_casts and yes == no and chair_voted
    passed = votes.get(CHAIR) == "yes" if tied else _passes(rule, yes, denominator)
    return BallotResult(
        motion=kind,
        entry=entry,
        reason=reason.strip(),
        members=members,
        present=present,
        recused=recused,
        written=len(written),
        yes=yes,
        no=no,
        invalid=counted["invalid"],
        denominator=denominator,
        quorate=quorate,
        passed=quorate and passed,
        chair_decided=tied,
    )


def _is_quorate(quorum: Quorum, present: int, members: int, chair: str | None, *, secret: bool) -> bool:
    """Enough members are there; a required chair is there, or out because of an own interest.

    The slips of a secret ballot do not tell which is the chair's; only an absent chair has a row.
    """
    chair_fits = chair in (*PRESENT, "recused") or (secret and chair is None)
    if quorum.chair_required and not chair_fits:
        return False
    return members > 0 and Fraction(present, members) >= quorum.fraction


def _passes(rule: Ballot, yes: int, denominator: int) -> bool:
    if not denominator:
        return False
    share = Fraction(yes, denominator)
    return share > rule.threshold if rule.strictly else share >= rule.threshold
