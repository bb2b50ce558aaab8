"""Rows as offices fill them in, with what each must be read as, and where somebody broke one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from awards.base.numbers import exact_text
from awards.intake.columns import Column, Kind
from awards.intake.inputs import RowValues
from awards.nominations.answers import Answer
from awards.nominations.inputs import AchievementsInput, ConsentInput, DeclarationsInput
from awards.nominees.inputs import FiguresInput, FigureValue, OrganisationInput, ProductInput
from awards.nominees.tax_code import check_digit_is_right
from awards.nominees.wording import SECTORS
from scoring.rulebook import Rulebook
from tests.awards.intake import written
from tests.awards.intake.written import Formula, Typed, Unformatted

OLD_FONTS = {
    "name": ("Hợp tác xã", "Hîp t¸c x·", "Hôïp taùc xaõ"),
    "achievements": ("Độc lập - Tự do - Hạnh phúc", "§éc lËp - Tù do - H¹nh phóc", "Ñoäc laäp - Töï do - Haïnh phuùc"),
}
"""A text in Unicode, TCVN3 and VNI."""


@dataclass(frozen=True)
class World:
    """A season's columns and what its rows are checked against."""

    rulebook: Rulebook
    columns: tuple[Column, ...]
    products: bool
    today: date

    def variant_of(self, group: str) -> str | None:
        found = self.rulebook.variant_for(group)
        return found.key if found is not None else None


@dataclass
class MadeRow:
    """A row before it is written: its cells, what they mean, and what is wrong or doubtful in it, by column."""

    cells: dict[str, Typed] = field(default_factory=dict)
    meaning: dict[str, object] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)

    def put(self, key: str, meaning: object, typed: Typed) -> None:
        self.meaning[key], self.cells[key] = meaning, typed

    def breaks(self, key: str, typed: Typed) -> None:
        self.meaning.pop(key, None)
        self.doubted.discard(key)
        self.cells[key] = typed
        self.broken.add(key)


def sample_code(rng: Random, number: int, *, real: bool = False) -> str:
    """A tax code of its own for every number; a real one has the right check digit."""
    bodies = (f"{rng.choice('0012358')}{rng.randint(1, 9)}{number:06d}{digit}" for digit in "123456789")
    codes = (body + digit for body in bodies for digit in "0123456789")
    return next(code for code in codes if check_digit_is_right(code) == real)


def made_row(rng: Random, world: World, number: int, present: frozenset[str]) -> MadeRow:
    """A row without a mistake, over the columns that are ``present``."""
    row = MadeRow()
    _organisation(rng, world, row, number)
    variant = _group(rng, world, row)
    if world.products:
        name, brand = f"Chè xanh Mẫu {number}", rng.choice(["", "Mẫu Một"])
        row.put("product_name", name, written.line(rng, name))
        row.put("brand", brand, brand)
    _figures(rng, world, row, variant)
    if rng.random() < 0.8:
        signed = world.today - timedelta(days=rng.randrange(300))
        row.put("consent_on", signed, written.day(rng, signed))
        row.put("consent_by", "Nguyễn Văn Mẫu", written.line(rng, "Nguyễn Văn Mẫu"))
    if rng.random() < 0.6:
        text = "Liên kết tiêu thụ nông sản.\nTạo việc làm cho thành viên."
        row.put("achievements", text, text)
    for key in row.cells.keys() - present:
        del row.cells[key]
        row.meaning.pop(key, None)
        row.doubted.discard(key)
    row.broken |= {column.key for column in world.columns if column.required and column.key not in present}
    row.broken |= _half_signed(row)
    if _decides_group(world) not in present:
        _without_group(world, row)
    elif variant is not None:
        row.doubted |= {one.key for one in world.columns if variant in one.variants and one.key not in row.cells}
    return row


