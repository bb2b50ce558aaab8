"""Pages about accounts, for the award office and for the leader of a province."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.accounts import post, queries, services
from awards.accounts.forms import AccountForm, ClosingForm, ReasonForm
from awards.accounts.models import User
from awards.accounts.wording import INVITATION, INVITATION_SUBJECT, ROLE_TITLES
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.policy.actions import Action
from awards.policy.actor import PROVINCIAL_ROLES, Role
from awards.units import queries as units

accounts = Door("accounts", __name__, url_prefix="/tai-khoan")


@accounts.page("/", Action.ACCOUNT_LIST)
def list_accounts() -> ResponseReturnValue:
    page = queries.list_visible_to(current_actor(), page_number(request.args.get("trang")))
    return render_template("accounts/list_accounts.html", page=page, role_titles=ROLE_TITLES)


@accounts.page("/them", Action.ACCOUNT_CREATE, methods=("GET", "POST"), fresh=True)
def create_account() -> ResponseReturnValue:
    form = _account_form()
    if form.validate_on_submit():
        entry = form.to_input()
        try:
            with transaction():
                alliance = units.alliance_by_public_id(entry.alliance) if entry.alliance else None
                user = services.create_account(current_actor(), entry, alliance)
            return redirect(url_for(".show_account", public_id=user.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("accounts/create_account.html", form=form)


@accounts.page("/<public_id>", Action.ACCOUNT_LIST, load=queries.get_visible_to)
def show_account(user: User) -> ResponseReturnValue:
    return _account_page(user)


@accounts.page("/<public_id>/moi", Action.ACCOUNT_INVITE, load=queries.get_visible_to, methods=("POST",), fresh=True)
def invite(user: User) -> ResponseReturnValue:
    try:
        with transaction():
            link = services.invite(current_actor(), user)
    except DomainError as error:
        flash(error.sentence, "error")
        return redirect(url_for(".show_account", public_id=user.public_id))
    post.send(INVITATION_SUBJECT, user.email, INVITATION.format(name=user.full_name, link=link))
    if post.can_send() and user.password:  # whoever already signs in gets the link alone
        flash("Đã gửi liên kết đặt lại mật khẩu tới hộp thư của người này.", "success")
        return redirect(url_for(".show_account", public_id=user.public_id))
    return _account_page(user, link)


@accounts.page(
    "/<public_id>/khoa", Action.ACCOUNT_CLOSE, load=queries.get_visible_to, methods=("GET", "POST"), fresh=True
)
def close_account(user: User) -> ResponseReturnValue:
    colleagues = queries.colleagues_of(current_actor(), user)
    form = ClosingForm([(colleague.public_id, colleague.full_name) for colleague in colleagues])
    if form.validate_on_submit():
        entry = form.to_input()
        successor = next((one for one in colleagues if one.public_id == entry.successor), None)
        try:
            with transaction():
                services.close_account(current_actor(), user, entry.reason, successor)
            flash("Đã khóa tài khoản. Mọi phiên đăng nhập của người này đã kết thúc.", "success")
            return redirect(url_for(".show_account", public_id=user.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("accounts/close_account.html", form=form, user=user)


@accounts.page(
    "/<public_id>/mo-lai", Action.ACCOUNT_REOPEN, load=queries.get_visible_to, methods=("GET", "POST"), fresh=True
)
def reopen_account(user: User) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            services.reopen_account(current_actor(), user, form.reason.data or "")
        flash("Đã mở lại tài khoản.", "success")
        return redirect(url_for(".show_account", public_id=user.public_id))
    return render_template("accounts/reopen_account.html", form=form, user=user)


@accounts.page(
    "/<public_id>/go-buoc-hai", Action.FACTOR_RESET, load=queries.get_visible_to, methods=("GET", "POST"), fresh=True
)
def reset_factor(user: User) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.reset_factor(current_actor(), user, form.reason.data or "")
            flash("Đã gỡ bước xác thực thứ hai. Người này thiết lập lại khi đăng nhập.", "success")
            return redirect(url_for(".show_account", public_id=user.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("accounts/reset_factor.html", form=form, user=user)


def _account_form() -> AccountForm:
    """The office chooses among everything; a leader among the province's roles, for the own alliance."""
    actor = current_actor()
    of_centre = actor.holds(Role.OFFICE, Role.SYSADMIN)
    offered = [one for one in units.all_alliances() if of_centre or one.id == actor.alliance_id]
    roles = frozenset(Role) if of_centre else PROVINCIAL_ROLES
    return AccountForm([(one.public_id, one.name) for one in offered], roles, centre=of_centre)


def _account_page(user: User, link: str | None = None) -> ResponseReturnValue:
    return render_template(
        "accounts/show_account.html", user=user, role_titles=ROLE_TITLES, link=link, was_sent=post.can_send()
    )
