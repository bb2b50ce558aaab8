"""Forms about accounts."""

from __future__ import annotations

import re
from typing import Any

from flask_security.forms import (
    ChangePasswordForm,
    EmailValidation,
    ForgotPasswordForm,
    IsString,
    LoginForm,
    LogoutForm,
    ResetPasswordForm,
    TwoFactorRescueForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
    email_required,
    password_required,
    valid_user_email,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.utils import hash_data
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is new in 3.3, the stubs are of 3.2
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    ValidationError,
)
from wtforms.validators import EqualTo, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from awards.accounts.inputs import AccountInput, ClosingInput
from awards.accounts.passphrases import MOST
from awards.accounts.wording import ROLE_TITLES
from awards.base.catalogues import InVietnamese
from awards.base.forms import AtMost, Choices, Filled, Form, LineField, TextField, offered
from awards.policy.actor import Role

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_ASSIGNABLE = tuple(role for role in Role if role is not Role.CONTACT)
_LONGEST_EMAIL = 255
_PLAIN_EMAIL_ERROR = "Địa chỉ thư điện tử chưa đúng dạng, ví dụ ten@lienminh.vn."
_NOT_ENDLESS = Length(max=4 * MOST, message="Mật khẩu nhập vào quá dài.")
"""NFD text is longer than NFKC; past this nobody's passphrase is being typed."""

_CURRENT = {"autocomplete": "current-password"}
_NEW = {"autocomplete": "new-password"}
_NOT_ALIKE = "Hai lần nhập mật khẩu chưa giống nhau."


