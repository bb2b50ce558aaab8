"""Forms about organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import SelectField, ValidationError

from awards.base.forms import AtMost, Filled, Form, LineField, WholeField, offered
from awards.base.numbers import exact_text
from awards.nominees.asked import FigureRow
from awards.nominees.inputs import FiguresInput, FigureValue, OrganisationInput
from awards.nominees.tax_code import clean_tax_code, has_shape
from awards.nominees.wording import KINDS, SECTORS
from awards.seasons.figure_fields import exact, number_field
from scoring.limits import above_mistake


class OrganisationForm(Form):
    """An organisation as on its registration certificate."""

    tax_code = LineField("Mã số thuế", [Filled("Nhập mã số thuế.")])
    name = LineField(
        "Tên theo giấy chứng nhận đăng ký", [Filled("Nhập tên hợp tác xã."), AtMost(300, "Tên hợp tác xã")]
    )
    kind = SelectField("Loại hình", [Filled("Chọn loại hình.")], choices=offered(list(KINDS.items())))
    sector = SelectField(
        "Lĩnh vực hoạt động chính",
        [Filled("Chọn lĩnh vực.")],
        choices=offered([("", "Chọn lĩnh vực"), *((key, label) for key, (_, label) in SECTORS.items())]),
    )
    address = LineField(
        "Địa chỉ trụ sở (xã, phường, đặc khu; tỉnh, thành phố)",
        [Filled("Nhập địa chỉ trụ sở."), AtMost(300, "Địa chỉ")],
    )
    founded_year = WholeField("Năm thành lập")

    def __init__(self, this_year: int, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.this_year = this_year

    def validate_tax_code(self, field: LineField) -> None:
        field.data = clean_tax_code(field.data or "")
        if field.data and not has_shape(field.data):
            raise ValidationError("Mã số thuế gồm 10 chữ số, hoặc 13 chữ số nếu là đơn vị trực thuộc.")

    def validate_founded_year(self, field: WholeField) -> None:
        if field.data is not None and not 1945 <= field.data <= self.this_year:
            raise ValidationError(f"Năm thành lập từ 1945 đến {self.this_year}.")

    def validate_sector(self, field: SelectField) -> None:
        credit_fund = self.kind.data == "credit_fund"
        if field.data and (field.data == "credit_fund") != credit_fund:
            raise ValidationError("Loại hình và lĩnh vực chưa khớp nhau.")

    def to_input(self) -> OrganisationInput:
        return OrganisationInput(
            tax_code=self.tax_code.data or "",
            name=self.name.data or "",
            kind=self.kind.data,
            sector=self.sector.data,
            address=self.address.data or "",
            founded_year=self.founded_year.data,
        )


class FiguresForm(Form):
    """Figures of several years side by side; built by :func:`figures_form`."""

    rows: Sequence[FigureRow] = ()

    def cell(self, row: FigureRow, year: int) -> Any:
        return self._fields[row.cell(year)]

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
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
                FigureValue(row.figure.key, row.figure.unit, year, None if value is None else exact_text(value))
                for row, year, value in typed
            )
        )


def figures_form(rows: Sequence[FigureRow], known: Mapping[tuple[str, str, int], str]) -> FiguresForm:
    """A form with one field for each figure and year that is asked for; ``known`` by figure, unit and year."""
    fields: dict[str, Any] = {"rows": tuple(rows)}
    present: dict[str, Decimal] = {}
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
