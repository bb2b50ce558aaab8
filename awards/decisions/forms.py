"""The form that records a decision."""

from __future__ import annotations

from awards.base.forms import AtMost, DayField, Filled, Form, LineField, TextField
from awards.decisions.inputs import DecisionInput


class DecisionForm(Form):
    """A decision as it stands on the signed paper."""

    number = LineField("Số quyết định", [Filled("Nhập số quyết định."), AtMost(80, "Số quyết định")])
    signed_on = DayField("Ngày ký", [Filled("Nhập ngày ký.")])
    signing_capacity = TextField(
        "Quyền hạn, chức vụ của người ký",
        [Filled("Nhập quyền hạn, chức vụ của người ký."), AtMost(200, "Quyền hạn, chức vụ")],
        render_kw={"rows": 2},
    )
    signer = LineField("Họ và tên người ký", [Filled("Nhập họ và tên người ký."), AtMost(120, "Họ và tên")])

    def to_input(self) -> DecisionInput:
        assert self.signed_on.data is not None  # noqa: S101 - Filled has seen to it
        return DecisionInput(
            number=self.number.data or "",
            signed_on=self.signed_on.data,
            signer=self.signer.data or "",
            signing_capacity=self.signing_capacity.data or "",
        )
