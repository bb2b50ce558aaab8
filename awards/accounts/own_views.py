"""Pages on which a person looks after the own account: sessions, second factor, recovery codes."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from awards.accounts import queries, services
from awards.accounts.forms import FactorForm
from awards.accounts.identity import signed_in_user
from awards.accounts.models import User
from awards.accounts.second_factor import OnceTotp, must_have_factor
from awards.accounts.session_store import hash_of
from awards.accounts.wording import ROLE_TITLES
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.forms import Form
from awards.base.transaction import transaction
from awards.config import Profile, Settings
from awards.policy.actions import Action

own_account = Door("own_account", __name__, url_prefix="/tai-khoan/cua-toi")

NEW_SECRET = "new_factor"  # noqa: S105 - the key in the session under which the encrypted secret waits


@own_account.page("/", Action.ACCOUNT_OWN)
def show_own() -> ResponseReturnValue:
    user, settings = _own(), _settings()
    return render_template(
        "accounts/show_own.html",
        user=user,
        role_titles=ROLE_TITLES,
        sessions=queries.sessions_of(current_actor(), hash_of(session)),
        must_have=must_have_factor(user, asked=settings.asks_second_factor),
        is_demonstration=settings.profile is Profile.DEMO,
        form=Form(),
    )


@own_account.page("/phien", Action.SESSIONS_END, methods=("POST",))
def end_sessions() -> ResponseReturnValue:
    if Form().validate_on_submit():
        with transaction():
            ended = services.end_sessions(current_actor(), hash_of(session), request.form.get("phien"))
        if ended:
            flash(f"Đã kết thúc {ended} phiên đăng nhập.", "success")
        else:
            flash("Phiên đó đã kết thúc từ trước.", "info")
    return redirect(url_for(".show_own"))


@own_account.page("/buoc-hai", Action.FACTOR_SET, methods=("GET", "POST"), fresh=True)
def set_up_factor() -> ResponseReturnValue:
    user, form, totp = _own(), FactorForm(), _totp()
    secret = session.get(NEW_SECRET)
    if request.method == "GET" and not secret:
        secret = session[NEW_SECRET] = totp.generate_totp_secret()
    if not secret:
        return redirect(url_for(".set_up_factor"))
    if form.validate_on_submit():
        counter = totp.matches(secret, form.code.data or "")
        if counter is not None:
            with transaction():
                codes = services.set_factor(current_actor(), user, secret, counter, hash_of(session))
            session.pop(NEW_SECRET)
            return render_template("accounts/show_codes.html", codes=codes, title="Đã bật bước xác thực thứ hai")
        form.place(DomainError("Mã chưa đúng hoặc đã hết hạn. Hãy nhập mã đang hiện trên điện thoại.", "code"))
    values = totp.fetch_setup_values(secret, user)
    return render_template(
        "accounts/set_up_factor.html",
        form=form,
        user=user,
        picture=values["image"],
        key=values["key"],
        must_have=must_have_factor(user, asked=_settings().asks_second_factor),
    )


@own_account.page("/buoc-hai/tat", Action.FACTOR_REMOVE, methods=("GET", "POST"), fresh=True)
def remove_factor() -> ResponseReturnValue:
    user, form, asked = _own(), Form(), _settings().asks_second_factor
    if form.validate_on_submit():
        try:
            with transaction():
                services.remove_factor(current_actor(), user, asked=asked)
            flash("Đã tắt bước xác thực thứ hai.", "success")
            return redirect(url_for(".show_own"))
        except DomainError as error:
            form.place(error)
    return render_template("accounts/remove_factor.html", form=form, user=user)


@own_account.page("/ma-du-phong", Action.RECOVERY_RENEW, methods=("GET", "POST"), fresh=True)
def renew_codes() -> ResponseReturnValue:
    user, form = _own(), Form()
    if form.validate_on_submit():
        try:
            with transaction():
                codes = services.renew_recovery_codes(current_actor(), user)
            return render_template("accounts/show_codes.html", codes=codes, title="Mã dự phòng mới")
        except DomainError as error:
            form.place(error)
    return render_template("accounts/renew_codes.html", form=form, user=user)


def _own() -> User:
    user = signed_in_user()
    if user is None:
        raise RuntimeError("the door let nobody in")
    return user


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _totp() -> OnceTotp:
    totp: OnceTotp = current_app.extensions["security"].totp_factory
    return totp
