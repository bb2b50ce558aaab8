"""Pages about the register of honours."""

from __future__ import annotations

from collections.abc import Iterator

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import download
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.honours import queries, services
from awards.honours.forms import BY_TAX_CODE, HonoursForm, LinkForm
from awards.honours.inputs import ImportRefused, RowError
from awards.honours.models import Honour
from awards.honours.queries import HonourFilter
from awards.honours.wording import COLUMNS, CONFIDENCE_LABELS, NOMINEE_TYPES, REQUIRED
from awards.nominees import queries as nominees
from awards.nominees.models import Organisation
from awards.policy.actions import Action
from awards.seasons.states import AwardKey
from awards.seasons.wording import AWARD_TITLES
from awards.units import queries as units

honours = Door("honours", __name__, url_prefix="/so-vinh-danh")

MOST_ERRORS_SHOWN = 200
MOST_LETTERS = 200
YEAR_DIGITS = 4


@honours.page("/", Action.HONOURS_LIST)
def list_honours() -> ResponseReturnValue:
    actor, wanted = current_actor(), _wanted()
    return render_template(
        "honours/list_honours.html",
        is_sample=wanted.is_sample,
        wanted=wanted,
        page=queries.list_visible_to(actor, wanted, page_number(request.args.get("trang"))),
        years=queries.years_visible_to(actor, is_sample=wanted.is_sample),
        alliances=units.all_alliances(),
        award_titles=AWARD_TITLES,
        nominee_types=NOMINEE_TYPES,
        confidence_labels=CONFIDENCE_LABELS,
    )


@honours.page("/don-vi/<public_id>", Action.ORGANISATION_READ, load=queries.get_register_of)
def show_past_honours(register: queries.RegisterOf) -> ResponseReturnValue:
    return render_template(
        "honours/show_past_honours.html",
        organisation=register.organisation,
        awards=register.awards,
        award_titles=AWARD_TITLES,
    )


@honours.page("/<public_id>/noi", Action.HONOUR_LINK, load=queries.get_visible_to, methods=("GET", "POST"))
def link_honour(honour: Honour) -> ResponseReturnValue:
    actor, asked_from = current_actor(), request.args.get("don-vi", "")
    candidates = queries.candidates_for(actor, honour, asked_from)
    form = LinkForm(_choices(honour, candidates))
    if form.validate_on_submit():
        try:
            _link(honour, candidates, form)
        except DomainError as error:
            form.place(error)
        else:
            flash("Đã ghi vào sổ vinh danh.", "success")
            if asked_from in {one.public_id for one in candidates}:
                return redirect(url_for(".show_past_honours", public_id=asked_from))
            return redirect(url_for(".list_honours"))
    form.looked_at.data = " ".join(one.public_id for one in candidates)
    return render_template(
        "honours/link_honour.html",
        form=form,
        honour=honour,
        asked_from=asked_from,
        award_titles=AWARD_TITLES,
        nominee_types=NOMINEE_TYPES,
    )


@honours.page("/nhap", Action.HONOURS_IMPORT, methods=("GET", "POST"))
def import_honours() -> ResponseReturnValue:
    form = HonoursForm()
    errors: tuple[RowError, ...] = ()
    if form.validate_on_submit():
        try:
            with transaction():
                outcome = services.import_honours(current_actor(), form.to_input(), complete=form.complete.data)
        except DomainError as error:
            form.place(error)
            errors = error.errors if isinstance(error, ImportRefused) else ()
        else:
            flash(_told(len(outcome.added), outcome.known), "success")
            return redirect(url_for(".list_honours"))
    return render_template(
        "honours/import_honours.html",
        form=form,
        errors=errors[:MOST_ERRORS_SHOWN],
        error_count=len(errors),
        columns=[(heading, column in REQUIRED) for column, heading in COLUMNS.items()],
    )


@honours.page("/tep-mau", Action.HONOURS_IMPORT)
def download_template() -> ResponseReturnValue:
    """An empty list with the right headings, as Excel in Vietnam opens it: UTF-8 with BOM and semicolons."""
    line = ";".join(COLUMNS.values()) + "\r\n"
    return download(line.encode("utf-8-sig"), "Danh sách vinh danh.csv", "text/csv")


def _wanted() -> HonourFilter:
    year = request.args.get("nam", "")
    award = request.args.get("giai", "")
    return HonourFilter(
        is_sample="mau" in request.args,
        words=request.args.get("q", "")[:MOST_LETTERS],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS else None,
        award=award if award in set(AwardKey) else None,
        alliance=request.args.get("tinh") or None,
    )


def _choices(honour: Honour, candidates: list[Organisation]) -> Iterator[tuple[str, str]]:
    """Each candidate; of a product's honour also with each of its products."""
    for organisation in candidates:
        name = f"{organisation.name} (mã số thuế {organisation.tax_code})"
        if honour.nominee_type == "product":
            for product in organisation.products:
                yield f"{organisation.public_id}/{product.public_id}", f"{name}, sản phẩm “{product.name}”"
            name = f"{name}, sản phẩm chưa có trong sổ"
        yield organisation.public_id, name


def _link(honour: Honour, candidates: list[Organisation], form: LinkForm) -> None:
    """Store what the person chose. Raises :class:`DomainError` beside the field."""
    actor, entry = current_actor(), form.to_input()
    organisation = next((one for one in candidates if one.public_id == entry.organisation), None)
    if form.choice.data == BY_TAX_CODE:
        organisation = nominees.by_tax_code_visible_to(actor, form.other_code.data or "")
        if organisation is None:
            raise DomainError("Trong sổ không có đơn vị nào mang mã số thuế này.", "other_code")
    with transaction():
        if organisation is None:
            looked_at = [one for one in candidates if one.public_id in entry.looked_at]
            services.dismiss_honour(actor, honour, looked_at, entry.reason)
            return
        product = next((one for one in organisation.products if one.public_id == entry.product), None)
        services.link_honour(actor, honour, organisation, product, entry.reason)


def _told(added: int, known: int) -> str:
    sentence = f"Đã nhập {added} lượt vinh danh vào sổ."
    return f"{sentence} {known} dòng đã có từ trước được giữ nguyên." if known else sentence
