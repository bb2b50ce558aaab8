"""The form that closes a round, and the one that records a province's decision."""

from __future__ import annotations

from typing import Any

from wtforms import FileField, SelectMultipleField

from awards.base.forms import AtMost, Choices, DayField, Filled, Form, LineField, TextField, offered
from awards.results.inputs import RecognitionInput


class CloseRoundForm(Form):
    """Closing is for good; with sheets missing it needs a reason."""

    gaps_reason = TextField("Lý do đóng khi chưa đủ", [AtMost(1000, "Lý do")])


class RecognitionForm(Form):
    """A province's decision on who is recognised at its level."""

    number = LineField("Số quyết định", [Filled("Nhập số quyết định."), AtMost(80, "Số quyết định")])
    decided_on = DayField("Ngày quyết định", [Filled("Nhập ngày quyết định.")])
    nominations = SelectMultipleField("Đơn vị được công nhận cấp tỉnh", validate_choice=False)
    file = FileField("Bản quét quyết định", description="PDF hoặc ảnh JPG, PNG, tối đa 25 MB.")

    def __init__(self, nominees: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.nominations.choices = offered(list(nominees))

    def to_input(self) -> RecognitionInput:
        assert self.decided_on.data is not None  # noqa: S101 - Filled has seen to it
        chosen = tuple(dict.fromkeys(self.nominations.data or []))
        return RecognitionInput(self.number.data or "", self.decided_on.data, chosen)
