"""One row of a workbook checked against the register, the rulebook and the calendar: values, or every mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from awards.base.dates import NotADate, format_day, parse_day
from awards.base.legacy_fonts import typed_for_old_font
from awards.base.normalise import clean_line, clean_text, fold
from awards.base.numbers import NotANumber, exact_text, parse_decimal
from awards.base.phones import NotAPhone, parse_phone
from awards.base.spreadsheets import Raw, cell_text
from awards.intake.columns import Column, Kind, heading_key
from awards.intake.inputs import CellNote, CheckedRow, Known, RowValues, SourceRow
from awards.intake.wording import NONE_OF_THEM, SEPARATOR
from awards.nominations.answers import YES_NO, Answer
from awards.nominations.inputs import AchievementsInput, ConsentInput, DeclarationsInput
from awards.nominees.inputs import FiguresInput, FigureValue, OrganisationInput, ProductInput
from awards.nominees.tax_code import check_digit_is_right, clean_tax_code, has_shape
from awards.nominees.wording import SECTORS
from awards.seasons.figure_fields import exact, figure_mistake
from scoring.limits import above_mistake
from scoring.rulebook import Rulebook

LONGEST = {
    "name": 300,
    "commune": 120,
    "address": 300,
    "representative": 120,
    "product_name": 300,
    "brand": 200,
    "consent_by": 120,
    "achievements": 20_000,
}
FIRST_YEAR = 1945
EXCEL_BEGINS = date(1899, 12, 30)
"""Day 0 of Excel's calendar, for every day after February 1900."""
FIRST_NUMBER, LAST_NUMBER = 36_526, 73_051
"""The years 2000 to 2099: any other number in a column of days is no day."""
REAL_CODE = "Mã số thuế của dữ liệu mẫu không được là mã có thật."
WRONG_CODE = "Mã số thuế này sai số kiểm tra. Hãy đối chiếu với giấy chứng nhận."


@dataclass(frozen=True)
class Against:
    """What a row is checked against. ``known`` tells what the register knows of a tax code (and product name)."""

    rulebook: Rulebook
    columns: Sequence[Column]
    products: bool
    is_sample: bool
    today: date
    known: Callable[[str, str], Known | None]


@dataclass
class _Row:
    """A row under check: its cells, and what was found so far."""

    source: SourceRow
    columns: Mapping[str, Column]
    mistakes: list[CellNote] = field(default_factory=list)
    doubts: list[CellNote] = field(default_factory=list)

    def wrong(self, key: str, sentence: str) -> None:
        self.mistakes.append(self._note(key, sentence))

    def doubtful(self, key: str, sentence: str) -> None:
        self.doubts.append(self._note(key, sentence))

    def _note(self, key: str, sentence: str) -> CellNote:
        return CellNote(self.source.cell_name(key), self.columns[key].heading, sentence)

    def raw(self, key: str) -> Raw:
        return self.source.cells.get(key, "")

    def text(self, key: str) -> str:
        """The cell as text in Unicode; what was typed for an old font is converted and doubted."""
        raw = self.raw(key)
        long = self.columns[key].kind is Kind.LONG
        text = clean_text(raw) if long and isinstance(raw, str) else cell_text(raw)
        old = typed_for_old_font(text)
        if old is not None:
            self.doubtful(key, f"Chữ gõ bằng phông {old.name} cũ. Đã đọc thành “{_short(old.text)}”; hãy kiểm tra lại.")
            text = old.text
        most = LONGEST.get(key)
        if most is not None and len(text) > most:
            self.wrong(key, f"Dài {len(text)} ký tự, tối đa {most} ký tự.")
        return text


