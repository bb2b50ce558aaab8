"""Forms about assigning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, ValidationError
from wtforms.validators import AnyOf
from wtforms.widgets import CheckboxInput, ListWidget

from awards.assigning.inputs import FieldsInput, PanelInput, PlanInput
from awards.assigning.states import Method
from awards.assigning.wording import METHOD_LABELS
from awards.base.forms import AtMost, Choices, Form, LineField, WholeField, offered

DRAWN_METHODS = (Method.BALANCED, Method.ROOMS)


class TicksField(SelectMultipleField):
    """Several of a list, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PlanForm(Form):
    """How the council wants to assign. Nothing chosen means everybody marks everything."""

    method = RadioField(
        "Cách phân công",
        [AnyOf([method.value for method in Method], "Chọn một cách trong danh sách.")],
        choices=offered([(method.value, METHOD_LABELS[method]) for method in DRAWN_METHODS]),
        default=Method.EVERYBODY.value,
        validate_choice=False,
    )
    per_entry = WholeField("Số người chấm mỗi hồ sơ")
    rooms = WholeField("Số phòng chấm")
    region_cap = WholeField("Tối đa số người cùng một vùng chấm một hồ sơ")
    seed = LineField("Mã hạt giống", [AtMost(20, "Mã hạt giống")])

    @property
    def is_drawn(self) -> bool:
        return self.method.data in DRAWN_METHODS

    def validate_seed(self, field: LineField) -> None:
        if self.is_drawn and not field.data:
            raise ValidationError("Nhập mã hạt giống, hoặc tải lại trang để nhận mã mới.")

    def validate_region_cap(self, field: WholeField) -> None:
        if field.data is not None and field.data < 1:
            raise ValidationError("Nhập số từ 1 trở lên, hoặc để trống.")

    def to_input(self) -> PlanInput:
        method = Method(self.method.data)
        return PlanInput(
            method=method,
            seed=self.seed.data or "",
            per_entry=self.per_entry.data if method is Method.BALANCED else None,
            rooms=self.rooms.data if method is Method.ROOMS else None,
            region_cap=self.region_cap.data if method is Method.BALANCED else None,
        )


class SeenForm(Form):
    """A button that knows which version of the plan was looked at."""

    seen = HiddenField()

    def version(self) -> int:
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class PanelForm(SeenForm):
    """Who marks one entry."""

    members = TicksField("Người chấm hồ sơ này", validate_choice=False)

    def __init__(self, members: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.members.choices = offered(list(members))

    def to_input(self) -> PanelInput:
        return PanelInput(tuple(self.members.data or ()), self.version())


class FieldsForm(Form):
    """The fields of every member; made by :func:`fields_form`."""

    members: tuple[str, ...] = ()

    def of_member(self, member: str) -> TicksField:
        """The boxes of a member (public id)."""
        found: TicksField = self[f"fields_{member}"]
        return found

    def to_input(self) -> FieldsInput:
        return FieldsInput({member: tuple(self.of_member(member).data or ()) for member in self.members})


def fields_form(groups: Choices, members: Sequence[tuple[str, str]], data: dict[str, Any]) -> FieldsForm:
    """A form for these members (public id and name), filled with ``data`` (public id to fields)."""
    choices = list(groups)
    fields = {
        f"fields_{member}": TicksField(name, choices=offered(choices), validate_choice=False)
        for member, name in members
    }
    made = type("FieldsForm", (FieldsForm,), {**fields, "members": tuple(member for member, _ in members)})
    form: FieldsForm = made(data={f"fields_{member}": list(chosen) for member, chosen in data.items()})
    return form
