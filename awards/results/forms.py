"""The form that closes a round."""

from __future__ import annotations

from wtforms import BooleanField

from awards.base.forms import Form


class CloseRoundForm(Form):
    """Closing is for good; gaps must be accepted in so many words."""

    accept_gaps = BooleanField("Tôi đã biết còn thiếu phiếu và vẫn đóng chấm")
