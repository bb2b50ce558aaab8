"""The officer's pages: a link for the cooperative, and what came in by it."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.dates import format_deadline
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import download, file_store
from awards.base.forms import Form
from awards.base.transaction import transaction
from awards.nominations import queries as nominations
from awards.nominations.models import Nomination
from awards.nominations.services import shut_sentence
from awards.nominations.wording import PART_SLUGS
from awards.notices.wording import as_zalo
from awards.policy.actions import Action
from awards.registrations import queries, services
from awards.registrations.forms import LinkForm, SendBackForm, TakeOverForm, take_over_form
from awards.registrations.models import ContactFile
from awards.registrations.review import PartReview, review_of
from awards.registrations.services import IssuedLink
from awards.registrations.taking_over import take_over as take_parts_over
from awards.registrations.wording import CONTACT_PARTS, invitation

registrations = Door("registrations", __name__, url_prefix="/ho-so")


@registrations.page(
    "/<public_id>/lien-ket", Action.CONTACT_LINK_ISSUE, load=nominations.get_visible_to, methods=("GET", "POST")
)
def issue_link(nomination: Nomination) -> ResponseReturnValue:
    """The token is on the page that answers the form, and on no other page ever."""
    usual = max((services.deadline_of(nomination) - clock.now()).days, services.FEWEST_DAYS)
    form = LinkForm(data={"days": min(services.USUAL_DAYS, usual), "helper": current_actor().name})
    issued: IssuedLink | None = None
    if form.validate_on_submit():
        try:
            with transaction():
                issued = services.issue_link(current_actor(), nomination, form.to_input())
        except DomainError as error:
            form.place(error)
    link = queries.latest_link(nomination)
    return render_template(
        "registrations/issue_link.html",
        form=form,
        nomination=nomination,
        shut=shut_sentence(nomination),
        link=link,
        link_works=queries.works(link),
        issued=_to_paste(nomination, issued) if issued is not None else None,
        revoke_form=Form(),
    )


@registrations.page(
    "/<public_id>/lien-ket/thu-hoi", Action.CONTACT_LINK_REVOKE, load=nominations.get_visible_to, methods=("POST",)
)
def revoke_link(nomination: Nomination) -> ResponseReturnValue:
    if Form().validate_on_submit():
        with transaction():
            services.revoke_link(current_actor(), nomination)
        flash("Đã thu hồi liên kết. Nội dung hợp tác xã đã điền vẫn được giữ.", "success")
    return redirect(url_for(".issue_link", public_id=nomination.public_id))


@registrations.page("/<public_id>/phan-hop-tac-xa", Action.CONTACT_REVIEW, load=nominations.get_visible_to)
def review(nomination: Nomination) -> ResponseReturnValue:
    link, parts = queries.latest_link(nomination), review_of(nomination)
    return render_template(
        "registrations/review.html",
        nomination=nomination,
        link=link,
        link_works=queries.works(link),
        parts=parts,
        form=_boxes(parts),
        slugs=PART_SLUGS,
        shut=shut_sentence(nomination),
    )


@registrations.page(
    "/<public_id>/phan-hop-tac-xa/nhan", Action.CONTACT_TAKE_OVER, load=nominations.get_visible_to, methods=("POST",)
)
def take_over(nomination: Nomination) -> ResponseReturnValue:
    form = _boxes(review_of(nomination))
    if form.validate_on_submit():
        try:
            with transaction():
                taken = take_parts_over(current_actor(), nomination, form.to_input())
            names = ", ".join(CONTACT_PARTS[part] for part in taken)
            flash(f"Đã nhận vào hồ sơ: {names}." if taken else "Các mục này đã được nhận trước đó.", "success")
        except DomainError as error:
            flash(error.sentence, "error")
    else:
        for sentence in form.form_errors or ["Trang này mở đã lâu. Hãy tải lại trang rồi bấm nhận."]:
            flash(sentence, "error")
    return redirect(url_for(".review", public_id=nomination.public_id))


@registrations.page(
    "/<public_id>/phan-hop-tac-xa/<section>/tra-lai",
    Action.CONTACT_SEND_BACK,
    load=queries.get_part_visible_to,
    methods=("GET", "POST"),
)
def send_back(place: queries.PartOfNomination) -> ResponseReturnValue:
    form, nomination = SendBackForm(), place.nomination
    if form.validate_on_submit():
        try:
            with transaction():
                services.send_back(current_actor(), nomination, place.part, form.reason.data or "")
            flash("Đã trả lại mục này. Hợp tác xã mở lại liên kết cũ để sửa.", "success")
            return redirect(url_for(".review", public_id=nomination.public_id))
        except DomainError as error:
            form.place(error)
    title = CONTACT_PARTS[place.part]
    return render_template("registrations/send_back.html", form=form, nomination=nomination, title=title, place=place)


@registrations.page(
    "/<public_id>/phan-hop-tac-xa/tep/<file_id>", Action.CONTACT_REVIEW, load=queries.get_file_visible_to
)
def download_contact_file(file: ContactFile) -> ResponseReturnValue:
    return download(file_store().get(file.storage_key), file.name, file.media_type)


def _boxes(parts: tuple[PartReview, ...]) -> TakeOverForm:
    return take_over_form((one.part, one.title, one.seen) for one in parts if one.waits or request.method == "POST")


def _to_paste(nomination: Nomination, issued: IssuedLink) -> dict[str, str]:
    """The address, and the text ready for Zalo."""
    path = url_for("contact.open_link", token=issued.token)
    address = f"{current_app.config['AWARDS_BASE_URL']}{path}"
    until = format_deadline(issued.link.expires_at)
    title, body = invitation(nomination.organisation.name, nomination.season.title, until, issued.link.helper)
    return {"address": address, "text": as_zalo(title, body, address, longest=1000)}
