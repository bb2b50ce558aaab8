"""Flask-Security's settings, and the log entries of signing in and out (an edge: it commits)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, session
from flask_login import user_logged_in, user_logged_out
from flask_mail import Mail
from flask_security import Security, SQLAlchemyUserDatastore, password_reset
from flask_security.signals import user_failed_authn

from awards.accounts.forms import ForgottenForm, PassphraseForm, SignInForm
from awards.accounts.identity import actor_of
from awards.accounts.models import RoleRow, User
from awards.accounts.session_store import DatabaseSessions, forget_expired, renew_token
from awards.accounts.wording import SECURITY_MESSAGES
from awards.audit import services as audit
from awards.base.database import db
from awards.base.transaction import transaction
from awards.config import Settings
from awards.policy.actions import Action
from awards.policy.actor import ANONYMOUS

INVITATION_LIFE = timedelta(days=3)
PASSPHRASE_LENGTH = 15

LIBRARY_ENDPOINTS = frozenset(
    {
        "security.static",
        "security.login",
        "security.logout",
        "security.verify",
        "security.forgot_password",
        "security.reset_password",
    }
)
"""Pages of Flask-Security; who may open them is the library's affair and is tested as such."""


def init_accounts(app: Flask, settings: Settings) -> None:
    """Server-side sessions, Flask-Security with Vietnamese words, and the log of signing in."""
    app.session_interface = DatabaseSessions()
    app.config.update(_security_settings(settings), **_mail_settings(settings))
    for name, sentence in SECURITY_MESSAGES.items():
        app.config[f"SECURITY_MSG_{name}"] = (sentence, "error")
    app.config["SECURITY_MSG_PASSWORD_RESET_NO_LOGIN"] = (SECURITY_MESSAGES["PASSWORD_RESET_NO_LOGIN"], "success")
    app.config["SECURITY_MSG_GENERIC_RECOVERY"] = (SECURITY_MESSAGES["GENERIC_RECOVERY"], "info")
    Mail(app)
    Security(
        app,
        SQLAlchemyUserDatastore(db, User, RoleRow),
        login_form=SignInForm,
        reset_password_form=PassphraseForm,
        forgot_password_form=ForgottenForm,
    )
    user_logged_in.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    password_reset.connect(_passphrase_set, app)
    user_failed_authn.connect(_refused, app)


def _security_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_SALT": settings.password_salt.get_secret_value(),
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        # argon2id at OWASP's setting: 19 MiB, two passes, one lane
        "SECURITY_PASSWORD_HASH_OPTIONS": {
            "argon2__memory_cost": 19456,
            "argon2__rounds": 2,
            "argon2__parallelism": 1,
        },
        "SECURITY_PASSWORD_NORMALIZE_FORM": "NFKC",
        "SECURITY_PASSWORD_LENGTH_MIN": PASSPHRASE_LENGTH,
        "SECURITY_LOGIN_URL": "/dang-nhap",
        "SECURITY_LOGOUT_URL": "/dang-xuat",
        "SECURITY_RESET_URL": "/dat-mat-khau",
        "SECURITY_VERIFY_URL": "/xac-nhan-lai",
        "SECURITY_POST_LOGIN_VIEW": "desk.show_desk",
        "SECURITY_POST_LOGOUT_VIEW": "public_site.home",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": INVITATION_LIFE,
        "SECURITY_AUTO_LOGIN_AFTER_RESET": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": "Đặt lại mật khẩu",
        "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": "Mật khẩu đã được đặt lại",
        "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": bool(settings.mail.server),
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        "SECURITY_FLASH_MESSAGES": True,
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


def _signed_in(_app: Flask, user: User, **_extra: Any) -> None:
    renew_token(session)
    with transaction():
        forget_expired()
        audit.record(actor_of(user), Action.SIGN_IN, f"user:{user.public_id}")


def _signed_out(_app: Flask, user: User, **_extra: Any) -> None:
    renew_token(session)
    with transaction():
        audit.record(actor_of(user), Action.SIGN_OUT, f"user:{user.public_id}")


def _refused(_app: Flask, user: User, **_extra: Any) -> None:
    with transaction():
        audit.record(ANONYMOUS, Action.SIGN_IN_REFUSED, f"user:{user.public_id}")


def _passphrase_set(_app: Flask, user: User, **_extra: Any) -> None:
    audit.record(actor_of(user), Action.PASSPHRASE_SET, f"user:{user.public_id}")
