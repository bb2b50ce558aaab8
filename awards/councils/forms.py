"""Forms about councils."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import AnyOf

from awards.base.forms import AtMost, Choices, DayField, Filled, Form, LineField, TextField, offered
from awards.councils.inputs import CouncilInput, MeetingInput, MemberInput, Presence, RecusalInput
from awards.councils.states import Post
from awards.councils.wording import POST_LABELS, PROVINCIAL_POST_LABELS


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


class ProvincialMemberForm(Form):
    """A member of a province's council, with an account of the province or without one."""

    user = SelectField("Tài khoản", validate_choice=False)
    full_name = LineField("Họ và tên", [AtMost(120, "Họ và tên")])
    agency = LineField("Chức vụ, nơi công tác", [AtMost(200, "Chức vụ, nơi công tác")])
    post = RadioField(
        "Chức danh trong hội đồng",
        [Filled("Chọn chức danh."), AnyOf([post.value for post in Post], "Chọn chức danh trong danh sách.")],
        choices=offered([(post.value, label) for post, label in PROVINCIAL_POST_LABELS.items()]),
        validate_choice=False,
    )
    joined_on = DayField("Tham gia từ ngày", [Filled("Nhập ngày tham gia.")])

    def __init__(self, users: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.user.choices = offered([("", "Không có tài khoản, chấm trên phiếu giấy"), *users])

    def validate_full_name(self, field: LineField) -> None:
        if not field.data and not self.user.data:
            raise ValidationError("Nhập họ và tên ủy viên, hoặc chọn tài khoản.")

    def to_input(self) -> MemberInput:
        return MemberInput(
            user=self.user.data or "",
            post=Post(self.post.data),
            full_name=self.full_name.data or "",
            agency=self.agency.data or "",
            joined_on=self.joined_on.data,
        )


class DossiersForm(Form):
    """The dossiers (public ids) put before the council."""

    nominations = SelectMultipleField("Hồ sơ đưa ra hội đồng", validate_choice=False)

    def __init__(self, dossiers: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.nominations.choices = offered(list(dossiers))

    def chosen(self) -> list[str]:
        return list(self.nominations.data or [])


class RecusalForm(Form):
    """A member who does not mark an entry."""

    nomination = SelectField("Hồ sơ", [Filled("Chọn hồ sơ.")], validate_choice=False)
    member = SelectField("Ủy viên không chấm", [Filled("Chọn ủy viên.")], validate_choice=False)
    reason = TextField("Lý do", [Filled("Ghi lý do."), AtMost(300, "Lý do")])

    def __init__(self, nominations: Choices, members: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.nomination.choices = offered([("", "Chọn hồ sơ"), *nominations])
        self.member.choices = offered([("", "Chọn ủy viên"), *members])

    def to_input(self) -> RecusalInput:
        return RecusalInput(self.member.data, self.nomination.data, self.reason.data or "")


class MeetingForm(Form):
    """A meeting with a box and a note for every member; made by :func:`meeting_form`."""

    seen = HiddenField()
    venue = LineField("Địa điểm họp", [Filled("Nhập địa điểm họp."), AtMost(300, "Địa điểm họp")])
    held_on = DayField("Ngày họp", [Filled("Nhập ngày họp.")])
    councils = SelectMultipleField("Hội đồng dự phiên họp này", validate_choice=False)
    check_reported_by = LineField("Người báo cáo việc tiếp nhận, kiểm tra hồ sơ", [AtMost(120, "Tên người báo cáo")])
    notes = TextField("Ý kiến, kết luận của phiên họp", [AtMost(8000, "Ý kiến, kết luận")])
    members: tuple[str, ...] = ()

    def seat(self, member: str) -> tuple[BooleanField, LineField]:
        """The box and the note of a member (public id)."""
        return self[f"present_{member}"], self[f"note_{member}"]

    def to_input(self) -> MeetingInput:
        assert self.held_on.data is not None  # noqa: S101 - Filled has seen to it
        told = {member: self.seat(member) for member in self.members}
        seen = self.seen.data or ""
        return MeetingInput(
            place=self.venue.data or "",
            held_on=self.held_on.data,
            check_reported_by=self.check_reported_by.data or "",
            notes=self.notes.data or "",
            attendance={member: Presence(bool(box.data), note.data or "") for member, (box, note) in told.items()},
            seen=int(seen) if seen.isascii() and seen.isdigit() else 0,
        )


def meeting_form(councils: Choices, members: Sequence[tuple[str, str]], data: dict[str, Any]) -> MeetingForm:
    """A form for these councils and members (public id and name), filled with ``data``."""
    fields: dict[str, Any] = {}
    for member, name in members:
        fields[f"present_{member}"] = BooleanField(name)
        fields[f"note_{member}"] = LineField(f"Ghi chú của {name}", [AtMost(1000, "Ghi chú")])
    made = type("MeetingForm", (MeetingForm,), {**fields, "members": tuple(member for member, _ in members)})
    form: MeetingForm = made(data=data)
    form.councils.choices = offered(list(councils))
    return form
