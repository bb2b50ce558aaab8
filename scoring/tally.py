"""Sheets -> the exact points of each criterion and the exact total of each entry.

Only complete sheets count; an incomplete sheet and an abstention are told apart and give nothing,
not zero. Marks the rulebook forbids are refused. Which sheets the statistic rests on (all, without
the highest and lowest, the middle ones) is the rulebook's to say; see Aggregation.

Inside, exact numbers are whole ones over a common denominator; each becomes a Fraction once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import attrgetter, getitem, itemgetter
from typing import Any, NamedTuple

from scoring.computed import adjustment_points, computed_points
from scoring.criteria import Criterion, Group, computed_in, judged_in, walk
from scoring.entry import Entry
from scoring.errors import ScoringError
from scoring.levels import Aggregation, Level, MemberGroup
from scoring.rulebook import Rulebook, Variant
from scoring.sheet import Sheet, check_marks

NOTHING = Fraction(0)
Row = tuple[int, int, list[int]]
"""One complete sheet: total of its marks in units, the judge's number, the marks in units."""
MOST_DENOMINATORS = 1024
"""Denominators whose fractions are kept at once: marks have few, quotients of figures one for each entry."""
Rounds = Mapping[int, tuple[dict[str, list[Row]], list["Share"]]]
"""Of each round the complete rows by member group, and the shares of all sheets."""


class Share(NamedTuple):
    """What became of one sheet. `total`: the sum of its marks, None for one that is not complete.

    `use`: "counted"; "dropped" (highest or lowest, or not in the middle); "shared" (counted in part,
    with others of the same total at the cut, so that no judge's number decides); "incomplete";
    "abstained"; "superseded" by the round after a discussion.
    """

    judge: int
    group: str
    round: int
    total: Fraction | None
    use: str


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One entry before ranking.

    `sheets`: complete sheets of the round that counts; `enough`: as many as the rulebook asks for.
    `criteria` maps every criterion and group to its exact points. `base` is the total of the table,
    `total` with bonus and penalty. `spread`: highest less lowest sheet total of the round that
    counts; `discussion`: that spread asks for a further round. `knocked_out`: the first criterion
    below its minimum. `median`: of the complete sheets' totals. `adjustments`: bonus and (negative) penalty by key.
    """

    sheets: int
    round: int
    enough: bool
    criteria: Mapping[str, Fraction]
    adjustments: Mapping[str, Fraction]
    base: Fraction
    total: Fraction
    spread: Fraction | None
    discussion: bool
    knocked_out: str | None
    median: Fraction
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class _Node:
    """A group: the columns of what stands directly under it; `judged`: nothing below it follows from the dossier."""

    key: str
    columns: tuple[int, ...]
    judged: bool


class Scale:
    """The judged criteria of a variant at one level, with marks as whole numbers of one common smallest unit.

    What does not change from entry to entry is found here once.
    """

    def __init__(self, rulebook: Rulebook, variant: Variant, level: Level) -> None:
        self.rulebook, self.variant, self.level = rulebook, variant, level
        self.judged = judged_in(variant.criteria)
        self.keys = tuple(one.key for one in self.judged)
        self.computed = computed_in(variant.criteria)
        self.computed_keys = tuple(one.key for one in self.computed)
        columns = (*self.keys, *self.computed_keys)
        self.nodes = tuple(_nodes(variant.criteria, {key: column for column, key in enumerate(columns)}))
        self.groups = _member_groups(level.aggregation)
        self.known_groups = {group.key for group in level.aggregation.member_groups}
        self.unit = lcm(1, *(one.step.denominator for one in self.judged))
        self.minima = tuple(one for one in walk(variant.criteria) if one.minimum is not None)
        seen: dict[tuple[Fraction, Fraction], dict[int, int]] = {}
        self._seen = [seen.setdefault((one.step, one.max_points), {}) for one in self.judged]
        self._marks_of = _picked(self.keys)
        self._width = len(self.keys)
        self._kept: list[Fraction] = []
        self._fractions: dict[int, _Parts] = {}

    def parts(self, denominator: int) -> _Parts:
        """Whole numbers over this denominator as fractions; each is made once, since few are ever asked for."""
        known = self._fractions.get(denominator)
        if known is None:
            if len(self._fractions) >= MOST_DENOMINATORS:
                self._fractions.clear()
            known = self._fractions[denominator] = _Parts(denominator)
        return known

    def units(self, sheet: Sheet) -> list[int] | None:
        """The marks in units, in the table's order; None for an incomplete sheet. Raises ScoringError.

        A mark that was found right once is known again by its identity: whoever reads many sheets makes equal
        marks one object. `_kept` holds those objects, so that an identity stays theirs.
        """
        if len(sheet.marks) == self._width:
            try:
                return list(map(getitem, self._seen, map(id, self._marks_of(sheet.marks))))
            except KeyError:
                pass
        return self._checked_units(sheet)

    def _checked_units(self, sheet: Sheet) -> list[int] | None:
        self._refuse(sheet)
        row: list[int] = []
        for key, seen in zip(self.keys, self._seen, strict=True):
            mark = sheet.marks.get(key)
            if mark is None:
                return None
            self._kept.append(mark)
            seen[id(mark)] = mark.numerator * (self.unit // mark.denominator)
            row.append(seen[id(mark)])
        return row

    def _refuse(self, sheet: Sheet) -> None:
        """Raise for marks that may not stand at all; return when the sheet only lacks some."""
        problems = check_marks(self.variant, sheet.marks, complete=False)
        if problems:
            raise ScoringError(f"{_named(sheet)} không hợp lệ: {' '.join(problem.sentence for problem in problems)}")


class _Parts(dict[int, Fraction]):
    """Whole numbers over one denominator as fractions, made when first asked for."""

    def __init__(self, denominator: int) -> None:
        super().__init__()
        self.denominator = denominator

    def __missing__(self, numerator: int) -> Fraction:
        made = self[numerator] = Fraction(numerator, self.denominator)
        return made


def _picked(keys: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """The values of a table in the order of these keys."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda table: [table[key] for key in keys]


