"""The form that takes a list of honours."""

from __future__ import annotations

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import ValidationError

from awards.base.forms import Form
from awards.honours.inputs import SourceRow
from awards.honours.reading import LARGEST_FILE, read_rows


class HonoursForm(Form):
    """A list of past honours as a CSV or XLSX file."""

    table = FileField("Danh sách (Excel .xlsx hoặc CSV UTF-8)")

    def validate_table(self, field: FileField) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError("Chọn tệp danh sách cần nhập.")

    def to_input(self) -> tuple[SourceRow, ...]:
        """The rows of the file. Raises ``DomainError`` when it is no list of honours."""
        upload: FileStorage = self.table.data
        return read_rows(upload.filename or "", upload.stream.read(LARGEST_FILE + 1))
