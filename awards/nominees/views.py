"""Pages about organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.accounts.identity import signed_in_user
from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.forms import Form
from awards.base.paging import page_number
from awards.base.phones import format_phone
from awards.base.transaction import transaction
from awards.nominees import queries, services
from awards.nominees.asked import years_of
from awards.nominees.forms import OrganisationForm, figures_form
from awards.nominees.models import HeldCertificate, Organisation, Product
from awards.nominees.product_forms import CertificateForm, ProductForm, RemoveForm
from awards.nominees.reading_back import money_in_words
from awards.nominees.shown import certificate_data, facts_of, facts_typed, fingerprint, founded_text
from awards.nominees.wording import COOPERATIVE_GROUP, KINDS, SECTOR_GROUPS, certificate_label, sector_label
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
    actor, user = current_actor(), signed_in_user()
    form = OrganisationForm(clock.today(), _kinds())
    province = units.province_of(user.alliance, clock.today()) if user is not None and user.alliance else None
    similar: list[Organisation] = []
    taken: Organisation | None = None
    if province is not None and form.validate_on_submit():
        similar = queries.similar_in_province(actor, form.name.data or "", province)
        taken = queries.by_tax_code_visible_to(actor, form.tax_code.data or "")
        if taken is not None or form.is_told_apart_from([one.public_id for one in similar]):
            try:
                with transaction():
                    organisation = services.register_organisation(
                        actor, form.to_input(), province.alliance, province, is_sample=_holds_samples()
                    )
                flash("Đã đăng ký. Tiếp theo, hãy nhập số liệu các năm.", "success")
                return redirect(url_for(".edit_figures", public_id=organisation.public_id))
            except DomainError as error:
                form.place(error)
                taken = queries.by_tax_code_visible_to(actor, form.tax_code.data or "")
    return render_template(
        "nominees/register_organisation.html",
        form=form,
        province=province,
        **_warnings(form, similar, taken),
    )


@nominees.page("/<public_id>", Action.ORGANISATION_READ, load=queries.get_visible_to)
def show_organisation(organisation: Organisation) -> ResponseReturnValue:
    if organisation.merged_into is not None:
        flash(f"{organisation.name} ({organisation.tax_code}) đã được gộp vào đơn vị này.", "info")
        return redirect(url_for(".show_organisation", public_id=organisation.merged_into.public_id))
    rows = queries.figures_asked_of(organisation)
    known = queries.known_figures(organisation)
    return render_template(
        "nominees/show_organisation.html",
        organisation=organisation,
        kinds=KINDS,
        sector_groups=SECTOR_GROUPS,
        sector=sector_label(organisation.sector),
        rows=rows,
        years=years_of(rows),
        known=known,
        sources=queries.known_sources(organisation, rows),
        words=money_in_words(rows, known),
        phone=format_phone(organisation.contact_phone),
        product_groups=queries.product_groups(),
        certificate_label=certificate_label,
        today=clock.today(),
        merged=queries.merged_into(organisation),
    )


@nominees.page(
    "/<public_id>/sua", Action.ORGANISATION_EDIT, load=queries.get_current_visible_to, methods=("GET", "POST")
)
def edit_organisation(organisation: Organisation) -> ResponseReturnValue:
    actor = current_actor()
    form = OrganisationForm(
        clock.today(),
        _kinds(organisation.kind),
        obj=organisation,
        data={"founded": founded_text(organisation), "base": fingerprint(organisation)},
    )
    changed: list[tuple[str, str, str]] = []
    similar: list[Organisation] = []
    taken: Organisation | None = None
    if form.validate_on_submit():
        if form.name.data != organisation.name:
            similar = queries.similar_in_province(actor, form.name.data or "", organisation.province, organisation)
        if form.is_told_apart_from([one.public_id for one in similar]):
            try:
                with transaction():
                    services.edit_organisation(actor, organisation, form.to_input(), form.base.data or None)
                flash("Đã lưu thông tin hợp tác xã.", "success")
                return redirect(url_for(".show_organisation", public_id=organisation.public_id))
            except ConflictError as error:
                form.place(error)
                form.base.data = fingerprint(organisation)
                both = zip(facts_of(organisation), facts_typed(form.to_input()), strict=True)
                changed = [(term, stored, typed) for (term, stored), (_, typed) in both if stored != typed]
            except DomainError as error:
                form.place(error)
                taken = queries.by_tax_code_visible_to(actor, form.tax_code.data or "")
    return render_template(
        "nominees/edit_organisation.html",
        form=form,
        changed=changed,
        organisation=organisation,
        province=organisation.province,
        **_warnings(form, similar, taken),
    )


@nominees.page(
    "/<public_id>/so-lieu", Action.FIGURES_EDIT, load=queries.get_current_visible_to, methods=("GET", "POST")
)
def edit_figures(organisation: Organisation) -> ResponseReturnValue:
    rows = queries.figures_asked_of(organisation)
    form = figures_form(rows, queries.known_figures(organisation), queries.known_sources(organisation, rows))
    if form.validate_on_submit():
        with transaction():
            services.save_figures(current_actor(), organisation, form.to_input())
        flash(f"Đã lưu số liệu lúc {clock.now().astimezone(clock.VIETNAM):%H:%M:%S}.", "success")
        return redirect(url_for(".show_organisation", public_id=organisation.public_id, _anchor="so-lieu"))
    return render_template(
        "nominees/edit_figures.html", form=form, organisation=organisation, rows=rows, years=years_of(rows)
    )


@nominees.page(
    "/<public_id>/san-pham/them", Action.PRODUCT_EDIT, load=queries.get_current_visible_to, methods=("GET", "POST")
)
def add_product(organisation: Organisation) -> ResponseReturnValue:
    form = ProductForm(queries.product_groups().items())
    if form.validate_on_submit() and _is_stored(
        form, lambda: services.add_product(current_actor(), organisation, form.to_input())
    ):
        flash("Đã thêm sản phẩm.", "success")
        return _back_to(organisation, "san-pham")
    return render_template("nominees/add_product.html", form=form, organisation=organisation)


@nominees.page(
    "/<public_id>/san-pham/<product_id>",
    Action.PRODUCT_EDIT,
    load=queries.get_product_visible_to,
    methods=("GET", "POST"),
)
def edit_product(product: Product) -> ResponseReturnValue:
    groups = {product.product_group: product.product_group} | queries.product_groups()
    form = ProductForm(groups.items(), obj=product)
    if form.validate_on_submit() and _is_stored(
        form, lambda: services.edit_product(current_actor(), product, form.to_input())
    ):
        flash("Đã lưu sản phẩm.", "success")
        return _back_to(product.organisation, "san-pham")
    return render_template("nominees/edit_product.html", form=form, product=product)


@nominees.page(
    "/<public_id>/chung-nhan/them",
    Action.CERTIFICATE_EDIT,
    load=queries.get_current_visible_to,
    methods=("GET", "POST"),
)
def add_certificate(organisation: Organisation) -> ResponseReturnValue:
    form = CertificateForm(_product_choices(organisation), clock.today())
    if form.validate_on_submit() and _is_stored(
        form, lambda: services.add_certificate(current_actor(), organisation, form.to_input())
    ):
        flash("Đã thêm giấy chứng nhận.", "success")
        return _back_to(organisation, "chung-nhan")
    return render_template("nominees/add_certificate.html", form=form, organisation=organisation)


@nominees.page(
    "/<public_id>/chung-nhan/<certificate_id>",
    Action.CERTIFICATE_EDIT,
    load=queries.get_certificate_visible_to,
    methods=("GET", "POST"),
)
def edit_certificate(certificate: HeldCertificate) -> ResponseReturnValue:
    organisation = certificate.organisation
    form = CertificateForm(_product_choices(organisation), clock.today(), data=certificate_data(certificate))
    if form.validate_on_submit() and _is_stored(
        form, lambda: services.edit_certificate(current_actor(), certificate, form.to_input())
    ):
        flash("Đã lưu giấy chứng nhận.", "success")
        return _back_to(organisation, "chung-nhan")
    return render_template(
        "nominees/edit_certificate.html", form=form, certificate=certificate, organisation=organisation
    )


@nominees.page(
    "/<public_id>/chung-nhan/<certificate_id>/bo",
    Action.CERTIFICATE_EDIT,
    load=queries.get_certificate_visible_to,
    methods=("POST",),
)
def remove_certificate(certificate: HeldCertificate) -> ResponseReturnValue:
    organisation = certificate.organisation
    if RemoveForm().validate_on_submit():
        with transaction():
            services.remove_certificate(current_actor(), certificate)
        flash("Đã bỏ giấy chứng nhận khỏi sổ.", "success")
    return _back_to(organisation, "chung-nhan")


def _is_stored(form: Form, verb: Callable[[], object]) -> bool:
    """Whether the verb was stored; its refusal is placed on the form."""
    try:
        with transaction():
            verb()
    except DomainError as error:
        form.place(error)
        return False
    return True


def _back_to(organisation: Organisation, anchor: str) -> ResponseReturnValue:
    return redirect(url_for(".show_organisation", public_id=organisation.public_id, _anchor=anchor))


def _holds_samples() -> bool:
    return bool(current_app.extensions["settings"].holds_samples)


def _kinds(present: str = "") -> list[tuple[str, str]]:
    """The kinds offered; a cooperative group only where the settings say so, or where it is one already."""
    groups_too = current_app.extensions["settings"].accept_cooperative_groups or present == COOPERATIVE_GROUP
    return [(key, label) for key, label in KINDS.items() if groups_too or key != COOPERATIVE_GROUP]


def _product_choices(organisation: Organisation) -> list[tuple[str, str]]:
    return [(product.public_id, product.name) for product in organisation.products]


def _warnings(form: OrganisationForm, similar: list[Organisation], taken: Organisation | None) -> dict[str, Any]:
    """Whose tax code this is, as far as the person may know, and whose names are like this one."""
    form.seen.data = " ".join(one.public_id for one in similar)
    return {"similar": similar, "taken": taken}