def tally(scale: Scale, entry: Entry, sheets: Iterable[Sheet]) -> Tally:
    """The tally of one entry. A figure that is missing gives no points; without sheets the means are 0.

    Raises ScoringError for marks, member groups or rounds the rulebook does not provide for.
    """
    level, units = scale.level, scale.parts(scale.unit)
    rounds = _rounds(scale, sheets)
    last = max(rounds, default=1)
    spreads = _checked_spreads(level, entry, rounds, units)
    rows, shares = rounds.get(last, ({}, []))
    marks, denominator, uses = _aggregate(level.aggregation, scale.groups, rows, len(scale.judged), scale.unit)
    computed = [computed_points(one, entry) or NOTHING for one in scale.computed]
    adjustments = {one.key: adjustment_points(one, entry) for one in scale.variant.adjustments}
    points, base = _add_up(scale, computed, marks, denominator)
    complete = [row for group in rows.values() for row in group]
    least = level.aggregation.minimum_sheets
    return Tally(
        sheets=len(complete),
        round=last,
        enough=len(complete) >= least and all(len(rows.get(one.key, ())) >= one.minimum_sheets for one in scale.groups),
        criteria=points,
        adjustments=adjustments,
        base=base,
        total=_adjusted(scale.rulebook, base, adjustments),
        spread=spreads.get(last),
        discussion=_is_wide(level, spreads.get(last)) and last < _most_rounds(level),
        knocked_out=next((one.key for one in scale.minima if one.minimum and points[one.key] < one.minimum), None),
        median=_median(scale, [row[0] for row in complete]),
        shares=_told(rounds, shares, last, uses),
    )


