"""Forms about signing off, sending, taking back and replacing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField

from awards.base.forms import AtMost, Choices, Filled, Form, TextField, offered
from awards.forwarding.inputs import ReplacementInput

_PREFIX = "part_"


class ReasonForm(Form):
    """One reason."""

    reason = TextField("Lý do", [Filled("Ghi lý do."), AtMost(1000, "Lý do")])


class ReplacementForm(ReasonForm):
    """The nomination that takes the place, and why."""

    successor = SelectField("Hồ sơ thay thế", [Filled("Chọn hồ sơ thay thế.")])

    def __init__(self, signed_off: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.successor.choices = offered([("", "Chọn hồ sơ lãnh đạo đã duyệt"), *signed_off])

    def to_input(self) -> ReplacementInput:
        return ReplacementInput(self.successor.data or "", self.reason.data or "")


class PartsForm(Form):
    """One reason for each part to be opened again; an empty one leaves the part shut. Built by :func:`parts_form`."""

    parts: tuple[tuple[str, str], ...] = ()

    def rows(self) -> list[Any]:
        return [self[name] for name, _ in self.parts]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not any(field.data for field in self.rows()):
            self.form_errors.append("Ghi lý do cho ít nhất một mục cần sửa.")
            return False
        return valid

    def to_input(self) -> dict[str, str]:
        return {part: self[name].data for name, part in self.parts if self[name].data}


def parts_form(labels: Mapping[str, str]) -> PartsForm:
    """A form with one text for each part (key to label)."""
    names = {part: f"{_PREFIX}{index}" for index, part in enumerate(labels)}
    fields = {names[part]: TextField(label, [AtMost(1000, f"“{label}”")]) for part, label in labels.items()}
    rows = tuple((names[part], part) for part in labels)
    form: PartsForm = type("NamedPartsForm", (PartsForm,), {**fields, "parts": rows})()
    return form
