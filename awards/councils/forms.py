"""Forms about councils."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import RadioField, SelectField, ValidationError
from wtforms.validators import AnyOf

from awards.base.forms import AtMost, Choices, DayField, Filled, Form, LineField, offered
from awards.councils.inputs import CouncilInput, MemberInput
from awards.councils.states import Post
from awards.councils.wording import POST_LABELS


class CouncilForm(Form):
    """A council by its founding decision. The choices only help; what was chosen is looked up again."""

    season = SelectField("Mùa giải", [Filled("Chọn mùa giải.")], validate_choice=False)
    name = LineField("Tên hội đồng", [Filled("Nhập tên hội đồng."), AtMost(300, "Tên hội đồng")])
    founding_number = LineField(
        "Số quyết định thành lập", [Filled("Nhập số quyết định thành lập."), AtMost(80, "Số quyết định")]
    )
    founded_on = DayField("Ngày quyết định", [Filled("Nhập ngày quyết định.")])

    def __init__(self, seasons: Choices, today: date, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.season.choices = offered(list(seasons))
        self._today = today

    def validate_founded_on(self, field: DayField) -> None:
        if field.data is not None and field.data > self._today:
            raise ValidationError("Ngày quyết định không thể sau hôm nay.")

    def to_input(self) -> CouncilInput:
        assert self.founded_on.data is not None  # noqa: S101 - Filled has seen to it
        return CouncilInput(
            name=self.name.data or "",
            founding_number=self.founding_number.data or "",
            founded_on=self.founded_on.data,
        )


class MemberForm(Form):
    """A member to be appointed."""

    user = SelectField("Người được cử", [Filled("Chọn người được cử.")], validate_choice=False)
    post = RadioField(
        "Chức danh trong hội đồng",
        [Filled("Chọn chức danh."), AnyOf([post.value for post in Post], "Chọn chức danh trong danh sách.")],
        choices=offered([(post.value, label) for post, label in POST_LABELS.items()]),
        validate_choice=False,
    )

    def __init__(self, users: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.user.choices = offered([("", "Chọn tài khoản"), *users])

    def to_input(self) -> MemberInput:
        return MemberInput(user=self.user.data, post=Post(self.post.data))