def _rounds(scale: Scale, sheets: Iterable[Sheet]) -> Rounds:
    known, units = scale.known_groups, scale.parts(scale.unit)
    found: dict[int, tuple[dict[str, list[Row]], list[Share]]] = {}
    for sheet in sheets:
        group = sheet.group if known else ""
        if known and group not in known:
            raise ScoringError(f"{_named(sheet)} thuộc nhóm “{group}” không có trong thể lệ.")
        rows, shares = found.setdefault(sheet.round, ({}, []))
        row = None if sheet.abstained else scale.units(sheet)
        total = None
        if row is not None:
            summed = sum(row)
            total = units[summed]
            rows.setdefault(group, []).append((summed, sheet.judge, row))
        use = "abstained" if sheet.abstained else "incomplete" if row is None else "counted"
        shares.append(Share(sheet.judge, group, sheet.round, total, use))
    return found


def _checked_spreads(level: Level, entry: Entry, rounds: Rounds, units: _Parts) -> dict[int, Fraction]:
    """Highest less lowest total of each round; a round nobody asked for is refused."""
    spreads: dict[int, Fraction] = {}
    for number, (rows, _) in rounds.items():
        totals = [row[0] for group in rows.values() for row in group]
        if totals:
            spreads[number] = units[max(totals) - min(totals)]
    for number in rounds:
        allowed = number == 1 or (
            number <= _most_rounds(level) and number - 1 in rounds and _is_wide(level, spreads.get(number - 1))
        )
        if not allowed:
            raise ScoringError(f"Hồ sơ {entry.code} có phiếu của vòng {number} mà thể lệ không cho chấm lại.")
    return spreads


def _most_rounds(level: Level) -> int:
    return level.spread.rounds if level.spread else 1


def _is_wide(level: Level, spread: Fraction | None) -> bool:
    return level.spread is not None and spread is not None and spread > level.spread.limit


def _member_groups(aggregation: Aggregation) -> Sequence[MemberGroup]:
    """The member groups of the rulebook, or all judges as one."""
    if aggregation.member_groups:
        return aggregation.member_groups
    whole = MemberGroup(key="", label="", weight=Fraction(1), minimum_sheets=0, origin=aggregation.origin)
    return (whole,)


def _aggregate(
    rule: Aggregation, groups: Sequence[MemberGroup], rows: Mapping[str, list[Row]], width: int, unit: int
) -> tuple[list[int], int, dict[int, str]]:
    """Points per judged criterion over one denominator, and the use made of each judge's sheet.

    A group without sheets is left out and the others keep their proportion (the entry is not ranked then).
    """
    present = [group for group in groups if rows.get(group.key)]
    if len(present) == 1:
        return _statistic(rule, rows[present[0].key], unit)
    weight = sum((group.weight for group in present), NOTHING)
    points, denominator, uses = [0] * width, 1, dict[int, str]()
    for group in present:
        means, below, used = _statistic(rule, rows[group.key], unit)
        uses |= used
        share = group.weight / weight / below
        wider = lcm(denominator, share.denominator)
        before, now = wider // denominator, share.numerator * (wider // share.denominator)
        points = [summed * before + mean * now for summed, mean in zip(points, means, strict=True)]
        denominator = wider
    return points, denominator, uses


