"""What an inspector asks the log for."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField

from awards.audit.wording import ACTION_LABELS
from awards.base.forms import AtMost, DayField, Form, LineField, offered


class LogFilterForm(Form):
    """Filter of the log, sent by GET: it changes nothing, so it carries no token."""

    class Meta:
        csrf = False

    action = SelectField("Việc đã làm", name="viec", default="", validate_choice=False)
    subject = LineField("Mã người hoặc đối tượng", [AtMost(80, "Mã")], name="ma")
    day = DayField("Ngày", name="ngay", description="Ví dụ 31/12/2026.")

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        labels = sorted(ACTION_LABELS.items(), key=lambda item: item[0].value)
        self.action.choices = offered([("", "Tất cả"), *((action.value, label) for action, label in labels)])