def _organisation(rng: Random, world: World, row: MadeRow, number: int) -> None:
    code = sample_code(rng, number) + ("-001" if rng.random() < 0.1 else "")
    row.put("tax_code", code, written.tax_code(rng, code))
    name = f"Hợp tác xã Nông nghiệp Mẫu số {number}"
    row.put("name", name, written.line(rng, name))
    if rng.random() < 0.7:
        row.put("commune", "Xã Hữu Lũng", written.line(rng, "Xã Hữu Lũng"))
    if rng.random() < 0.5:
        row.put("address", "Thôn Đồng Tâm", written.line(rng, "Thôn Đồng Tâm"))
    if rng.random() < 0.7:
        year = rng.randint(1955, world.today.year)
        row.put("founded_year", year, rng.choice([str(year), year, f" {year} "]))
    if rng.random() < 0.6:
        row.put("representative", "Ma Thị Ẩn", written.line(rng, "Ma Thị Ẩn"))
    if rng.random() < 0.6:
        row.put("contact_phone", f"0912{number:06d}", written.phone(rng, f"0912{number:06d}"))


def _group(rng: Random, world: World, row: MadeRow) -> str | None:
    """Kind, sector and group that fit one another and that the rulebook has a table for."""
    columns = {column.key: column for column in world.columns}
    sectors = [
        (label, key)
        for label, key in columns["sector"].options.items()
        if key != "credit_fund" and (world.products or world.variant_of(SECTORS[key][0]))
    ]
    label, sector = rng.choice(sectors)
    row.put("sector", sector, written.choice(rng, label))
    kinds = [(label, key) for label, key in columns["kind"].options.items() if key != "credit_fund"]
    label, kind = rng.choice(kinds)
    row.put("kind", kind, written.choice(rng, label))
    group = SECTORS[sector][0]
    if world.products:
        label, group = rng.choice(list(columns["product_group"].options.items()))
        row.put("product_group", group, written.choice(rng, label))
    return world.variant_of(group)


def _figures(rng: Random, world: World, row: MadeRow, variant: str | None) -> None:
    """Nearly every asked figure, and now and then one that this nominee is not asked for."""
    values: dict[tuple[str, int | None], Decimal] = {}
    asked = [column for column in world.columns if column.figure is not None]
    for column in sorted(asked, key=lambda one: bool(one.figure and one.figure.not_above)):
        wanted = variant in column.variants
        if column.figure is None or rng.random() > (0.95 if wanted else 0.1):
            continue
        meaning, typed = _answer(rng, column, values)
        row.put(column.key, meaning if wanted else None, typed)
        if not wanted:
            row.doubted.add(column.key)


def _answer(rng: Random, column: Column, values: dict[tuple[str, int | None], Decimal]) -> tuple[object, Typed]:
    figure = column.figure
    assert figure is not None
    if figure.kind == "set":
        labels = rng.sample(sorted(column.options), rng.randint(0, len(column.options)))
        return tuple(sorted(column.options[label] for label in labels)), written.several(rng, labels)
    if column.options:
        label, key = rng.choice(list(column.options.items()))
        return key == "yes" if figure.kind == "flag" else key, written.choice(rng, label)
    lowest = int(figure.lowest or 0) + 1
    highest = int(figure.highest or (10**11 if "đồng" in figure.unit else 5000))
    ceiling = values.get((figure.not_above, column.year))
    highest = min(highest, int(ceiling)) if ceiling is not None else highest
    value = Decimal(rng.randint(min(lowest, highest), highest))
    if "đồng" in figure.unit:
        value = round(value, -rng.choice([0, 6, 8])) or Decimal(10**6)
    if column.kind is Kind.DECIMAL and ceiling is None and value < highest:
        value += rng.choice([Decimal(0), Decimal("0.5"), Decimal("0.25")])
    values[figure.key, column.year] = value
    return exact_text(value), written.number(rng, column, value)


def _half_signed(row: MadeRow) -> set[str]:
    """Of day and name of a signature the one that is missing, where the other stands."""
    signed = {"consent_on", "consent_by"}
    return signed - row.cells.keys() if signed & row.cells.keys() else set()


def _decides_group(world: World) -> str:
    """The column that says which of the rulebook's tables a row belongs to."""
    return "product_group" if world.products else "sector"


def _without_group(world: World, row: MadeRow) -> None:
    """Nobody can say which figures are asked: what stands there is read, and nothing is missed."""
    for column in world.columns:
        if column.figure is not None:
            row.doubted.discard(column.key)


def doubt(rng: Random, row: MadeRow) -> None:
    """Something that can be read but that a person should look at: an old font, a day that lost its look."""
    ways: list[Callable[[], None]] = [lambda key=key: _old_font(rng, row, key) for key in OLD_FONTS if key in row.cells]  # type: ignore[misc]
    if isinstance(row.meaning.get("consent_on"), date):
        ways.append(lambda: _unformatted(row))
    rng.choice(ways)()


