"""Pages about organisations."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.accounts.identity import signed_in_user
from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.nominees import queries, services
from awards.nominees.asked import years_of
from awards.nominees.forms import OrganisationForm, figures_form
from awards.nominees.models import Organisation
from awards.nominees.wording import KINDS, SECTOR_GROUPS, sector_label
from awards.policy.actions import Action
from awards.units import queries as units

nominees = Door("nominees", __name__, url_prefix="/hop-tac-xa")


@nominees.page("/", Action.ORGANISATION_LIST)
def list_organisations() -> ResponseReturnValue:
    search = request.args.get("q", "")
    page = queries.list_visible_to(current_actor(), search, page_number(request.args.get("trang")))
    return render_template(
        "nominees/list_organisations.html", page=page, search=search, kinds=KINDS, sector_groups=SECTOR_GROUPS
    )


@nominees.page("/dang-ky", Action.ORGANISATION_REGISTER, methods=("GET", "POST"))
def register_organisation() -> ResponseReturnValue:
    form = OrganisationForm(clock.today().year)
    user = signed_in_user()
    if user is not None and user.alliance is not None and form.validate_on_submit():
        try:
            with transaction():
                organisation = services.register_organisation(
                    current_actor(),
                    form.to_input(),
                    user.alliance,
                    units.province_of(user.alliance, clock.today()),
                    is_sample=current_app.extensions["settings"].holds_samples,
                )
            flash("Đã đăng ký. Tiếp theo, hãy nhập số liệu các năm.", "success")
            return redirect(url_for(".edit_figures", public_id=organisation.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("nominees/register_organisation.html", form=form)


@nominees.page("/<public_id>", Action.ORGANISATION_READ, load=queries.get_visible_to)
def show_organisation(organisation: Organisation) -> ResponseReturnValue:
    rows = queries.figures_asked_of(organisation)
    return render_template(
        "nominees/show_organisation.html",
        organisation=organisation,
        kinds=KINDS,
        sector_groups=SECTOR_GROUPS,
        sector=sector_label(organisation.sector),
        rows=rows,
        years=years_of(rows),
        known=queries.known_figures(organisation),
    )


@nominees.page("/<public_id>/sua", Action.ORGANISATION_EDIT, load=queries.get_visible_to, methods=("GET", "POST"))
def edit_organisation(organisation: Organisation) -> ResponseReturnValue:
    form = OrganisationForm(clock.today().year, obj=organisation)
    if form.validate_on_submit():
        try:
            with transaction():
                services.edit_organisation(current_actor(), organisation, form.to_input())
            flash("Đã lưu thông tin hợp tác xã.", "success")
            return redirect(url_for(".show_organisation", public_id=organisation.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("nominees/edit_organisation.html", form=form, organisation=organisation)


@nominees.page("/<public_id>/so-lieu", Action.FIGURES_EDIT, load=queries.get_visible_to, methods=("GET", "POST"))
def edit_figures(organisation: Organisation) -> ResponseReturnValue:
    rows = queries.figures_asked_of(organisation)
    form = figures_form(rows, queries.known_figures(organisation))
    if form.validate_on_submit():
        with transaction():
            services.save_figures(current_actor(), organisation, form.to_input())
        flash(f"Đã lưu số liệu lúc {clock.now().astimezone(clock.VIETNAM):%H:%M:%S}.", "success")
        return redirect(url_for(".show_organisation", public_id=organisation.public_id))
    return render_template(
        "nominees/edit_figures.html", form=form, organisation=organisation, rows=rows, years=years_of(rows)
    )
