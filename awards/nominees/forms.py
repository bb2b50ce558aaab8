"""Forms about organisations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, ValidationError

from awards.base.forms import AtMost, Filled, Form, InRange, LineField, WholeField, offered
from awards.nominees.inputs import FiguresInput, OrganisationInput
from awards.nominees.tax_code import clean_tax_code, has_shape
from awards.nominees.wording import FIGURE_LABELS, KINDS, SECTORS

MOST_MONEY = 10**15
MOST_PEOPLE = 10**7


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

    years: Sequence[int] = ()

    def cell(self, name: str, year: int) -> WholeField:
        return self._fields[f"{name}_{year}"]  # type: ignore[no-any-return]

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        for year in self.years:
            workers, insured = self.cell("worker_count", year), self.cell("insured_count", year)
            if workers.data is not None and insured.data is not None and insured.data > workers.data:
                insured.errors = [*insured.errors, f"Năm {year}: số tham gia bảo hiểm nhiều hơn số lao động."]
                whole = False
        return whole

    def to_input(self) -> FiguresInput:
        return FiguresInput({year: {name: self.cell(name, year).data for name in FIGURE_LABELS} for year in self.years})


def figures_form(years: Sequence[int], present: dict[str, int | None]) -> FiguresForm:
    """A form with one field for each figure and year; ``present`` maps ``name_year`` to a value."""
    fields: dict[str, Any] = {"years": tuple(years)}
    for year in years:
        for name, (label, unit) in FIGURE_LABELS.items():
            most = MOST_MONEY if unit.startswith("đồng") else MOST_PEOPLE
            least = 1 if name == "member_count" else (-MOST_MONEY if name == "profit_after_tax" else 0)
            fields[f"{name}_{year}"] = WholeField(f"{label}, năm {year}", [InRange(least, most, label)])
    return type("YearlyFiguresForm", (FiguresForm,), fields)(data=present)  # type: ignore[no-any-return]
