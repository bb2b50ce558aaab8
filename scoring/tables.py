"""The three CSV tables of a count (entries, sheets, ballots) as values; every mistake with its line.

Columns of `entries`: entry, province, sector, and where needed variant, owner, product_group; then a
column per figure by its key (`revenue`; `revenue@-1` is the year before), `paper:KEY` for a paper
("có", or its days "2025-01-31..2026-01-31"), `honoured:nominee` and `honoured:product` ("1;3": one and
three seasons ago, "-": never), `waive:KEY` with the reason. An empty cell is unknown. `sheets`: entry,
judge, criterion, mark, and where needed round and group; an empty mark is not marked yet, criterion
"*" with mark "abstain" is an abstention. `ballots`: motion, entry, voter, vote.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from scoring.ballots import Vote
from scoring.entry import Entry, HeldPaper
from scoring.errors import ScoringError
from scoring.figures import FigureDef
from scoring.limits import above_mistake, limit_mistake
from scoring.reading import EXACT
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet

MOST_MISTAKES = 50
EARLIER = re.compile("-[1-9]")
SHORT_NUMBER = re.compile("[1-9][0-9]{0,8}")
GROUPED = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
"""1.500 is 1500 to a Vietnamese reader and 1,5 to a program: nobody may guess."""
ENTRY_COLUMNS = ("entry", "province", "sector", "variant", "owner", "product_group")
OWN_TRAITS = ("owner", "product_group")
SHEET_COLUMNS = ("entry", "judge", "criterion", "mark")
VOTE_COLUMNS = ("motion", "entry", "voter", "vote")
YES = ("có", "yes", "true", "1", "x")
NO = ("không", "no", "false", "0")
NONE = "-"
ABSTAIN = "abstain"


class TableInvalid(ScoringError):
    """A table that cannot be counted; `mistakes` are sentences, each with its line."""

    def __init__(self, mistakes: list[str]) -> None:
        shown = mistakes[:MOST_MISTAKES]
        if len(mistakes) > MOST_MISTAKES:
            shown.append(f"… và {len(mistakes) - MOST_MISTAKES} lỗi khác.")
        super().__init__("\n".join(shown))
        self.mistakes = tuple(mistakes)


@dataclass
class _Table:
    """The rows of one CSV text, read as they are needed; collects mistakes."""

    name: str
    header: list[str]
    rows: Any
    """A csv.reader: rows, and `line_num` of the line it is at."""
    mistakes: list[str] = field(default_factory=list)

    def wrong(self, line: int, sentence: str) -> None:
        self.mistakes.append(f"{self.name}, dòng {line}: {sentence}")

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Line number and cells of every row that is as wide as the header; blank rows are passed over."""
        width, line = len(self.header), 1
        try:
            for row in self.rows:
                line = self.rows.line_num
                if len(row) == width:
                    yield line, row
                elif any(cell.strip() for cell in row):
                    self.wrong(line, f"có {len(row)} ô, dòng tiêu đề có {width} cột.")
        except csv.Error:
            self.wrong(line + 1, "không phải là dòng CSV đọc được.")

    def finish(self) -> None:
        if self.mistakes:
            raise TableInvalid(self.mistakes)


def read_entries(rulebook: Rulebook, text: str) -> tuple[Entry, ...]:
    """The entries of a table. Raises TableInvalid."""
    table = _table("entries", text, ("entry", "province"))
    readers = [_entry_reader(rulebook, column.strip()) for column in table.header]
    for column, reader in zip(table.header, readers, strict=True):
        if reader is None:
            table.wrong(1, f"cột “{column}” không phải là số liệu, giấy tờ hay điều kiện nào của thể lệ.")
    table.finish()
    entries = []
    for line, row in table.numbered():
        parts: dict[str, Any] = {}
        for column, reader, cell in zip(table.header, readers, row, strict=True):
            if cell.strip() and reader is not None:
                try:
                    reader(parts, cell.strip())
                except ValueError:
                    table.wrong(line, f"cột “{column}” {_not_understood(cell.strip())}")
        entries.append(_entry(rulebook, table, line, parts))
    table.finish()
    return tuple(one for one in entries if one is not None)


