"""Forms about papers."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField, MultipleFileField, ValidationError

from awards.base.clock import today
from awards.base.forms import DayField, Form
from awards.papers.inputs import PaperInput
from scoring.figures import PaperDef

KINDS_HINT = "PDF, Word (.docx), Excel (.xlsx), ảnh JPG hoặc PNG; mỗi tệp tối đa 25 MB."


class _DatedForm(Form):
    """One paper of the dossier, with its days where the rulebook wants them.

    A page holds one form per paper, so the ids of the fields carry the paper's key.
    """

    paper = HiddenField()
    issued_on = DayField("Ngày cấp")
    expires_on = DayField("Ngày hết hạn", description="Giấy tờ không có thời hạn thì để trống.")

    def __init__(self, definition: PaperDef, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.definition = definition
        self.paper.data = definition.key
        for field in self:
            field.id = f"{definition.key}-{field.name}"
            field.label.field_id = field.id

    def validate_issued_on(self, field: DayField) -> None:
        if self.definition.dated and field.data is None and not field.errors:
            raise ValidationError("Nhập ngày cấp ghi trên giấy tờ này.")
        if field.data and field.data > today():
            raise ValidationError("Ngày cấp không thể sau hôm nay.")

    def validate_expires_on(self, field: DayField) -> None:
        if field.data and self.issued_on.data and field.data < self.issued_on.data:
            raise ValidationError("Ngày hết hạn không thể trước ngày cấp.")

    def to_input(self) -> PaperInput:
        """Days typed beside a paper that is not dated are left out."""
        if not self.definition.dated:
            return PaperInput(self.definition.key)
        return PaperInput(self.definition.key, self.issued_on.data, self.expires_on.data)


class PaperForm(_DatedForm):
    """Files for one paper, several at once."""

    file = MultipleFileField("Chọn tệp", description=f"Chọn được nhiều tệp một lần. {KINDS_HINT}")

    @property
    def chosen(self) -> list[FileStorage]:
        """The files that came with the form."""
        return [one for one in self.file.data or [] if isinstance(one, FileStorage) and one.filename]


class ReplaceForm(_DatedForm):
    """Another file in the place of one, or other days for the same file."""

    file = FileField("Tệp mới", description=f"Để trống nếu chỉ sửa ngày. {KINDS_HINT}")

    @property
    def chosen(self) -> list[FileStorage]:
        one = self.file.data
        return [one] if isinstance(one, FileStorage) and one.filename else []
