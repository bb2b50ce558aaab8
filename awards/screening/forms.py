"""Forms of the desk: marks, findings and their reasons, flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField

from awards.base.forms import AtMost, Choices, Filled, Form, InstantField, LineField, TextField, offered
from awards.policy.actor import Role
from awards.screening.inputs import (
    ChecklistRow,
    FlagInput,
    MarkInput,
    ReasonInput,
    RefusalInput,
    ReturnInput,
    WaiverInput,
)
from awards.screening.states import FlagReason, Verdict
from awards.screening.wording import FLAG_REASONS, FLAG_ROLES, VERDICT_LABELS

_PREFIX = "item_"
_VERDICT, _NOTE, _VERSION = "verdict_", "note_", "version_"
NOTE_LENGTH = 2000


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


class WaiverForm(FindingForm):
    """A condition to be set aside."""

    condition = SelectField("Điều kiện", [Filled("Chọn điều kiện.")])
    reason = TextField("Lý do", [Filled("Ghi lý do miễn điều kiện."), AtMost(2000, "Lý do")])

    def __init__(self, conditions: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.condition.choices = offered([("", "Chọn điều kiện"), *conditions])

    def to_input(self) -> WaiverInput:
        return WaiverInput(self.condition.data, self.reason.data or "", seen=self.seen.data)


class SendBackForm(Form):
    """Why the second person does not agree."""

    reason = TextField("Lý do", [Filled("Ghi lý do trả lại đề nghị."), AtMost(2000, "Lý do")])


class FlagForm(Form):
    """What somebody shall look at."""

    for_role = SelectField("Ai cần xem", [Filled("Chọn người cần xem.")])
    reason = SelectField("Loại vướng mắc", [Filled("Chọn loại vướng mắc.")])
    text = TextField("Nội dung", [Filled("Ghi nội dung vướng mắc."), AtMost(2000, "Nội dung")])
    stops = BooleanField("Dừng xét cho tới khi giải quyết")

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.for_role.choices = offered([("", "Chọn")] + [(role.value, label) for role, label in FLAG_ROLES.items()])
        self.reason.choices = offered([("", "Chọn")] + [(one.value, label) for one, label in FLAG_REASONS.items()])

    def to_input(self) -> FlagInput:
        return FlagInput(
            Role(self.for_role.data), FlagReason(self.reason.data), self.text.data or "", bool(self.stops.data)
        )


class ResolveForm(Form):
    """What came of a flag."""

    resolution = TextField(
        "Kết quả giải quyết", [Filled("Ghi kết quả giải quyết."), AtMost(2000, "Kết quả giải quyết")]
    )


class ReturnForm(FindingForm):
    """One reason for each part of the dossier; an empty one means the part is in order."""

    parts: tuple[str, ...] = ()
    until = InstantField("Hạn bổ sung", [Filled("Ghi hạn bổ sung.")])

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
        return ReturnInput(items=items, until=self.until.data, seen=self.seen.data)


def return_form(parts: Mapping[str, str], **keywords: Any) -> ReturnForm:
    """A form with one text for each of ``parts`` (key to label)."""
    fields = {_PREFIX + key: TextField(label, [AtMost(1000, f"“{label}”")]) for key, label in parts.items()}
    form: ReturnForm = type("ReturnForm", (ReturnForm,), {**fields, "parts": tuple(parts)})(**keywords)
    return form


@dataclass(frozen=True)
class LineFields:
    """One line of the checklist with its controls."""

    row: ChecklistRow
    verdict: RadioField
    note: TextField
    version: HiddenField


class ChecklistForm(FindingForm):
    """Four choices and a note for each line; a line without a choice was not looked at yet."""

    lines: tuple[ChecklistRow, ...] = ()

    def rows(self) -> list[LineFields]:
        return [LineFields(one, *(self[part + one.key] for part in (_VERDICT, _NOTE, _VERSION))) for one in self.lines]

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        for fields in self.rows():
            mistake = fields.row.mistake(_verdict(fields.verdict.data), fields.note.data or "")
            if mistake is not None:
                fields.note.errors = [*fields.note.errors, mistake]
                valid = False
        return valid

    def to_input(self) -> dict[str, MarkInput]:
        found = {}
        for fields in self.rows():
            verdict = _verdict(fields.verdict.data)
            if verdict is not None:
                version = fields.version.data or "0"
                base = int(version) if version.isascii() and version.isdigit() else 0
                found[fields.row.key] = MarkInput(verdict, fields.note.data or "", base)
        return found

    def right_marks(self) -> dict[str, MarkInput]:
        """The marks of the lines nothing is wrong with."""
        wrong = {fields.row.key for fields in self.rows() if fields.verdict.errors or fields.note.errors}
        return {key: entry for key, entry in self.to_input().items() if key not in wrong}

    def build_on(self, versions: Mapping[str, int]) -> None:
        """Take the versions that are stored now: the next save says yes to them."""
        for fields in self.rows():
            fields.version.data = str(versions[fields.row.key])


def checklist_form(lines: Sequence[ChecklistRow], **keywords: Any) -> ChecklistForm:
    """A form with the controls of these lines, showing what is marked."""
    choices = offered((verdict.value, label) for verdict, label in VERDICT_LABELS.items())
    fields: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    for one in lines:
        fields[_VERDICT + one.key] = RadioField("Đánh giá", choices=choices, validate_choice=False)
        fields[_NOTE + one.key] = TextField("Ghi chú", [AtMost(NOTE_LENGTH, "Ghi chú")])
        fields[_VERSION + one.key] = HiddenField()
        shown[_VERDICT + one.key] = one.verdict.value if one.verdict is not None else None
        shown[_NOTE + one.key] = one.note
        shown[_VERSION + one.key] = str(one.version)
    kind = type("ChecklistForm", (ChecklistForm,), {**fields, "lines": tuple(lines)})
    form: ChecklistForm = kind(data=shown, **keywords)
    return form


def _verdict(text: str | None) -> Verdict | None:
    return Verdict(text) if text in set(Verdict) else None
