"""Forms of the desk: a finding and its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField

from awards.base.forms import AtMost, Filled, Form, LineField, TextField
from awards.screening.inputs import ReasonInput, RefusalInput, ReturnInput

_PREFIX = "item_"


class FindingForm(Form):
    """Names the revision the screener has read."""

    seen = HiddenField()


class ReasonForm(FindingForm):
    """A hold or its release."""

    reason = TextField("Lý do", [Filled("Ghi lý do."), AtMost(2000, "Lý do")])

    def to_input(self) -> ReasonInput:
        return ReasonInput(reason=self.reason.data or "", seen=self.seen.data)


class RefusalForm(FindingForm):
    """A dossier that may not compete."""

    reason = TextField("Lý do", [Filled("Ghi lý do không hợp lệ."), AtMost(2000, "Lý do")])
    clause = LineField("Căn cứ", [Filled("Ghi điều, khoản làm căn cứ."), AtMost(300, "Căn cứ")])

    def to_input(self) -> RefusalInput:
        return RefusalInput(reason=self.reason.data or "", clause=self.clause.data or "", seen=self.seen.data)


class ReturnForm(FindingForm):
    """One reason for each part of the dossier; an empty one means the part is in order."""

    parts: tuple[str, ...] = ()

    def rows(self) -> list[TextField]:
        return [self[_PREFIX + part] for part in self.parts]

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if not any(field.data for field in self.rows()):
            self.form_errors.append("Ghi lý do cho ít nhất một mục cần bổ sung.")
            return False
        return valid

    def to_input(self) -> ReturnInput:
        items = {part: self[_PREFIX + part].data for part in self.parts if self[_PREFIX + part].data}
        return ReturnInput(items=items, seen=self.seen.data)


def return_form(parts: Mapping[str, str], **keywords: Any) -> ReturnForm:
    """A form with one text for each of ``parts`` (key to label)."""
    fields = {_PREFIX + key: TextField(label, [AtMost(1000, f"“{label}”")]) for key, label in parts.items()}
    form: ReturnForm = type("ReturnForm", (ReturnForm,), {**fields, "parts": tuple(parts)})(**keywords)
    return form
