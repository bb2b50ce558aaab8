"""Forms of the cooperative's own part: what only the cooperative is asked, and what the officer does with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, ValidationError

from awards.base.clock import today
from awards.base.forms import AtMost, DayField, Filled, Form, LineField, TextField, WholeField, offered
from awards.nominations.states import Part
from awards.registrations.inputs import ContactConsent, LinkInput, OrganisationWords
from awards.registrations.wording import consent_words


class LinkForm(Form):
    """A new link: for how long, and whom the cooperative may call."""

    days = WholeField("Dùng được trong bao nhiêu ngày", [Filled("Nhập số ngày, ví dụ 14.")])
    helper = LineField("Người hỗ trợ và số điện thoại", [Filled("Nhập tên và số điện thoại."), AtMost(200, "Dòng này")])

    def to_input(self) -> LinkInput:
        return LinkInput(self.days.data or 0, self.helper.data or "")


class OrganisationWordsForm(Form):
    """Whether the registered facts are right, and what is not."""

    is_right = RadioField(
        "Thông tin trên có đúng không?",
        choices=offered([("yes", "Đúng"), ("no", "Có chỗ chưa đúng")]),
        validate_choice=False,
    )
    correction = TextField(
        "Chỗ chưa đúng và nội dung đúng",
        [AtMost(2000, "Nội dung")],
        description="Ví dụ: địa chỉ mới là thôn 2, xã Tân Trào. Cán bộ xem rồi sửa trong sổ đăng ký.",
    )

    def validate_is_right(self, field: RadioField) -> None:
        if field.data not in ("yes", "no"):
            raise ValidationError("Chọn “Đúng” hoặc “Có chỗ chưa đúng”.")

    def validate_correction(self, field: TextField) -> None:
        if self.is_right.data == "no" and not field.data:
            raise ValidationError("Ghi chỗ chưa đúng và nội dung đúng.")

    def to_input(self) -> OrganisationWords:
        is_right = self.is_right.data == "yes"
        return OrganisationWords(is_right, "" if is_right else self.correction.data or "")


class ContactConsentForm(Form):
    """Who consents, in which post, on which day."""

    name = LineField("Họ và tên người đại diện", [Filled("Nhập họ và tên."), AtMost(80, "Họ và tên")])
    post = LineField("Chức vụ", [Filled("Nhập chức vụ, ví dụ Giám đốc."), AtMost(38, "Chức vụ")])
    day = DayField("Ngày đồng ý", [Filled("Nhập ngày, ví dụ 31/12/2026.")])
    agreed = BooleanField(
        "Tôi đã đọc và đồng ý với các nội dung trên, thay mặt hợp tác xã đăng ký tham gia.",
        [Filled("Đánh dấu vào ô đồng ý nếu hợp tác xã tham gia.")],
    )

    def validate_day(self, field: DayField) -> None:
        if field.data and field.data > today():
            raise ValidationError("Ngày đồng ý không thể sau hôm nay.")

    def to_input(self) -> ContactConsent:
        return ContactConsent(self.name.data or "", self.post.data or "", self.day.data or today(), consent_words())


class SendBackForm(Form):
    """What the cooperative shall mend."""

    reason = TextField("Điều cần sửa", [Filled("Ghi điều cần sửa."), AtMost(1000, "Nội dung")])


class TakeOverForm(Form):
    """A box for each part, and what the page had shown of it. Built by :func:`take_over_form`."""

    parts: tuple[Part, ...] = ()

    def box(self, part: Part) -> Any:
        return self[f"take_{part.value}"]

    def seen(self, part: Part) -> Any:
        return self[f"seen_{part.value}"]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not any(self.box(part).data for part in self.parts):
            self.form_errors.append("Chọn ít nhất một mục để nhận.")
            return False
        return valid

    def to_input(self) -> dict[Part, str]:
        """The parts ticked, each with what the officer has read of it."""
        return {part: self.seen(part).data or "" for part in self.parts if self.box(part).data}


def take_over_form(parts: Iterable[tuple[Part, str, str]]) -> TakeOverForm:
    """For each part its title and what the page shows of it now."""
    rows = tuple(parts)
    fields: dict[str, Any] = {"parts": tuple(part for part, _, _ in rows)}
    data: dict[str, object] = {}
    for part, title, seen in rows:
        fields[f"take_{part.value}"] = BooleanField(f"Nhận mục “{title}”")
        fields[f"seen_{part.value}"] = HiddenField()
        data |= {f"seen_{part.value}": seen, f"take_{part.value}": True}
    form: TakeOverForm = type("PartsTakeOverForm", (TakeOverForm,), fields)(data=data)
    return form
