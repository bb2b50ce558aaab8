"""Flask-Security's settings, its pages with our rules, and the log of signing in and out (an edge: it commits)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import user_logged_in, user_logged_out
from flask_mail import Mail
from flask_security import Security, password_changed, password_reset
from flask_security.signals import reset_password_instructions_sent, user_failed_authn
from flask_security.utils import hash_password
from sqlalchemy import ColumnElement, delete, inspect

from awards.accounts import forms
from awards.accounts.identity import People, actor_of, load_accounts_when_asked, signed_in_user
from awards.accounts.models import RoleRow, ServerSession, User
from awards.accounts.passphrases import LEAST, PassphraseRules
from awards.accounts.post import LaterMail, init_post
from awards.accounts.second_factor import (
    METHOD,
    RECOVERY_CODES,
    STEP_SECONDS,
    OnceRecoveryCodes,
    OnceTotp,
    recovery_key,
)
from awards.accounts.session_store import DatabaseSessions, forget_expired, renew_token
from awards.accounts.telling import tell_owner, tell_owner_and_office
from awards.accounts.throttle import limit_sign_in
from awards.audit import services as audit
from awards.base import clock
from awards.base.catalogues import FOLDER
from awards.base.database import db
from awards.base.transaction import transaction
from awards.config import Settings
from awards.policy.actions import Action
from awards.policy.actor import ANONYMOUS

INVITATION_LIFE = timedelta(days=3)
AUTHENTICATED_AT = "authenticated_at"
"""In the session: when the person last gave the passphrase, in seconds of our clock."""

View = Callable[..., ResponseReturnValue]

CLOSED = frozenset(
    {
        "security.tf_select",
        "security.two_factor_setup",
        "security.two_factor_setup_validate",
        "security.two_factor_rescue",
        "security.mf_recovery_codes",
    }
)
"""Pages of Flask-Security that we do ourselves; they answer 404."""

LIBRARY_ENDPOINTS = CLOSED | {
    "security.static",
    "security.login",
    "security.logout",
    "security.verify",
    "security.forgot_password",
    "security.reset_password",
    "security.change_password",
    "security.two_factor_token_validation",
    "security.mf_recovery",
}
"""Pages of Flask-Security; who may open them is the library's affair and is tested as such."""


def init_accounts(app: Flask, settings: Settings, unread_of: Callable[[Any], ColumnElement[int]]) -> None:
    """Server-side sessions, Flask-Security with Vietnamese words, and the log of signing in.

    ``unread_of``: see :class:`awards.accounts.session_store.DatabaseSessions`.
    """
    app.session_interface = DatabaseSessions(unread_of)
    app.config.update(_security_settings(settings), **_second_factor(settings), **_mail_settings(settings))
    Mail(app)
    init_post(app, has_server=bool(settings.mail.server))
    security = Security(
        app,
        People(db, User, RoleRow),
        login_form=forms.SignInForm,
        verify_form=forms.ConfirmForm,
        logout_form=forms.LeavingForm,
        reset_password_form=forms.PassphraseForm,
        change_password_form=forms.ChangeForm,
        forgot_password_form=forms.ForgottenForm,
        two_factor_verify_code_form=forms.CodeForm,
        two_factor_rescue_form=forms.NoRescueForm,
        mf_recovery_form=forms.RecoveryForm,
        password_util_cls=PassphraseRules,
        mail_util_cls=LaterMail,
        totp_cls=OnceTotp,
        mf_recovery_codes_util_cls=OnceRecoveryCodes,
    )
    load_accounts_when_asked(app, security)
    for endpoint in CLOSED:
        app.view_functions[endpoint] = _closed
    _wrap(app, "security.verify", _noting_the_time)
    _wrap(app, "security.forgot_password", _noting_the_request)
    _wrap(app, "security.mf_recovery", _noting_the_recovery)
    _wrap(app, "security.two_factor_token_validation", _for_strangers)
    limit_sign_in(app, settings)
    user_logged_in.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    password_reset.connect(_passphrase_set, app)
    password_changed.connect(_passphrase_changed, app)
    reset_password_instructions_sent.connect(_link_sent, app)
    user_failed_authn.connect(_refused, app)


def authenticated_at() -> datetime | None:
    """When the person of this session last gave the passphrase."""
    seconds = session.get(AUTHENTICATED_AT)
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, float | int) else None


def _security_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_SALT": settings.password_salt.get_secret_value(),
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        # argon2id at OWASP's setting: 19 MiB, two passes, one lane
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__memory_cost": 19456,
            "argon2__rounds": 2,
            "argon2__parallelism": 1,
        },
        "SECURITY_PASSWORD_NORMALIZE_FORM": "NFKC",
        "SECURITY_PASSWORD_LENGTH_MIN": LEAST,
        "SECURITY_LOGIN_URL": "/dang-nhap",
        "SECURITY_LOGOUT_URL": "/dang-xuat",
        "SECURITY_RESET_URL": "/dat-mat-khau",
        "SECURITY_VERIFY_URL": "/xac-nhan-lai",
        "SECURITY_CHANGE_URL": "/tai-khoan/cua-toi/mat-khau",
        "SECURITY_POST_LOGIN_VIEW": "desk.show_desk",
        "SECURITY_POST_VERIFY_VIEW": "desk.show_desk",
        "SECURITY_POST_CHANGE_VIEW": "own_account.show_own",
        "SECURITY_POST_LOGOUT_VIEW": "public_site.home",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": INVITATION_LIFE,
        "SECURITY_AUTO_LOGIN_AFTER_RESET": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_EMAIL_HTML": False,
        # both are told through the inbox and its letters, to the person and to the office
        "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_I18N_DIRNAME": [FOLDER],
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        "SECURITY_FLASH_MESSAGES": True,
    }


