"""Forms about products and the certificates held."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, SelectField, ValidationError

from awards.base.forms import AtMost, Choices, DayField, Filled, Form, LineField, TextField, offered
from awards.nominees.inputs import CertificateInput, ProductInput
from awards.nominees.wording import CERTIFICATE_KINDS, OTHER_TITLE

LONGEST_DESCRIPTION = 2000


class ProductForm(Form):
    """A product; ``groups`` are those of the running rulebooks."""

    name = LineField("Tên sản phẩm", [Filled("Nhập tên sản phẩm."), AtMost(300, "Tên sản phẩm")])
    product_group = SelectField("Nhóm sản phẩm", [Filled("Chọn nhóm sản phẩm.")])
    brand = LineField("Nhãn hiệu", [AtMost(200, "Nhãn hiệu")])
    description = TextField("Mô tả ngắn", [AtMost(LONGEST_DESCRIPTION, "Mô tả")])
    is_active = BooleanField("Đang sản xuất, kinh doanh", default=True)

    def __init__(self, groups: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.product_group.choices = offered([("", "Chọn nhóm sản phẩm"), *groups])

    def to_input(self) -> ProductInput:
        return ProductInput(
            name=self.name.data or "",
            product_group=self.product_group.data,
            brand=self.brand.data or "",
            description=self.description.data or "",
            is_active=bool(self.is_active.data),
        )


class CertificateForm(Form):
    """A certificate or title; ``products`` are the organisation's own."""

    kind = SelectField(
        "Loại giấy",
        [Filled("Chọn loại giấy.")],
        choices=offered([("", "Chọn loại giấy"), *CERTIFICATE_KINDS.items()]),
    )
    title = LineField("Tên danh hiệu, chứng nhận", [AtMost(200, "Tên danh hiệu")])
    product = SelectField("Cấp cho", validate_choice=True)
    number = LineField("Số giấy, số quyết định", [Filled("Nhập số giấy."), AtMost(80, "Số giấy")])
    issuer = LineField("Nơi cấp", [Filled("Nhập nơi cấp."), AtMost(200, "Nơi cấp")])
    issued_on = DayField("Ngày cấp", [Filled("Nhập ngày cấp.")])
    expires_on = DayField("Ngày hết hạn")

    def __init__(self, products: Choices, today: date, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.today = today
        self.product.choices = offered([("", "Cả đơn vị"), *products])

    def validate_title(self, field: LineField) -> None:
        if self.kind.data == OTHER_TITLE and not field.data:
            raise ValidationError("Nhập tên danh hiệu hoặc chứng nhận.")

    def validate_issued_on(self, field: DayField) -> None:
        if field.data is not None and field.data > self.today:
            raise ValidationError("Ngày cấp không được sau hôm nay.")

    def validate_expires_on(self, field: DayField) -> None:
        if field.data is not None and self.issued_on.data is not None and field.data < self.issued_on.data:
            raise ValidationError("Ngày hết hạn không được trước ngày cấp.")

    def to_input(self) -> CertificateInput:
        return CertificateInput(
            kind=self.kind.data,
            number=self.number.data or "",
            issuer=self.issuer.data or "",
            issued_on=self.issued_on.data or self.today,
            expires_on=self.expires_on.data,
            title=self.title.data or "" if self.kind.data == OTHER_TITLE else "",
            product=self.product.data or None,
        )


class RemoveForm(Form):
    """Nothing but its token."""