class SignInForm(InVietnamese, LoginForm):
    """Flask-Security's sign-in with labels in Vietnamese; it tells nobody which accounts exist."""

    email = EmailField(
        "Thư điện tử",
        [IsString(), email_required, EmailValidation(verify=False)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField("Mật khẩu", [IsString(), password_required, _NOT_ENDLESS], render_kw=_CURRENT)
    remember = None  # type: ignore[assignment]  # sessions end when the browser's work does
    submit = SubmitField("Đăng nhập")


class ConfirmForm(InVietnamese, VerifyForm):
    """The passphrase once more, before a sensitive act."""

    password = PasswordField("Mật khẩu", [IsString(), password_required, _NOT_ENDLESS], render_kw=_CURRENT)
    submit = SubmitField("Xác nhận")


class PassphraseForm(InVietnamese, ResetPasswordForm):
    """Flask-Security's reset, also the first passphrase of an invited person."""

    password = PasswordField("Mật khẩu mới", [IsString(), password_required, _NOT_ENDLESS], render_kw=_NEW)
    password_confirm = PasswordField(
        "Nhập lại mật khẩu mới", [IsString(), password_required, EqualTo("password", _NOT_ALIKE)], render_kw=_NEW
    )
    submit = SubmitField("Đặt mật khẩu")


class ChangeForm(InVietnamese, ChangePasswordForm):
    """A new passphrase by somebody who knows the old one."""

    password = PasswordField("Mật khẩu đang dùng", [IsString(), password_required, _NOT_ENDLESS], render_kw=_CURRENT)
    new_password = PasswordField("Mật khẩu mới", [IsString(), password_required, _NOT_ENDLESS], render_kw=_NEW)
    new_password_confirm = PasswordField(
        "Nhập lại mật khẩu mới", [IsString(), password_required, EqualTo("new_password", _NOT_ALIKE)], render_kw=_NEW
    )
    submit = SubmitField("Đổi mật khẩu")


class ForgottenForm(InVietnamese, ForgotPasswordForm):
    """Flask-Security's request for a new link."""

    email = EmailField(
        "Thư điện tử",
        [IsString(), email_required, EmailValidation(verify=False), valid_user_email],
        render_kw={"autocomplete": "username"},
    )
    submit = SubmitField("Gửi liên kết đặt lại mật khẩu")

    def validate(self, **keywords: Any) -> bool:
        """As long for an unknown address as for a known one, whose link is made with a slow hash.

        The library drops whatever is said beside the field; what is no address at all is said on top.
        """
        typed = self.email.data or ""
        known = bool(super().validate(**keywords))
        if not known:
            hash_data("no such account")
        if not typed.strip():
            self.form_errors.append("Nhập địa chỉ thư điện tử.")
        elif not _EMAIL.match(typed.strip()) or len(typed) > _LONGEST_EMAIL:
            self.form_errors.append(_PLAIN_EMAIL_ERROR)
        return known and not self.form_errors


class CodeForm(InVietnamese, TwoFactorVerifyCodeForm):
    """The code on the telephone, after the passphrase."""

    code = StringField(
        "Mã 6 chữ số",
        [InputRequired("Nhập mã 6 chữ số đang hiện trên điện thoại."), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    submit = SubmitField("Đăng nhập")


class RecoveryForm(InVietnamese, MfRecoveryForm):
    """A recovery code in place of the telephone; typed in capitals or without dashes it is the same."""

    code = StringField(
        "Mã dự phòng",
        [InputRequired("Nhập một mã dự phòng."), Length(max=40)],
        render_kw={"autocomplete": "off"},
    )
    submit = SubmitField("Đăng nhập")

    def validate(self, **keywords: Any) -> bool:
        bare = re.sub(r"[\W_]+", "", self.code.data or "").lower()
        self.code.data = "-".join(bare[at : at + 4] for at in range(0, len(bare), 4))
        right = bool(super().validate(**keywords))
        if not right and self.user is not None:
            self.user.track_failed_authn("code", True)
        return right


class LeavingForm(InVietnamese, LogoutForm):
    """Signing out."""


class NoRescueForm(InVietnamese, TwoFactorRescueForm):
    """Flask-Security builds it beside the code; our page offers the recovery codes by a link instead."""

    help_setup = RadioField("", choices=[SelectChoice("help", "")])


class FactorForm(Form):
    """The first code of a telephone that was just taught the secret."""

    code = LineField(
        "Mã 6 chữ số hiện trên điện thoại", [Filled("Nhập mã 6 chữ số đang hiện trên điện thoại."), AtMost(20, "Mã")]
    )


class AccountForm(Form):
    """A new account; a leader gives only the roles of the own province."""

    full_name = LineField("Họ và tên", [Filled("Nhập họ và tên."), AtMost(120, "Họ và tên")])
    email = LineField("Thư điện tử", [Filled("Nhập địa chỉ thư điện tử."), AtMost(_LONGEST_EMAIL, "Địa chỉ")])
    post = LineField("Chức vụ, cơ quan", [AtMost(200, "Chức vụ")])
    roles = SelectMultipleField(
        "Vai trò",
        [Filled("Chọn ít nhất một vai trò.")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    alliance = SelectField("Liên minh Hợp tác xã tỉnh")

    def __init__(self, alliances: Choices, roles: frozenset[Role], *, centre: bool, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.roles.choices = offered([(role.value, ROLE_TITLES[role]) for role in _ASSIGNABLE if role in roles])
        self.alliance.choices = offered([*([("", "Cơ quan Trung ương")] if centre else []), *alliances])

    def validate_email(self, field: LineField) -> None:
        if field.data and not _EMAIL.match(field.data):
            raise ValidationError(_PLAIN_EMAIL_ERROR)
        if field.data and not field.data.isascii():
            raise ValidationError("Địa chỉ thư điện tử chỉ gồm chữ không dấu, chữ số và dấu câu.")

    def to_input(self) -> AccountInput:
        return AccountInput(
            email=(self.email.data or "").lower(),
            full_name=self.full_name.data or "",
            post=self.post.data or "",
            roles=frozenset(Role(value) for value in self.roles.data or ()),
            alliance=self.alliance.data or None,
        )


class ClosingForm(Form):
    """Why an account is closed, and who goes on with the work."""

    reason = TextField("Lý do", [Filled("Nhập lý do."), AtMost(500, "Lý do")], render_kw={"rows": 3})
    successor = SelectField("Người nhận bàn giao công việc")

    def __init__(self, colleagues: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.successor.choices = offered([("", "Chưa có người thay"), *colleagues])

    def to_input(self) -> ClosingInput:
        return ClosingInput(self.reason.data or "", self.successor.data or None)


class ReasonForm(Form):
    """Why an account is opened again, or somebody's second factor taken away."""

    reason = TextField("Lý do", [Filled("Nhập lý do."), AtMost(500, "Lý do")], render_kw={"rows": 3})
