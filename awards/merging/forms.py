"""The form in which a person decides about two organisations with like names."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField

from awards.base.forms import AtMost, Choices, Filled, Form, TextField, offered
from awards.merging.inputs import VerdictInput

TWO = "two"


class VerdictForm(Form):
    """Which of the two stays, or that they are two; and why."""

    kept = RadioField("Hai đơn vị này", [Filled("Chọn đơn vị được giữ, hoặc chọn đây là hai đơn vị khác nhau.")])
    reason = TextField("Lý do, căn cứ", [Filled("Nhập lý do."), AtMost(500, "Lý do")])

    def __init__(self, organisations: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        keep = [(public_id, f"Là một: gộp, giữ {name}") for public_id, name in organisations]
        self.kept.choices = offered([*keep, (TWO, "Là hai đơn vị khác nhau, không gộp")])

    def to_input(self) -> VerdictInput:
        return VerdictInput(None if self.kept.data == TWO else self.kept.data, self.reason.data or "")