def check_rows(rows: Sequence[SourceRow], against: Against) -> tuple[CheckedRow, ...]:
    """Every row, with what is wrong between rows: the same nominee twice in one file."""
    checked = [check_row(row, against) for row in rows]
    first: dict[tuple[str, str], int] = {}
    for place, one in enumerate(checked):
        key = (one.tax_code, fold(one.texts.get("product_name", "")))
        if one.tax_code and key in first:
            source = rows[place]
            note = CellNote(source.cell_name("tax_code"), "Mã số thuế", f"Trùng với dòng {first[key]} của tệp này.")
            checked[place] = CheckedRow(
                one.line, one.tax_code, one.name, (*one.mistakes, note), one.doubts, None, one.replaces, one.texts
            )
        first.setdefault(key, one.line)
    return tuple(checked)


def check_row(source: SourceRow, against: Against) -> CheckedRow:
    """The values of a row, or its mistakes; doubts do not keep it out."""
    row = _Row(source, {column.key: column for column in against.columns})
    for key in sorted(source.formulas):
        row.wrong(key, "Ô này chứa công thức. Hãy dán lại dưới dạng giá trị.")
    for column in against.columns:
        if column.required and not cell_text(row.raw(column.key)):
            row.wrong(column.key, f"Chưa điền: {column.heading}.")
    organisation = _organisation(row, against)
    product = _product(row) if against.products else None
    replaces = _known(row, against, organisation, product)
    variant = _variant(row, against, organisation, product)
    figures, answers = _asked(row, against, variant)
    consent = _consent(row, against.today)
    achievements = row.text("achievements")
    values = RowValues(
        organisation,
        product,
        figures,
        DeclarationsInput(answers),
        consent,
        AchievementsInput(achievements) if achievements else None,
    )
    return CheckedRow(
        line=source.line,
        tax_code=organisation.tax_code,
        name=product.name if product else organisation.name,
        mistakes=_in_order(row.mistakes),
        doubts=_in_order(row.doubts),
        values=None if row.mistakes else values,
        replaces=replaces,
        texts={key: cell_text(raw) if not isinstance(raw, str) else raw for key, raw in source.cells.items()},
    )


def _in_order(notes: list[CellNote]) -> tuple[CellNote, ...]:
    return tuple(sorted(dict.fromkeys(notes), key=lambda note: note.order))


def _organisation(row: _Row, against: Against) -> OrganisationInput:
    kind, sector = _chosen(row, "kind"), _chosen(row, "sector")
    if kind and sector and (kind == "credit_fund") != (sector == "credit_fund"):
        row.wrong("sector", "Loại hình và lĩnh vực chưa khớp nhau.")
    return OrganisationInput(
        tax_code=_tax_code(row, against),
        name=row.text("name"),
        kind=kind,
        sector=sector,
        address=row.text("address"),
        founded_year=_founded_year(row, against.today),
        commune=row.text("commune"),
        representative=row.text("representative"),
        contact_phone=_phone(row),
    )


def _tax_code(row: _Row, against: Against) -> str:
    raw = row.raw("tax_code")
    code = clean_tax_code(cell_text(raw))
    if isinstance(raw, float) and len(code) == 9:
        row.wrong("tax_code", f"Excel đã bỏ số 0 ở đầu: “{code}”. Hãy để ô ở dạng văn bản rồi nhập đủ 10 chữ số.")
        return ""
    if code and not has_shape(code):
        row.wrong("tax_code", "Mã số thuế gồm 10 chữ số, hoặc 13 chữ số nếu là đơn vị trực thuộc.")
        return ""
    if code and check_digit_is_right(code) == against.is_sample:
        wrong = (
            "Mã số thuế của dữ liệu mẫu không được là mã có thật."
            if against.is_sample
            else "Mã số thuế này sai số kiểm tra. Hãy đối chiếu với giấy chứng nhận."
        )
        row.wrong("tax_code", wrong)
    return code


def _founded_year(row: _Row, today: date) -> int | None:
    text = cell_text(row.raw("founded_year"))
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= today.year):
        row.wrong("founded_year", f"Năm thành lập từ {FIRST_YEAR} đến {today.year}, viết bằng bốn chữ số.")
        return None
    return int(text)


