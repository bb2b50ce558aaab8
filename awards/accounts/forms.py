"""Forms about accounts."""

from __future__ import annotations

import re
from typing import Any

from flask_security.forms import (
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
    email_required,
    password_required,
)
from wtforms import EmailField, PasswordField, SelectField, SelectMultipleField, SubmitField, ValidationError
from wtforms.validators import EqualTo
from wtforms.widgets import CheckboxInput, ListWidget

from awards.accounts.inputs import AccountInput
from awards.accounts.wording import ROLE_TITLES
from awards.base.forms import AtMost, Choices, Filled, Form, LineField, offered
from awards.policy.actor import Role

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_ASSIGNABLE = tuple(role for role in Role if role is not Role.CONTACT)
_PLAIN_EMAIL_ERROR = "Địa chỉ thư điện tử chưa đúng dạng, ví dụ ten@lienminh.vn."


class SignInForm(LoginForm):
    """Flask-Security's sign-in with labels in Vietnamese; it tells nobody which accounts exist."""

    email = EmailField("Thư điện tử", [email_required], render_kw={"autocomplete": "username"})
    password = PasswordField("Mật khẩu", [password_required], render_kw={"autocomplete": "current-password"})
    remember = None  # type: ignore[assignment]  # sessions end when the browser's work does
    submit = SubmitField("Đăng nhập")


class PassphraseForm(ResetPasswordForm):
    """Flask-Security's reset, also the first passphrase of an invited person."""

    password = PasswordField("Mật khẩu mới", [password_required], render_kw={"autocomplete": "new-password"})
    password_confirm = PasswordField(
        "Nhập lại mật khẩu mới",
        [password_required, EqualTo("password", "Hai lần nhập mật khẩu chưa giống nhau.")],
        render_kw={"autocomplete": "new-password"},
    )
    submit = SubmitField("Đặt mật khẩu")


class ForgottenForm(ForgotPasswordForm):
    """Flask-Security's request for a new link."""

    email = EmailField("Thư điện tử", [email_required], render_kw={"autocomplete": "username"})
    submit = SubmitField("Gửi liên kết đặt lại mật khẩu")


class AccountForm(Form):
    """A new account."""

    full_name = LineField("Họ và tên", [Filled("Nhập họ và tên."), AtMost(120, "Họ và tên")])
    email = LineField("Thư điện tử", [Filled("Nhập địa chỉ thư điện tử."), AtMost(255, "Địa chỉ")])
    post = LineField("Chức vụ, cơ quan", [AtMost(200, "Chức vụ")])
    roles = SelectMultipleField(
        "Vai trò",
        [Filled("Chọn ít nhất một vai trò.")],
        choices=offered([(role.value, ROLE_TITLES[role]) for role in _ASSIGNABLE]),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    alliance = SelectField("Liên minh Hợp tác xã tỉnh")

    def __init__(self, alliances: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.alliance.choices = offered([("", "Cơ quan Trung ương"), *alliances])

    def validate_email(self, field: LineField) -> None:
        if field.data and not _EMAIL.match(field.data):
            raise ValidationError(_PLAIN_EMAIL_ERROR)

    def to_input(self) -> AccountInput:
        return AccountInput(
            email=(self.email.data or "").lower(),
            full_name=self.full_name.data or "",
            post=self.post.data or "",
            roles=frozenset(Role(value) for value in self.roles.data or ()),
            alliance=self.alliance.data or None,
        )