def read_sheets(text: str) -> tuple[Sheet, ...]:
    """The sheets of a table, one for every entry, judge and round named. Raises TableInvalid.

    Judges are numbers; where some are names, all are numbered in the order of their names.
    """
    table = _table("sheets", text, SHEET_COLUMNS, ("round", "group"))
    entry, judge, criterion, mark = (table.header.index(name) for name in SHEET_COLUMNS)
    again, group = (table.header.index(name) if name in table.header else -1 for name in ("round", "group"))
    marks: dict[tuple[str, str, str], dict[str, Fraction | None]] = {}
    groups: dict[tuple[str, str, str], str] = {}
    read: dict[str, Fraction | None] = {"": None, ABSTAIN: None}
    last: tuple[str, str, str] | None = None
    own: dict[str, Fraction | None] = {}
    for line, row in table.numbered():
        name = (row[entry], row[judge], row[again] if again >= 0 else "1")
        if name != last:
            last, own = name, marks.setdefault(name, {})
        key, written = row[criterion].strip(), row[mark].strip()
        if key in own:
            table.wrong(line, f"tiêu chí “{key}” của phiếu này đã có ở trên.")
        if (written == ABSTAIN) is not (key == "*"):
            table.wrong(line, "không chấm thì ghi tiêu chí * và điểm abstain.")
        if written not in read:
            read[written] = _mark(table, line, written)
        own[key] = read[written]
        if group >= 0 and groups.setdefault(name, row[group].strip()) != row[group].strip():
            table.wrong(line, "một phiếu không thể thuộc hai nhóm.")
    numbers = _judge_numbers({name[1].strip() for name in marks})
    sheets = [_sheet(table, name, own, groups.get(name, ""), numbers) for name, own in marks.items()]
    table.finish()
    return tuple(sheets)


def read_votes(text: str) -> tuple[Vote, ...]:
    """The votes of a table. Raises TableInvalid."""
    table = _table("ballots", text, VOTE_COLUMNS)
    columns = [table.header.index(name) for name in VOTE_COLUMNS]
    votes = []
    for line, row in table.numbered():
        motion, entry, voter, vote = (row[column].strip() for column in columns)
        if not voter:
            table.wrong(line, "thiếu người hoặc số lá phiếu (voter).")
        votes.append(Vote(motion=motion, entry=entry, voter=voter, vote=vote))
    table.finish()
    return tuple(votes)


def _table(name: str, text: str, wanted: tuple[str, ...], optional: tuple[str, ...] | None = None) -> _Table:
    first = text.partition("\n")[0]
    delimiter = ";" if ";" in first and "," not in first else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [column.strip() for column in next(rows, [])]
    except csv.Error:
        raise TableInvalid([f"{name}: không phải là tệp CSV đọc được."]) from None
    table = _Table(name, header, rows)
    for column in wanted:
        if column not in table.header:
            table.wrong(1, f"thiếu cột “{column}”.")
    for column in sorted({column for column in table.header if table.header.count(column) > 1}):
        table.wrong(1, f"cột “{column}” có hai lần.")
    if optional is not None:
        for column in table.header:
            if column not in (*wanted, *optional):
                table.wrong(1, f"không có cột nào tên “{column}”.")
    table.finish()
    return table


Reader = Callable[[dict[str, Any], str], None]


def _entry_reader(rulebook: Rulebook, column: str) -> Reader | None:
    """What puts a cell of this column in its place; None for a column nobody knows."""
    kind, _, name = column.partition(":")
    if column in ENTRY_COLUMNS:
        return lambda parts, cell: parts.__setitem__(column, cell)
    if kind == "paper" and any(paper.key == name for paper in rulebook.papers):
        return lambda parts, cell: _put(parts, "papers", name, _paper(cell))
    if kind == "honoured" and name in ("nominee", "product"):
        return lambda parts, cell: _put(parts, "past_honours", name, _seasons(cell))
    if kind == "waive" and name:
        return lambda parts, cell: _put(parts, "waivers", name, cell)
    key, at, offset = column.partition("@")
    figure = next((figure for figure in rulebook.figures if figure.key == key), None)
    if figure is None or (at and not (figure.kind == "series" and EARLIER.fullmatch(offset))):
        return None
    return _figure_reader(figure, int(offset or 0))


def _figure_reader(figure: FigureDef, offset: int) -> Reader:
    if figure.is_number:
        return lambda parts, cell: (
            parts.setdefault("series", {}).setdefault(figure.key, {}).__setitem__(offset, _number(cell))
        )
    if figure.kind == "flag":
        return lambda parts, cell: _put(parts, "flags", figure.key, _flag(cell))
    options = {option.key for option in figure.options}
    if figure.kind == "choice":
        return lambda parts, cell: _put(parts, "choices", figure.key, _among(cell, options))
    return lambda parts, cell: _put(parts, "sets", figure.key, _several(cell, options))


def _put(parts: dict[str, Any], name: str, key: str, value: object) -> None:
    parts.setdefault(name, {})[key] = value


