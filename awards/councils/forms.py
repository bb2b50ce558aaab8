"""Forms about councils."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import AnyOf

from awards.base.errors import DomainError
from awards.base.forms import AtMost, Choices, DayField, Filled, Form, LineField, offered
from awards.councils.inputs import CouncilInput, JoinInput, LeaveInput, MemberInput
from awards.councils.states import Post, Scope
from awards.councils.wording import POST_LABELS, PROVINCIAL_POST_LABELS, SCOPE_LABELS


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
    """A member to be appointed: at the centre by an account. Made by :func:`member_form`.

    While the council judges, ``step`` tells that the consequences were read, ``scope`` and ``reason`` are asked.
    """

    user = SelectField("Người được cử", validate_choice=False)
    full_name = LineField("Họ và tên", [AtMost(120, "Họ và tên")])
    agency = LineField("Chức vụ, nơi công tác", [AtMost(200, "Chức vụ, nơi công tác")])
    post = RadioField(
        "Chức danh trong hội đồng",
        [Filled("Chọn chức danh."), AnyOf([post.value for post in Post], "Chọn chức danh trong danh sách.")],
        validate_choice=False,
    )
    group = SelectField("Nhóm theo thể lệ", validate_choice=False)
    joined_on = DayField("Tham gia từ ngày", [Filled("Nhập ngày tham gia.")])
    scope = RadioField(
        "Hồ sơ giao cho ủy viên mới",
        choices=offered([(scope.value, label) for scope, label in SCOPE_LABELS.items()]),
        validate_choice=False,
    )
    reason = LineField("Lý do tham gia giữa vòng", [AtMost(300, "Lý do")])
    step = HiddenField()
    is_provincial = False

    def validate_user(self, field: SelectField) -> None:
        if not field.data and not self.is_provincial:
            raise ValidationError("Chọn người được cử.")

    def validate_full_name(self, field: LineField) -> None:
        if self.is_provincial and not field.data and not self.user.data:
            raise ValidationError("Nhập họ và tên ủy viên, hoặc chọn tài khoản.")

    @property
    def is_confirmed(self) -> bool:
        return bool(self.step.data == "confirm")

    def to_input(self) -> MemberInput:
        return MemberInput(
            user=self.user.data or "",
            post=Post(self.post.data),
            full_name=(self.full_name.data or "") if self.is_provincial else "",
            agency=self.agency.data or "",
            joined_on=self.joined_on.data,
            group=(self.group.data or "") if self.post.data != Post.SECRETARY.value else "",
        )

    def to_join(self) -> JoinInput:
        if self.scope.data not in set(Scope):
            raise DomainError("Chọn hồ sơ giao cho ủy viên mới.", "scope")
        return JoinInput(Scope(self.scope.data), self.reason.data or "")


def member_form(users: Choices, groups: Choices, *, is_provincial: bool, joined_on: date) -> MemberForm:
    """A form that offers these accounts and these groups (none: the rulebook has none)."""
    form = MemberForm(post=Post.MEMBER.value, joined_on=joined_on, scope=Scope.LACKING.value)
    form.is_provincial = is_provincial
    nobody = "Không có tài khoản, chấm trên phiếu giấy" if is_provincial else "Chọn tài khoản"
    form.user.choices = offered([("", nobody), *users])
    labels = PROVINCIAL_POST_LABELS if is_provincial else POST_LABELS
    form.post.choices = offered([(post.value, label) for post, label in labels.items()])
    form.group.choices = offered([("", "Chọn nhóm"), *groups])
    return form


class LeaveForm(Form):
    """A member leaves; ``seen`` is the fingerprint of what the page showed."""

    seen = HiddenField()
    left_on = DayField("Ngày thôi tham gia", [Filled("Nhập ngày thôi tham gia.")])
    reason = LineField("Lý do", [Filled("Ghi lý do thôi tham gia."), AtMost(300, "Lý do")])

    def to_input(self) -> LeaveInput:
        assert self.left_on.data is not None  # noqa: S101 - Filled has seen to it
        return LeaveInput(self.left_on.data, self.reason.data or "", self.seen.data or "")


class DossiersForm(Form):
    """The dossiers (public ids) put before the council."""

    nominations = SelectMultipleField("Hồ sơ đưa ra hội đồng", validate_choice=False)

    def __init__(self, dossiers: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.nominations.choices = offered(list(dossiers))

    def chosen(self) -> list[str]:
        return list(self.nominations.data or [])
