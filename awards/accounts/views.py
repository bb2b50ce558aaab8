"""Pages about accounts."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.accounts import queries, services
from awards.accounts.forms import AccountForm
from awards.accounts.models import User
from awards.accounts.wording import ROLE_TITLES
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.policy.actions import Action
from awards.units import queries as units

accounts = Door("accounts", __name__, url_prefix="/tai-khoan")


@accounts.page("/", Action.ACCOUNT_LIST)
def list_accounts() -> ResponseReturnValue:
    page = queries.list_visible_to(current_actor(), page_number(request.args.get("trang")))
    return render_template("accounts/list_accounts.html", page=page, role_titles=ROLE_TITLES)


@accounts.page("/them", Action.ACCOUNT_CREATE, methods=("GET", "POST"))
def create_account() -> ResponseReturnValue:
    form = AccountForm([(alliance.public_id, alliance.name) for alliance in units.all_alliances()])
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
    return render_template("accounts/show_account.html", user=user, role_titles=ROLE_TITLES, link=None)


@accounts.page("/<public_id>/moi", Action.ACCOUNT_INVITE, load=queries.get_visible_to, methods=("POST",))
def invite(user: User) -> ResponseReturnValue:
    with transaction():
        link = services.invite(current_actor(), user)
    flash("Đã tạo liên kết. Liên kết dùng một lần, trong 3 ngày.", "success")
    return render_template("accounts/show_account.html", user=user, role_titles=ROLE_TITLES, link=link)
