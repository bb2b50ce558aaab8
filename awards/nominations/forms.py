"""Forms about nominations."""

from __future__ import annotations

from typing import Any

from wtforms import FileField, HiddenField, RadioField, SelectField, ValidationError

from awards.base.clock import today
from awards.base.forms import AtMost, Choices, DayField, Filled, Form, LineField, TextField, offered
from awards.nominations.inputs import NominationInput
from awards.nominations.wording import FIELD_LABELS, HONOUR_LEVELS

_YES_NO = {"yes": True, "no": False}
MOST_LETTERS = 20_000


def _answer(value: bool | None) -> str:
    return "" if value is None else ("yes" if value else "no")


class BeginForm(Form):
    """Whom to put forward."""

    organisation = SelectField("Hợp tác xã được đề cử", [Filled("Chọn hợp tác xã.")])

    def __init__(self, organisations: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.organisation.choices = offered([("", "Chọn hợp tác xã"), *organisations])


class NominationForm(Form):
    """The typed part of a nomination; every field may wait until later."""

    base_version = HiddenField()
    consent_on = DayField(FIELD_LABELS["consent_on"])
    consent_by = LineField(FIELD_LABELS["consent_by"], [AtMost(120, "Họ và tên")])
    law_compliance = RadioField(
        FIELD_LABELS["law_compliance"],
        choices=offered([("yes", "Chấp hành tốt"), ("no", "Có vi phạm")]),
        validate_choice=False,
    )
    open_inquiry = RadioField(
        FIELD_LABELS["open_inquiry"], choices=offered([("no", "Không"), ("yes", "Có")]), validate_choice=False
    )
    highest_honour = SelectField(
        FIELD_LABELS["highest_honour"], choices=offered([("", "Chọn hình thức"), *HONOUR_LEVELS.items()])
    )
    achievements = TextField(FIELD_LABELS["achievements"], [AtMost(MOST_LETTERS, "Tóm tắt thành tích")])

    def validate_consent_on(self, field: DayField) -> None:
        if field.data and field.data > today():
            raise ValidationError("Ngày ký không thể sau hôm nay.")
        if bool(field.data) != bool(self.consent_by.data) and not field.errors and not field.typed == "":
            raise ValidationError("Nhập cả ngày ký và người ký, hoặc để trống cả hai.")

    def validate_consent_by(self, field: LineField) -> None:
        if field.data and not self.consent_on.data and not self.consent_on.typed:
            raise ValidationError("Nhập cả ngày ký và người ký, hoặc để trống cả hai.")

    def to_input(self) -> NominationInput:
        return NominationInput(
            consent_on=self.consent_on.data,
            consent_by=self.consent_by.data or None,
            law_compliance=_YES_NO.get(self.law_compliance.data or ""),
            open_inquiry=_YES_NO.get(self.open_inquiry.data or ""),
            highest_honour=self.highest_honour.data or None,
            achievements=self.achievements.data or "",
        )


def shown(nomination: Any) -> dict[str, Any]:
    """The values a :class:`NominationForm` starts from."""
    return {
        "base_version": str(nomination.lock_version),
        "consent_on": nomination.consent_on,
        "consent_by": nomination.consent_by,
        "law_compliance": _answer(nomination.law_compliance),
        "open_inquiry": _answer(nomination.open_inquiry),
        "highest_honour": nomination.highest_honour or "",
        "achievements": nomination.achievements,
    }


class PaperForm(Form):
    """One paper of the dossier."""

    paper = SelectField("Loại giấy tờ", [Filled("Chọn loại giấy tờ.")])
    file = FileField("Tệp PDF", description="Bản quét PDF, tối đa 25 MB.")

    def __init__(self, papers: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.paper.choices = offered([("", "Chọn loại giấy tờ"), *papers])
