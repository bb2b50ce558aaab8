"""Forms of declarations, relations and recusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import AnyOf

from awards.base.errors import DomainError
from awards.base.forms import AtMost, Choices, Filled, Form, LineField, TextField, offered
from awards.conflicts.inputs import DeclarationInput, RecusalInput, RelationInput
from awards.conflicts.states import TYPED, RelationKind
from awards.conflicts.wording import CONCERNED, KIND_LABELS, NO_RELATION, REASON_NEEDED

FREE, TIED = "free", "tied"
WORDS = ((FREE, NO_RELATION), (TIED, CONCERNED))


class DeclarationForm(Form):
    """One or several dossiers, each with the two words and a reason; made by :func:`declaration_form`."""

    keys: tuple[str, ...] = ()

    def word(self, key: str) -> RadioField:
        field: RadioField = self[f"word_{key}"]
        return field

    def seen(self, key: str) -> HiddenField:
        field: HiddenField = self[f"seen_{key}"]
        return field

    def reason(self, key: str) -> LineField:
        field: LineField = self[f"reason_{key}"]
        return field

    def validate(self, extra_validators: Any = None) -> bool:
        """A tie needs its reason; every dossier that lacks one is told at once."""
        valid: bool = super().validate(extra_validators)
        for key in self.keys:
            word, reason = self.word(key), self.reason(key)
            if word.data not in (None, "", FREE, TIED):
                self.place(DomainError("Chọn một trong hai câu trả lời.", word.name))
                valid = False
            if word.data == TIED and not reason.data:
                self.place(DomainError(REASON_NEEDED, reason.name))
                valid = False
        return valid

    def place_at(self, error: DomainError, keys: Mapping[str, str]) -> None:
        """Put a refusal beside the dossier it names by its assignment (``keys``: by public id), else on top."""
        key = keys.get(error.field or "")
        self.place(DomainError(error.sentence, f"reason_{key}" if key is not None else error.field))

    def said(self) -> dict[str, DeclarationInput]:
        """By key, what was said; dossiers left open are not in it."""
        return {
            one: DeclarationInput(
                self.word(one).data == TIED, self.reason(one).data or "", _number(self.seen(one).data)
            )
            for one in self.keys
            if self.word(one).data in (FREE, TIED)
        }


def declaration_form(keys: Sequence[str], last: Mapping[str, DeclarationInput] | None = None) -> DeclarationForm:
    """A form for the dossiers with these keys, filled with what was said ``last``."""
    fields: dict[str, Any] = {}
    data: dict[str, str] = {}
    for one in keys:
        fields[f"word_{one}"] = RadioField(
            "Anh/chị có quan hệ liên quan không?", choices=offered(WORDS), validate_choice=False
        )
        fields[f"reason_{one}"] = LineField("Liên quan thế nào", [AtMost(300, "Lý do")])
        fields[f"seen_{one}"] = HiddenField()
        said = (last or {}).get(one)
        if said is not None:
            data |= {f"word_{one}": TIED if said.concerned else FREE, f"reason_{one}": said.reason}
            data[f"seen_{one}"] = str(said.seen or 0)
    made = type("DeclarationForm", (DeclarationForm,), {**fields, "keys": tuple(keys)})
    form: DeclarationForm = made(data=data)
    return form


def _number(text: str | None) -> int:
    """What was seen, as it came back; anything else is nothing anybody has seen."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


class RelationForm(Form):
    """A relation of a member with an organisation or an alliance."""

    member = SelectField("Ủy viên", [Filled("Chọn ủy viên.")], validate_choice=False)
    kind = RadioField(
        "Loại quan hệ",
        [Filled("Chọn loại quan hệ."), AnyOf([kind.value for kind in TYPED], "Chọn loại quan hệ trong danh sách.")],
        choices=offered([(kind.value, KIND_LABELS[kind]) for kind in TYPED]),
        validate_choice=False,
    )
    organisation = LineField("Đơn vị", [AtMost(300, "Tên đơn vị")])
    alliance = SelectField("Hoặc liên minh hợp tác xã cấp tỉnh", validate_choice=False)
    note = TextField("Ghi chú", [AtMost(300, "Ghi chú")])

    def __init__(self, members: Choices, alliances: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        listed = list(members)
        self.member.choices = offered(listed if len(listed) == 1 else [("", "Chọn ủy viên"), *listed])
        self.alliance.choices = offered([("", "Không chọn"), *alliances])

    def to_input(self) -> RelationInput:
        return RelationInput(
            kind=RelationKind(self.kind.data),
            organisation=self.organisation.data or "",
            alliance=self.alliance.data or "",
            note=self.note.data or "",
        )


class RecusalForm(Form):
    """A member who does not mark an entry, as those who run the council write it down."""

    nomination = SelectField("Hồ sơ", [Filled("Chọn hồ sơ.")], validate_choice=False)
    member = SelectField("Ủy viên không chấm", [Filled("Chọn ủy viên.")], validate_choice=False)
    reason = TextField("Lý do", [Filled("Ghi lý do."), AtMost(300, "Lý do")])

    def __init__(self, nominations: Choices, members: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.nomination.choices = offered([("", "Chọn hồ sơ"), *nominations])
        self.member.choices = offered([("", "Chọn ủy viên"), *members])

    def to_input(self) -> RecusalInput:
        return RecusalInput(self.member.data, self.nomination.data, self.reason.data or "")
