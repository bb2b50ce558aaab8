"""The form with which somebody lets reminders go."""

from __future__ import annotations

from wtforms import HiddenField

from awards.base.forms import AtMost, Form, TextField
from awards.reminders.inputs import ReleaseInput


class ReleaseForm(Form):
    """``seen`` carries what was on the screen."""

    seen = HiddenField()
    reason = TextField(
        "Lý do gửi lại",
        [AtMost(500, "Lý do")],
        description="Chỉ cần khi gửi lại cho các tỉnh đã được nhắc.",
        render_kw={"rows": 2},
    )

    def to_input(self) -> ReleaseInput:
        return ReleaseInput(self.seen.data or "", self.reason.data or "")


class JudgeReleaseForm(ReleaseForm):
    """The same for the judges of a round."""

    reason = TextField(
        "Lý do gửi lại",
        [AtMost(500, "Lý do")],
        description="Chỉ cần khi gửi lại cho người đã được nhắc.",
        render_kw={"rows": 2},
    )