def _old_font(rng: Random, row: MadeRow, key: str) -> None:
    text, *old = OLD_FONTS[key]
    row.put(key, text, rng.choice(old))
    row.doubted.add(key)


def _unformatted(row: MadeRow) -> None:
    signed = row.meaning["consent_on"]
    assert isinstance(signed, date)
    row.cells["consent_on"] = Unformatted(signed)
    row.doubted.add("consent_on")


def break_row(rng: Random, world: World, row: MadeRow) -> None:
    """One mistake an office makes, in a cell that is there."""
    ways = [way for way in _WAYS if way[0] in row.cells]
    numbers = [one for one in world.columns if one.key in row.meaning and _is_number(one) and row.meaning[one.key]]
    ways += [(rng.choice(numbers).key, _BAD_NUMBERS)] * 6 if numbers else []
    key, typed = rng.choice(ways)
    value = rng.choice(typed)
    if key == "tax_code" and value == "lost zero":
        value = 900_000_000 + rng.randrange(9**8)
    if key == "tax_code" and value == "real":
        value = sample_code(rng, rng.randrange(10**6), real=True)
    if key == "consent_on" and value == "future":
        value = f"{world.today + timedelta(days=1):%d/%m/%Y}"
    if value is None and row.broken & {"consent_on", "consent_by"}:
        return  # half a signature, taken away, is none: no mistake any more
    row.breaks(key, value)
    if key == _decides_group(world):
        _without_group(world, row)


def _is_number(column: Column) -> bool:
    return column.figure is not None and column.kind in (Kind.WHOLE, Kind.DECIMAL)


_BAD_NUMBERS: Sequence[Typed] = (
    "1.5 tỷ",
    "nhiều",
    "12 tỉ rưỡi",
    "-",
    "9" * 20,
    "1,2,3",
    "khoảng 80",
    Formula("=A1*2", 10**9),
)
_WAYS: list[tuple[str, Sequence[Typed]]] = [
    ("tax_code", ("lost zero", "lost zero", "real", "900000001", "MST 0912345678", "123", None, Formula("=A1", 5))),
    ("name", (None, "x" * 301)),
    ("kind", (None, "Công ty", "HTX kiểu mới")),
    ("sector", (None, "Khai khoáng")),
    ("product_name", (None, "x" * 301)),
    ("product_group", (None, "Nhóm chưa có")),
    ("founded_year", ("1890", "năm 2010", 2999, 2010.5, "12/2010")),
    ("contact_phone", ("12345", "gọi văn phòng", 12345)),
    ("consent_on", ("31/02/2026", "2026-01-15", "future", "hôm qua", None)),
    ("consent_by", (None,)),
    ("achievements", ("x" * 20_001,)),
    ("representative", ("y" * 121,)),
]


def expected(world: World, row: MadeRow) -> RowValues | None:
    """What a row must be read as; none while something in it is broken."""
    if row.broken:
        return None
    said: Mapping[str, object] = row.meaning
    figures, answers = [], {}
    for column in world.columns:
        value = said.get(column.key)
        if column.figure is None or value is None:
            continue
        if column.year is not None:
            figures.append(FigureValue(column.figure.key, column.figure.unit, column.year, str(value)))
        else:
            answers[column.figure.key] = _as_answer(value)
    words = {column.key: str(said.get(column.key) or "") for column in world.columns}
    year, signed = said.get("founded_year"), said.get("consent_on")
    return RowValues(
        OrganisationInput(
            tax_code=words["tax_code"],
            name=words["name"],
            kind=words["kind"],
            sector=words["sector"],
            address=words["address"],
            founded_year=year if isinstance(year, int) else None,
            commune=words["commune"],
            representative=words["representative"],
            contact_phone=words["contact_phone"],
        ),
        ProductInput(words["product_name"], words["product_group"], words["brand"]) if world.products else None,
        FiguresInput(tuple(figures)),
        DeclarationsInput(answers),
        ConsentInput(signed, words["consent_by"]) if isinstance(signed, date) else None,
        AchievementsInput(words["achievements"]) if words["achievements"] else None,
    )


def _as_answer(value: object) -> Answer:
    assert isinstance(value, str | bool | tuple)
    return value
