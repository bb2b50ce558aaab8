"""Pages on which a role is asked to look at a dossier, and answers."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.nominations.models import Nomination
from awards.policy.actions import Action
from awards.screening import flagging, queries
from awards.screening.forms import FlagForm, ResolveForm
from awards.screening.models import DossierFlag
from awards.screening.queue import kept
from awards.screening.wording import FLAG_REASONS, FLAG_ROLES

flags = Door("flags", __name__, url_prefix="/vuong-mac")


@flags.page("/", Action.FLAG_LIST)
def list_flags() -> ResponseReturnValue:
    resolved = request.args.get("da-xong") == "1"
    actor = current_actor()
    page = queries.flags_visible_to(actor, page_number(request.args.get("trang")), resolved=resolved)
    return render_template(
        "screening/list_flags.html",
        page=page,
        resolved=resolved,
        reasons=FLAG_REASONS,
        provincial=actor.alliance_id is not None,
    )


@flags.page("/bao/<public_id>", Action.FLAG_RAISE, load=queries.get_visible_to, methods=("GET", "POST"))
def raise_flag(nomination: Nomination) -> ResponseReturnValue:
    form, where = FlagForm(), kept(request.args)
    if form.validate_on_submit():
        entry = form.to_input()
        try:
            with transaction():
                flagging.raise_flag(current_actor(), nomination, entry)
            flash(f"Đã báo vướng mắc tới {FLAG_ROLES[entry.for_role].lower()}.", "success")
            return redirect(url_for("screening.show_nomination", public_id=nomination.public_id, **where))
        except DomainError as error:
            form.place(error)
    return render_template("screening/raise_flag.html", nomination=nomination, form=form, kept=where)


@flags.page("/<public_id>/giai-quyet", Action.FLAG_RESOLVE, load=queries.get_flag_visible_to, methods=("GET", "POST"))
def resolve_flag(flag: DossierFlag) -> ResponseReturnValue:
    form = ResolveForm()
    if form.validate_on_submit():
        try:
            with transaction():
                flagging.resolve_flag(current_actor(), flag, form.resolution.data or "")
            flash("Đã ghi kết quả giải quyết vướng mắc.", "success")
            return redirect(url_for(".list_flags"))
        except DomainError as error:
            form.place(error)
    return render_template("screening/resolve_flag.html", flag=flag, form=form, reasons=FLAG_REASONS)
