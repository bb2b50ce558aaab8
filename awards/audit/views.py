"""The log and the proof of its chain."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from awards.audit import queries, services
from awards.audit.forms import LogFilterForm
from awards.audit.queries import LogFilter
from awards.audit.wording import action_label
from awards.base.doors import Door, current_actor
from awards.base.paging import page_number
from awards.policy.actions import Action

audit = Door("audit", __name__, url_prefix="/nhat-ky")


@audit.page("/", Action.AUDIT_READ)
def list_entries() -> ResponseReturnValue:
    form = LogFilterForm(formdata=request.args)
    valid = form.validate()
    wanted = LogFilter(form.action.data or "", form.subject.data or "", form.day.data) if valid else LogFilter()
    actor = current_actor()
    return render_template(
        "audit/list_entries.html",
        form=form,
        page=queries.list_visible_to(actor, wanted, page_number(request.args.get("trang"))),
        head=queries.head_visible_to(actor),
        shows_saves=queries.shows_saves(actor),
        action_label=action_label,
        chosen={name: request.args.get(name) for name in ("viec", "ma", "ngay") if request.args.get(name)},
    )


@audit.page("/kiem-tra", Action.AUDIT_READ)
def verify_chain() -> ResponseReturnValue:
    number, head, fault = services.verify_log()
    return render_template("audit/verify_chain.html", number=number, head=head, fault=fault)
