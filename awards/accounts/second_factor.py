"""The second factor: codes of an authenticator app (TOTP) and one-time recovery codes, each taken once."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import segno
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.totp import Totp
from passlib.exc import InvalidTokenError, MalformedTokenError, UsedTokenError

from awards.accounts.models import User
from awards.base.database import db
from awards.policy.actor import Role

METHOD = "authenticator"
NEEDING_ROLES = frozenset({Role.CHAIR, Role.OFFICE, Role.AUDITOR, Role.SYSADMIN})
"""Roles that sign in with a second factor; everybody else may."""

STEP_SECONDS = 30
"""A code of the step before or after is taken too, since telephones' clocks differ."""

RECOVERY_CODES = 10


def must_have_factor(user: User, *, asked: bool) -> bool:
    """Whether this person's roles need a second factor; ``asked``: this installation asks it of anybody."""
    return asked and not user.role_names.isdisjoint(NEEDING_ROLES)


def recovery_key(totp_key: str) -> bytes:
    """A key for the recovery codes that says nothing about the one it is made from."""
    made = hmac.new(totp_key.encode("utf-8"), b"recovery codes", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made)


class OnceTotp(Totp):
    """TOTP that takes every code once: the step of the last one is kept with the account."""

    def get_last_counter(self, user: User) -> int | None:  # type: ignore[override]
        db.session.refresh(user, ["tf_last_counter"], with_for_update=True)  # two browsers with one code: one waits
        return user.tf_last_counter

    def set_last_counter(self, user: User, tmatch: Any) -> None:  # type: ignore[override]
        user.tf_last_counter = tmatch.counter

    def verify_totp(self, token: str, totp_secret: str, user: User, window: int = 0) -> bool:  # type: ignore[override]
        """Digits alone count; people type codes in groups."""
        digits = "".join(letter for letter in str(token) if letter.isdigit() and letter.isascii())
        return super().verify_totp(digits, totp_secret, user, window)

    def matches(self, secret: str, typed: str) -> int | None:
        """The step of a code of a secret that no account has yet; nothing when it is not one."""
        digits = "".join(letter for letter in typed if letter.isdigit() and letter.isascii())
        try:
            return int(self._totp.verify(digits, secret, window=STEP_SECONDS).counter)
        except (InvalidTokenError, MalformedTokenError, UsedTokenError):
            return None

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The picture to scan, as an address for an image tag."""
        return qr_picture(self.get_totp_uri(username, totp))


def qr_picture(text: str) -> str:
    """A QR code as a data address (SVG)."""
    return str(segno.make_qr(text, error="m").svg_data_uri(scale=5, border=3, dark="#1d1a16", light="#ffffff"))


class OnceRecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes that work once even when two browsers send the same one."""

    def check_recovery_code(self, user: User, code: str) -> bool:  # type: ignore[override]
        db.session.refresh(user, ["mf_recovery_codes"], with_for_update=True)
        return bool(super().check_recovery_code(user, code))