def _entry(rulebook: Rulebook, table: _Table, line: int, parts: dict[str, Any]) -> Entry | None:
    """The entry of one row; its variant is the one that serves its sector (or product group)."""
    sector = parts.pop("sector", "")
    served = rulebook.variant_for(sector) or rulebook.variant_for(parts.get("product_group", ""))
    variant = parts.pop("variant", served.key if served else None)
    if variant is None and len(rulebook.variants) == 1 and not sector:
        variant = rulebook.variants[0].key
    traits: dict[str, str] = {name: parts.pop(name) for name in OWN_TRAITS if name in parts}
    if sector:
        traits["sector"] = sector
    code, province = parts.pop("entry", ""), parts.pop("province", "")
    if not code:
        table.wrong(line, "thiếu mã hồ sơ (entry).")
    if not province:
        table.wrong(line, "thiếu tỉnh, thành phố (province).")
    _check_limits(rulebook, table, line, parts.get("series", {}))
    if variant is None:
        table.wrong(line, f"không bảng tiêu chí nào dành cho lĩnh vực “{sector}”.")
        return None
    return Entry(code=code, province=province, variant=variant, traits=traits, **parts)


def _check_limits(rulebook: Rulebook, table: _Table, line: int, series: Mapping[str, Mapping[int, Fraction]]) -> None:
    """Figures keep to the limits the rulebook sets at typing."""
    figures = {figure.key: figure for figure in rulebook.figures}
    for key, years in series.items():
        figure = figures[key]
        for offset, value in years.items():
            mistake = limit_mistake(figure, value)
            ceiling = series.get(figure.not_above, {}).get(offset)
            if mistake is None and ceiling is not None:
                mistake = above_mistake(figure, value, figures[figure.not_above], ceiling)
            if mistake is not None:
                table.wrong(line, mistake)


def _mark(table: _Table, line: int, written: str) -> Fraction | None:
    """A mark, read once for each way it is written: equal marks of a table are one object."""
    try:
        return _number(written)
    except ValueError:
        table.wrong(line, f"điểm {_not_understood(written)}")
        return None


def _sheet(
    table: _Table,
    name: tuple[str, str, str],
    marks: dict[str, Fraction | None],
    group: str,
    numbers: Mapping[str, int],
) -> Sheet:
    entry, judge, again = (part.strip() for part in name)
    abstained = "*" in marks
    if abstained and len(marks) > 1:
        table.mistakes.append(f"sheets: giám khảo {judge} vừa không chấm vừa chấm hồ sơ {entry}.")
    if not judge:
        table.mistakes.append(f"sheets: có phiếu cho hồ sơ {entry} không ghi giám khảo (judge).")
    if not SHORT_NUMBER.fullmatch(again):
        table.mistakes.append(f"sheets: vòng chấm “{again}” phải là số nguyên từ 1 trở lên.")
    return Sheet(
        entry=entry,
        judge=numbers[judge],
        group=group,
        round=int(again) if SHORT_NUMBER.fullmatch(again) else 1,
        abstained=abstained,
        marks={} if abstained else marks,
    )


def _judge_numbers(judges: set[str]) -> dict[str, int]:
    if all(SHORT_NUMBER.fullmatch(judge) for judge in judges):
        return {judge: int(judge) for judge in judges}
    return {judge: number for number, judge in enumerate(sorted(judges), 1)}


def _number(cell: str) -> Fraction:
    """An exact number: 5, 2.5, 2,5 or 1/3. Raises ValueError."""
    written = cell.replace(",", ".", 1) if "." not in cell else cell
    if not EXACT.fullmatch(written) or GROUPED.fullmatch(cell):
        raise ValueError(cell)
    return Fraction(written)


def _not_understood(cell: str) -> str:
    if GROUPED.fullmatch(cell):
        whole, part = cell.replace(".", ""), cell.replace(".", ",")
        return f"“{cell}” đọc được hai cách; hãy ghi {whole} hoặc {part}."
    return f"không hiểu được “{cell}”."


def _flag(cell: str) -> bool:
    if cell.lower() not in (*YES, *NO):
        raise ValueError(cell)
    return cell.lower() in YES


def _among(cell: str, options: set[str]) -> str:
    if cell not in options:
        raise ValueError(cell)
    return cell


def _several(cell: str, options: set[str]) -> frozenset[str]:
    if cell == NONE:
        return frozenset()
    return frozenset(_among(one.strip(), options) for one in cell.split(";"))


def _paper(cell: str) -> HeldPaper:
    """ "có", a day of issue, or issue and expiry "2025-01-31..2026-01-31". Raises ValueError."""
    if cell.lower() in YES:
        return HeldPaper()
    issued, _, expires = cell.partition("..")
    return HeldPaper(date.fromisoformat(issued), date.fromisoformat(expires) if expires else None)


def _seasons(cell: str) -> tuple[int, ...]:
    if cell == NONE:
        return ()
    seasons = tuple(int(one) for one in cell.split(";"))
    if min(seasons) < 1:
        raise ValueError(cell)
    return seasons