def _second_factor(settings: Settings) -> dict[str, Any]:
    key = settings.totp_key.get_secret_value()
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": [METHOD],
        "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": STEP_SECONDS,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/dang-nhap/ma-xac-thuc",
        "SECURITY_TOTP_SECRETS": {"1": key},
        "SECURITY_TOTP_ISSUER": f"Giải thưởng {settings.issuer}",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": RECOVERY_CODES,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [recovery_key(key)],
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/dang-nhap/ma-du-phong",
    }


def _mail_settings(settings: Settings) -> dict[str, Any]:
    mail = settings.mail
    return {
        "MAIL_SERVER": mail.server or "127.0.0.1",
        "MAIL_PORT": mail.port,
        "MAIL_USE_TLS": mail.use_tls,
        "MAIL_USERNAME": mail.username or None,
        "MAIL_PASSWORD": mail.password.get_secret_value() or None,
        "MAIL_SUPPRESS_SEND": not mail.server,
        "SECURITY_EMAIL_SENDER": mail.sender or "khong-tra-loi@localhost",
    }


def _wrap(app: Flask, endpoint: str, around: Callable[[View], View]) -> None:
    app.view_functions[endpoint] = around(cast(View, app.view_functions[endpoint]))


def _closed(**_parts: str) -> ResponseReturnValue:
    abort(404)


def _for_strangers(ask_code: View) -> View:
    """The library signs out whoever opens this page while signed in: a link from anywhere could do that to people."""

    def ask_code_of_strangers() -> ResponseReturnValue:
        return redirect(url_for("desk.show_desk")) if signed_in_user() else ask_code()

    return ask_code_of_strangers


def _noting_the_time(verify: View) -> View:
    """The library notes by the machine's clock that the passphrase was given again; we note it by ours."""

    def verify_noted() -> ResponseReturnValue:
        before = session.get("fs_paa")
        answer = verify()
        if session.get("fs_paa") != before:
            session[AUTHENTICATED_AT] = clock.now().timestamp()
        return answer

    return verify_noted


def _noting_the_request(forgot_password: View) -> View:
    """Every request for a link is written to the log, known address or not, which takes equally long."""

    def forgot_password_noted() -> ResponseReturnValue:
        g.link_sent_to = "unknown"
        answer = forgot_password()
        if request.method == "POST":
            with transaction():
                audit.record(ANONYMOUS, Action.RESET_ASKED, f"user:{g.link_sent_to}")
        return answer

    return forgot_password_noted


def _noting_the_recovery(mf_recovery: View) -> View:
    """Whoever signed in with a recovery code is told so, and how many are left."""

    def mf_recovery_noted() -> ResponseReturnValue:
        g.signed_in_user = None
        answer = mf_recovery()
        user: User | None = g.signed_in_user
        if user is not None:
            with transaction():
                audit.record(actor_of(user), Action.RECOVERY_USED, f"user:{user.public_id}")
                left = len(user.mf_recovery_codes or [])
                tell_owner(user, "Đã dùng một mã dự phòng", f"Vừa đăng nhập bằng mã dự phòng. Còn {left} mã.")
        return answer

    return mf_recovery_noted


def _signed_in(_app: Flask, user: User, **_extra: Any) -> None:
    renew_token(session)
    session[AUTHENTICATED_AT] = clock.now().timestamp()
    g.signed_in_user = user
    with transaction():
        forget_expired()
        audit.record(actor_of(user), Action.SIGN_IN, f"user:{user.public_id}")


def _signed_out(_app: Flask, user: User, **_extra: Any) -> None:
    renew_token(session)
    session.pop(AUTHENTICATED_AT, None)
    with transaction():
        audit.record(actor_of(user), Action.SIGN_OUT, f"user:{user.public_id}")


def _refused(_app: Flask, user: User, **_extra: Any) -> None:
    with transaction():
        audit.record(ANONYMOUS, Action.SIGN_IN_REFUSED, f"user:{user.public_id}")


def _link_sent(_app: Flask, user: User, **_extra: Any) -> None:
    g.link_sent_to = user.public_id
    hash_password("not-a-password")  # the library hashes once for an unknown address


def _passphrase_set(_app: Flask, user: User, **_extra: Any) -> None:
    """By a link: the first passphrase, or a new one in place of a forgotten one. Signs nobody in."""
    had_one = any(inspect(user).attrs.password.history.deleted or ())
    _passphrase_noted(user)
    if had_one:
        tell_owner_and_office(user, "Mật khẩu đã được đặt lại", "Mật khẩu đã được đặt lại bằng liên kết.")
    else:
        tell_owner(user, "Tài khoản đã được kích hoạt", "Anh/chị đã đặt mật khẩu đầu tiên.")


def _passphrase_changed(_app: Flask, user: User, **_extra: Any) -> None:
    _passphrase_noted(user)
    tell_owner(user, "Mật khẩu đã được đổi", "Mật khẩu đã được đổi. Các phiên đăng nhập khác đã kết thúc.")


def _passphrase_noted(user: User) -> None:
    renew_token(session)
    db.session.execute(delete(ServerSession).where(ServerSession.user_id == user.id))
    audit.record(actor_of(user), Action.PASSPHRASE_SET, f"user:{user.public_id}")