def _phone(row: _Row) -> str:
    text = cell_text(row.raw("contact_phone"))
    if isinstance(row.raw("contact_phone"), float) and not text.startswith("0"):
        text = f"0{text}"  # Excel drops the zero of a number cell
    if not text:
        return ""
    try:
        return parse_phone(text)
    except NotAPhone as error:
        row.wrong("contact_phone", error.sentence)
        return ""


def _product(row: _Row) -> ProductInput:
    return ProductInput(
        name=row.text("product_name"), product_group=_chosen(row, "product_group"), brand=row.text("brand")
    )


def _known(row: _Row, against: Against, organisation: OrganisationInput, product: ProductInput | None) -> bool:
    """Whether the row replaces a draft that is there; refused where the nominee is not the province's to change."""
    if not organisation.tax_code:
        return False
    known = against.known(organisation.tax_code, product.name if product else "")
    if known is None:
        return False
    if not known.is_own:
        row.wrong("tax_code", "Mã số thuế này đã được đăng ký ở nơi khác. Hãy gọi Thường trực giải thưởng.")
        return False
    if known.live not in ("", "draft"):
        row.wrong("tax_code", known.live)
    return known.live == "draft"


def _variant(row: _Row, against: Against, organisation: OrganisationInput, product: ProductInput | None) -> str | None:
    """The key of the rulebook's table for this nominee."""
    group = product.product_group if product else SECTORS[organisation.sector][0] if organisation.sector else ""
    if not group:
        return None
    variant = against.rulebook.variant_for(group)
    if variant is None:
        key = "product_group" if product else "sector"
        row.wrong(key, "Thể lệ mùa này không có bảng tiêu chí cho nhóm này.")
        return None
    return variant.key


def _asked(row: _Row, against: Against, variant: str | None) -> tuple[FiguresInput, dict[str, Answer | None]]:
    """The figures and answers of the cells that are filled in; others stay as they are."""
    figures: list[FigureValue] = []
    answers: dict[str, Answer | None] = {}
    numbers: dict[tuple[str, int | None], Decimal] = {}
    for column in against.columns:
        figure = column.figure
        if figure is None:
            continue
        if not cell_text(row.raw(column.key)):
            if variant in column.variants:
                row.doubtful(column.key, f"Chưa có: {column.heading}. Có thể nhập sau trên trang hồ sơ.")
            continue
        if variant is not None and variant not in column.variants:
            row.doubtful(column.key, "Thể lệ không hỏi mục này đối với đơn vị thuộc nhóm này nên ô này được bỏ qua.")
            continue
        if column.kind in (Kind.WHOLE, Kind.DECIMAL):
            value = _number(row, column)
            if value is None:
                continue
            numbers[figure.key, column.year] = value
            if column.year is None:
                answers[figure.key] = exact_text(value)
            else:
                figures.append(FigureValue(figure.key, figure.unit, column.year, exact_text(value)))
        else:
            answer = _answer(row, column)
            if answer is not None:
                answers[figure.key] = answer
    _compare(row, against, numbers)
    return FiguresInput(tuple(figures)), answers


def _number(row: _Row, column: Column) -> Decimal | None:
    raw = row.raw(column.key)
    if isinstance(raw, float) and not isinstance(raw, bool):
        value = Decimal(repr(raw)) if not raw.is_integer() else Decimal(int(raw))
    else:
        try:
            value = parse_decimal(cell_text(raw))
        except NotANumber as error:
            row.wrong(column.key, error.sentence)
            return None
    if column.kind is Kind.WHOLE and value != value.to_integral_value():
        row.wrong(column.key, "Nhập số nguyên, không có phần lẻ.")
        return None
    sentence = figure_mistake(column.figure, value) if column.figure else None
    if sentence is not None:
        row.wrong(column.key, sentence)
        return None
    return value


