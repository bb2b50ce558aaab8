"""Pages about organisations that are likely one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.merging import queries, services
from awards.merging.forms import VerdictForm
from awards.merging.inputs import MergeRecord
from awards.merging.models import OrganisationMerge
from awards.nominees import queries as nominees
from awards.nominees.shown import founded_text
from awards.nominees.wording import KINDS, sector_label
from awards.policy.actions import Action
from awards.policy.actor import Role
from awards.units import queries as units

merging = Door("merging", __name__, url_prefix="/don-vi-trung")


@merging.page("/", Action.DUPLICATES_LIST)
def list_duplicates() -> ResponseReturnValue:
    actor, alliance = current_actor(), request.args.get("tinh") or None
    everywhere = actor.holds(Role.OFFICE)
    return render_template(
        "merging/list_duplicates.html",
        page=queries.list_pairs_visible_to(actor, alliance, page_number(request.args.get("trang"))),
        alliances=units.all_alliances() if everywhere else [],
        alliance=alliance,
    )


@merging.page(
    "/<first_id>/<second_id>",
    Action.ORGANISATION_MERGE,
    load=queries.get_pair_visible_to,
    methods=("GET", "POST"),
)
def merge(pair: queries.Pair) -> ResponseReturnValue:
    actor, both = current_actor(), (pair.first, pair.second)
    form = VerdictForm([(one.public_id, f"{one.name} (mã số thuế {one.tax_code})") for one in both])
    if form.validate_on_submit():
        entry = form.to_input()
        try:
            with transaction():
                if entry.kept is None:
                    services.tell_apart(actor, pair, entry.reason)
                else:
                    kept, merged = sorted(both, key=lambda one: one.public_id != entry.kept)
                    services.merge(actor, kept, merged, entry.reason)
            if entry.kept is None:
                flash("Đã ghi: đây là hai đơn vị khác nhau.", "success")
                return redirect(url_for(".list_duplicates"))
            flash("Đã gộp hai đơn vị.", "success")
            return redirect(url_for(".show_merge", public_id=merged.public_id))
        except DomainError as error:
            form.place(error)
    return render_template(
        "merging/merge.html", form=form, pair=pair, kinds=KINDS, sector_label=sector_label, founded_text=founded_text
    )


@merging.page("/da-gop/<public_id>", Action.ORGANISATION_READ, load=queries.get_merge_visible_to)
def show_merge(row: OrganisationMerge) -> ResponseReturnValue:
    labels = {one.figure.key: one.figure.label for one in nominees.figures_asked_of(row.kept)}
    record = MergeRecord.read(row.content)
    return render_template("merging/show_merge.html", row=row, record=record, labels=labels)
