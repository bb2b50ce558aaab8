"""Forms that take a list of honours, and say whose an honour is."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, RadioField, ValidationError

from awards.base.forms import AtMost, Choices, Filled, Form, LineField, TextField, offered
from awards.honours.inputs import LinkInput, SourceRow
from awards.honours.reading import LARGEST_FILE, read_rows
from awards.nominees.tax_code import clean_tax_code, has_shape

BY_TAX_CODE, NONE_OF_THEM = "tax_code", "none"


class HonoursForm(Form):
    """A list of past honours as a CSV or XLSX file."""

    table = FileField("Danh sách (Excel .xlsx hoặc CSV UTF-8)")

    complete = BooleanField("Danh sách này ghi đủ mọi đơn vị, sản phẩm được tôn vinh trong các năm có trong tệp")

    def validate_table(self, field: FileField) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError("Chọn tệp danh sách cần nhập.")

    def to_input(self) -> tuple[SourceRow, ...]:
        """The rows of the file. Raises ``DomainError`` when it is no list of honours."""
        upload: FileStorage = self.table.data
        return read_rows(upload.filename or "", upload.stream.read(LARGEST_FILE + 1))


class LinkForm(Form):
    """Whose an honour is: one of the ``candidates`` (value: organisation, or organisation and product), another one
    by its tax code, or none of those shown."""

    choice = RadioField("Lượt vinh danh này là của", [Filled("Chọn một đơn vị, hoặc chọn không phải đơn vị nào.")])
    other_code = LineField("Mã số thuế của đơn vị khác trong sổ")
    reason = TextField("Lý do, căn cứ", [Filled("Nhập lý do."), AtMost(500, "Lý do")])
    looked_at = HiddenField()

    def __init__(self, candidates: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        last = [(BY_TAX_CODE, "Một đơn vị khác trong sổ, theo mã số thuế")]
        shown = list(candidates)
        if shown:
            last.append((NONE_OF_THEM, "Không phải đơn vị nào ở trên"))
        self.choice.choices = offered([*shown, *last])

    def validate_other_code(self, field: LineField) -> None:
        field.data = clean_tax_code(field.data or "")
        if self.choice.data == BY_TAX_CODE and not has_shape(field.data):
            raise ValidationError("Nhập mã số thuế gồm 10 hoặc 13 chữ số.")

    def to_input(self) -> LinkInput:
        organisation, _, product = str(self.choice.data).partition("/")
        if self.choice.data in (BY_TAX_CODE, NONE_OF_THEM):
            organisation = ""
        return LinkInput(
            organisation=organisation or None,
            reason=self.reason.data or "",
            product=product or None,
            looked_at=tuple((self.looked_at.data or "").split()),
        )