def _statistic(rule: Aggregation, rows: list[Row], unit: int) -> tuple[list[int], int, dict[int, str]]:
    """Mean, trimmed mean or median of some sheets: per criterion over one denominator, and each judge's use."""
    if rule.method == "mean":
        columns = zip(*(row[2] for row in rows), strict=True)
        return [sum(column) for column in columns], unit * len(rows), {row[1]: "counted" for row in rows}
    kept = _kept(rule, len(rows))
    if rule.over == "criterion":
        columns = zip(*(row[2] for row in rows), strict=True)
        middles = [sum(sorted(column)[kept]) for column in columns]
        return middles, unit * len(rows[kept]), {row[1]: "counted" for row in rows}
    totals = sorted(row[0] for row in rows)
    alike, inside = Counter(totals), Counter(totals[kept])
    uses = {judge: _use(inside[total], alike[total]) for total, judge, _ in rows}
    common = lcm(*alike.values())
    parts = {total: inside[total] * common // alike[total] for total in alike}
    weighed = zip(*([parts[row[0]] * mark for mark in row[2]] for row in rows), strict=True)
    return [sum(column) for column in weighed], common * unit * len(totals[kept]), uses


def _use(inside: int, alike: int) -> str:
    """Of sheets with the same total, so many of which are inside the cut."""
    return "dropped" if not inside else "counted" if inside == alike else "shared"


def _kept(rule: Aggregation, number: int) -> slice:
    """The part of the ordered sheets that counts. Too few to trim: the middle ones."""
    middle = (number - 1) // 2
    cut = middle if rule.method == "median" else min(rule.trim, middle)
    return slice(cut, number - cut)


def _median(scale: Scale, totals: list[int]) -> Fraction:
    if not totals:
        return NOTHING
    ordered = sorted(totals)
    middle = (len(ordered) - 1) // 2
    part = ordered[middle : len(ordered) - middle]
    return scale.parts(scale.unit * len(part))[sum(part)]


def _nodes(criteria: Iterable[Criterion], columns: dict[str, int]) -> Iterator[_Node]:
    """Every group, each after those under it, in the order of the table; each takes the next column."""
    for criterion in criteria:
        yield from _nodes(criterion.children, columns)
        if isinstance(criterion, Group):
            below = tuple(columns[one.key] for one in criterion.children)
            columns[criterion.key] = len(columns)
            yield _Node(criterion.key, below, judged=not computed_in(criterion.children))


def _add_up(
    scale: Scale, computed: list[Fraction], marks: list[int], denominator: int
) -> tuple[dict[str, Fraction], Fraction]:
    """The points of every criterion and group, and the total of the table, from marks over a denominator.

    Everything is added as whole numbers over one common denominator.
    """
    judged = scale.parts(denominator)
    ratios = [one.as_integer_ratio() for one in computed]
    common = lcm(denominator, *[below for _, below in ratios])
    wider, mixed = common // denominator, scale.parts(common)
    added = [mark * wider for mark in marks]
    added += [above * (common // below) for above, below in ratios]
    base = mixed[sum(added)]
    points = dict(zip(scale.keys, map(judged.__getitem__, marks), strict=True))
    points.update(zip(scale.computed_keys, computed, strict=True))
    for node in scale.nodes:
        whole = sum([added[column] for column in node.columns])
        added.append(whole)
        points[node.key] = judged[whole // wider] if node.judged else mixed[whole]
    return points, base


def _adjusted(rulebook: Rulebook, base: Fraction, adjustments: Mapping[str, Fraction]) -> Fraction:
    """The total with bonus and penalty: never below 0, and above the maximum only where the rulebook says so."""
    total = sum(adjustments.values(), base)
    if not rulebook.bonus_above_max:
        total = min(total, rulebook.max_total.value)
    return max(total, NOTHING)


def _told(rounds: Rounds, counted: list[Share], last: int, uses: Mapping[int, str]) -> tuple[Share, ...]:
    """What became of every sheet, by round and judge."""
    told = [
        one._replace(use="superseded") for number, (_, shares) in rounds.items() for one in shares if number != last
    ]
    for one in counted:
        use = uses[one.judge] if one.use == "counted" else one.use
        told.append(one if use == one.use else one._replace(use=use))
    return tuple(sorted(told, key=_PLACE))


_PLACE = attrgetter("round", "judge")


def _named(sheet: Sheet) -> str:
    return f"Phiếu của giám khảo số {sheet.judge} cho hồ sơ {sheet.entry}"