def _answer(row: _Row, column: Column) -> Answer | None:
    if column.kind is Kind.SET:
        return _items(row, column)
    stored = _chosen(row, column.key)
    if not stored:
        return None
    return YES_NO[stored] if column.figure and column.figure.kind == "flag" else stored


def _items(row: _Row, column: Column) -> tuple[str, ...] | None:
    text = row.text(column.key)
    if heading_key(text) == heading_key(NONE_OF_THEM):
        return ()
    words = {heading_key(label): key for label, key in column.options.items()}
    parts = [part for part in (clean_line(part) for part in text.split(SEPARATOR)) if part]
    strange = [part for part in parts if heading_key(part) not in words]
    if strange:
        row.wrong(column.key, f"Không có mục “{_short(strange[0])}”. Chọn trong: {'; '.join(column.options)}.")
        return None
    return tuple(sorted({words[heading_key(part)] for part in parts}))


def _chosen(row: _Row, key: str) -> str:
    """The key behind the words of a drop-down, as typed or chosen; "" with a mistake where it is none of them."""
    text = row.text(key)
    if not text:
        return ""
    options = row.columns[key].options
    words = {heading_key(label): stored for label, stored in options.items()}
    shortened = {heading_key(label.partition("(")[0]): stored for label, stored in options.items()}
    stored = words.get(heading_key(text)) or shortened.get(heading_key(text))
    if stored is None:
        row.wrong(key, f"Không có “{_short(text)}”. Chọn một trong: {'; '.join(options)}.")
    return stored or ""


def _compare(row: _Row, against: Against, numbers: Mapping[tuple[str, int | None], Decimal]) -> None:
    """A figure that may not exceed another one of the same year."""
    columns = {(column.figure.key, column.year): column for column in against.columns if column.figure is not None}
    for (key, year), value in numbers.items():
        column = columns[key, year]
        figure = column.figure
        if figure is None or not figure.not_above or (figure.not_above, year) not in numbers:
            continue
        ceiling = columns[figure.not_above, year].figure
        if ceiling is None:
            continue
        sentence = above_mistake(figure, exact(value), ceiling, Fraction(numbers[figure.not_above, year]))
        if sentence is not None:
            row.wrong(column.key, sentence)


def _consent(row: _Row, today: date) -> ConsentInput | None:
    """Day and name of the signature, both or neither."""
    day, name = _consent_day(row, today), row.text("consent_by")
    typed = bool(cell_text(row.raw("consent_on")))
    if typed != bool(name):
        row.wrong("consent_by" if typed else "consent_on", "Nhập cả ngày ký và người ký, hoặc để trống cả hai.")
    return ConsentInput(day, name) if day is not None and name else None


def _consent_day(row: _Row, today: date) -> date | None:
    raw = row.raw("consent_on")
    try:
        day = _day_of_number(row, "consent_on", raw) if isinstance(raw, float) else _day(raw)
    except NotADate as error:
        row.wrong("consent_on", error.sentence)
        return None
    if day is not None and day > today:
        row.wrong("consent_on", "Ngày ký không thể sau hôm nay.")
    return day


def _day(raw: Raw) -> date | None:
    if isinstance(raw, date):
        return raw
    text = cell_text(raw)
    return parse_day(text) if text else None


def _day_of_number(row: _Row, key: str, number: float) -> date:
    """The day behind the bare number Excel keeps of it, for a person to confirm."""
    if not FIRST_NUMBER <= number < LAST_NUMBER:
        raise NotADate("Nhập ngày theo dạng ngày/tháng/năm, ví dụ 31/12/2026.")
    day = EXCEL_BEGINS + timedelta(days=int(number))
    row.doubtful(key, f"Ô này là số {int(number)}, đã đọc thành ngày {format_day(day)}; hãy kiểm tra lại.")
    return day


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
