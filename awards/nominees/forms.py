"""Forms about organisations."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, ValidationError

from awards.base.dates import NotADate, parse_day
from awards.base.forms import AtMost, Choices, Filled, Form, LineField, offered
from awards.base.normalise import fold
from awards.base.numbers import exact_text
from awards.base.phones import NotAPhone, parse_phone
from awards.nominees.asked import FigureRow, years_of
from awards.nominees.inputs import FiguresInput, FigureValue, OrganisationInput
from awards.nominees.tax_code import clean_tax_code, has_shape
from awards.nominees.wording import SECTORS
from awards.seasons.figure_fields import exact, number_field
from scoring.limits import above_mistake

FIRST_YEAR = 1945
LONGEST_SOURCE = 200
_YEAR = re.compile(r"[0-9]{4}")
_EMAIL = re.compile(r"[^@\s<>\"'(),;:]+@[^@\s<>\"'(),;:]+\.[^@\s<>\"'(),;:.]{2,}")
_COMMUNES = ("xa ", "phuong ", "dac khu ")
_DISTRICT = "Từ 01/07/2025 không còn cấp huyện; chỉ ghi xã, phường hoặc đặc khu."


class OrganisationForm(Form):
    """An organisation as on its registration certificate, its address in two tiers, and whom to ask.

    ``kinds`` are the kinds this installation registers. ``seen`` names the organisations of like name the
    person was shown before saying ``is_another``.
    """

    tax_code = LineField("Mã số thuế", [Filled("Nhập mã số thuế.")])
    name = LineField(
        "Tên theo giấy chứng nhận đăng ký", [Filled("Nhập tên hợp tác xã."), AtMost(300, "Tên hợp tác xã")]
    )
    kind = SelectField("Loại hình", [Filled("Chọn loại hình.")])
    sector = SelectField(
        "Lĩnh vực hoạt động chính",
        [Filled("Chọn lĩnh vực.")],
        choices=offered([("", "Chọn lĩnh vực"), *((key, label) for key, (_, label) in SECTORS.items())]),
    )
    commune = LineField("Xã, phường, đặc khu", [Filled("Nhập xã, phường hoặc đặc khu."), AtMost(120, "Tên xã, phường")])
    street = LineField("Số nhà, đường, thôn", [AtMost(300, "Địa chỉ")])
    founded = LineField("Ngày hoặc năm thành lập")
    representative = LineField("Người đại diện theo pháp luật", [AtMost(120, "Họ và tên")])
    representative_post = LineField("Chức vụ", [AtMost(120, "Chức vụ")])
    contact_phone = LineField("Điện thoại liên hệ", [AtMost(40, "Số điện thoại")])
    contact_email = LineField("Thư điện tử liên hệ", [AtMost(255, "Địa chỉ thư điện tử")])
    is_another = BooleanField("Tôi đã xem, đây là đơn vị khác")
    seen = HiddenField()
    base = HiddenField()

    def __init__(self, today: date, kinds: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.today = today
        self.kind.choices = offered(kinds)

    def validate_tax_code(self, field: LineField) -> None:
        field.data = clean_tax_code(field.data or "")
        if field.data and not has_shape(field.data):
            raise ValidationError("Mã số thuế gồm 10 chữ số, hoặc 13 chữ số nếu là đơn vị trực thuộc.")

    def validate_sector(self, field: SelectField) -> None:
        credit_fund = self.kind.data == "credit_fund"
        if field.data and (field.data == "credit_fund") != credit_fund:
            raise ValidationError("Loại hình và lĩnh vực chưa khớp nhau.")

    def validate_commune(self, field: LineField) -> None:
        folded = fold(field.data or "")
        if re.search(r"\b(huyen|quan|thi xa|thi tran)\b", folded):
            raise ValidationError(_DISTRICT)
        if folded and not folded.startswith(_COMMUNES):
            raise ValidationError("Ghi rõ là xã, phường hay đặc khu, ví dụ “Xã Định Liên”.")

    def validate_founded(self, field: LineField) -> None:
        if not field.data:
            return
        year, day = self._founded(field.data)
        if day is not None and day > self.today:
            raise ValidationError("Ngày thành lập không được sau hôm nay.")
        if year is not None and not FIRST_YEAR <= year <= self.today.year:
            raise ValidationError(f"Năm thành lập từ {FIRST_YEAR} đến {self.today.year}.")

    def validate_contact_phone(self, field: LineField) -> None:
        if field.data:
            try:
                field.data = parse_phone(field.data)
            except NotAPhone as error:
                raise ValidationError(error.sentence) from error

    def validate_contact_email(self, field: LineField) -> None:
        if field.data and not _EMAIL.fullmatch(field.data):
            raise ValidationError("Địa chỉ thư điện tử chưa đúng dạng, ví dụ htx.mau@gmail.com.")

    def is_told_apart_from(self, similar: Collection[str]) -> bool:
        """Whether the person said so with every one of them (public ids) in view; asks for it when not."""
        told = bool(self.is_another.data) and set(similar) <= set((self.seen.data or "").split())
        if similar and not told:
            sentence = "Có thể đơn vị này đã có trong sổ. Xem các đơn vị dưới đây rồi đánh dấu nếu là đơn vị khác."
            self.is_another.errors = [*self.is_another.errors, sentence]
        return told or not similar

    def to_input(self) -> OrganisationInput:
        year, day = self._founded(self.founded.data or "")
        return OrganisationInput(
            tax_code=self.tax_code.data or "",
            name=self.name.data or "",
            kind=self.kind.data,
            sector=self.sector.data,
            address=self.street.data or "",
            commune=self.commune.data or "",
            founded_year=year,
            founded_on=day,
            representative=self.representative.data or "",
            representative_post=self.representative_post.data or "",
            contact_phone=self.contact_phone.data or "",
            contact_email=self.contact_email.data or "",
        )

    @staticmethod
    def _founded(text: str) -> tuple[int | None, date | None]:
        """The year, and the day where it was typed."""
        if not text:
            return None, None
        if _YEAR.fullmatch(text):
            return int(text), None
        try:
            day = parse_day(text)
        except NotADate as error:
            raise ValidationError("Nhập năm gồm bốn chữ số, hoặc ngày/tháng/năm, ví dụ 15/03/2012.") from error
        return day.year, day


class FiguresForm(Form):
    """Figures of several years side by side, each year with its source; built by :func:`figures_form`."""

    rows: Sequence[FigureRow] = ()

    def cell(self, row: FigureRow, year: int) -> Any:
        return self._fields[row.cell(year)]

    def source(self, year: int) -> Any:
        """The field that says which paper the figures of a year stand in."""
        return self._fields[f"source_{year}"]

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        for year in years_of(self.rows):
            cells = [self.cell(row, year) for row in self.rows if year in row.years]
            if self.source(year).data and all(cell.data is None and not cell.errors for cell in cells):
                self.source(year).errors = [*self.source(year).errors, f"Năm {year} chưa có số liệu nào để ghi nguồn."]
                whole = False
        for row, ceiling in _pairs(self.rows):
            for year in row.years:
                if year in ceiling.years and self._refuse_above(row, ceiling, year):
                    whole = False
        return whole

    def _refuse_above(self, row: FigureRow, ceiling: FigureRow, year: int) -> bool:
        field, most = self.cell(row, year), self.cell(ceiling, year)
        if field.data is None or most.data is None:
            return False
        sentence = above_mistake(row.figure, exact(field.data), ceiling.figure, exact(most.data))
        if sentence is not None:
            field.errors = [*field.errors, f"Năm {year}: {sentence}"]
        return sentence is not None

    def to_input(self) -> FiguresInput:
        typed = ((row, year, self.cell(row, year).data) for row in self.rows for year in row.years)
        return FiguresInput(
            tuple(
                FigureValue(
                    row.figure.key,
                    row.figure.unit,
                    year,
                    None if value is None else exact_text(value),
                    self.source(year).data,
                )
                for row, year, value in typed
            )
        )


def figures_form(
    rows: Sequence[FigureRow],
    known: Mapping[tuple[str, str, int], str],
    sources: Mapping[int, str] | None = None,
) -> FiguresForm:
    """A form with one field for each figure and year that is asked for, and one for the source of each year.

    ``known`` by figure, unit and year, ``sources`` by year. A page that leaves out the source fields leaves
    the sources as they are.
    """
    fields: dict[str, Any] = {"rows": tuple(rows)}
    present: dict[str, Decimal | str] = {f"source_{year}": text for year, text in (sources or {}).items()}
    for year in years_of(rows):
        fields[f"source_{year}"] = LineField(f"Nguồn số liệu năm {year}", [AtMost(LONGEST_SOURCE, "Nguồn số liệu")])
    for row in rows:
        for year in row.years:
            fields[row.cell(year)] = number_field(row.figure, f"{row.figure.label}, năm {year}")
            value = known.get((row.figure.key, row.figure.unit, year))
            if value is not None:
                present[row.cell(year)] = Decimal(value)
    return type("YearlyFiguresForm", (FiguresForm,), fields)(data=present)  # type: ignore[no-any-return]


def _pairs(rows: Sequence[FigureRow]) -> list[tuple[FigureRow, FigureRow]]:
    """Each figure with the one it may not exceed, where both are asked for in one unit of counting."""
    return [
        (row, other)
        for row in rows
        for other in rows
        if row.figure.not_above and other.figure.key == row.figure.not_above
    ]
