"""The page on which chair and secretary (in a province: secretary and leader) open a cast sheet again together."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.councils.levels import level_of
from awards.policy.actions import Action
from awards.sheets import reopening, reopenings
from awards.sheets.blind import code_of, names_hidden_from
from awards.sheets.forms import ReopeningForm
from awards.sheets.models import Reopening
from awards.sheets.reopenings import RunRound
from awards.sheets.wording import ASKED_AS_LABELS, REOPENED, REOPENED_ON_PAPER, REOPENING_LABELS, REOPENING_TONES

sheet_reopenings = Door("sheet_reopenings", __name__, url_prefix="/mo-lai-phieu")


@sheet_reopenings.page("/<public_id>", Action.REOPENING_LIST, load=reopenings.get_round_visible_to)
def list_reopenings(run: RunRound) -> ResponseReturnValue:
    return _page(run, ReopeningForm())


@sheet_reopenings.page(
    "/<public_id>/de-nghi",
    Action.REOPENING_ASK,
    load=reopenings.get_round_visible_to,
    methods=("GET", "POST"),
    fresh=True,
)
def ask_reopening(run: RunRound) -> ResponseReturnValue:
    form = ReopeningForm()
    if form.validate_on_submit():
        try:
            with transaction():
                reopening.ask(current_actor(), run, form.to_input())
            flash("Đã gửi đề nghị. Phiếu chỉ mở lại khi người kia đồng ý.", "success")
            return redirect(url_for(".list_reopenings", public_id=run.judging_round.public_id))
        except DomainError as error:
            form.place(error)
    return _page(run, form)


@sheet_reopenings.page(
    "/de-nghi/<public_id>/dong-y",
    Action.REOPENING_CONFIRM,
    load=reopenings.get_visible_to,
    methods=("POST",),
    fresh=True,
)
def confirm_reopening(request: Reopening) -> ResponseReturnValue:
    round_id = request.sheet.assignment.judging_round.public_id
    try:
        with transaction():
            sheet = reopening.confirm(current_actor(), request)
        flash(REOPENED_ON_PAPER if sheet.assignment.member.user_id is None else REOPENED, "success")
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(url_for(".list_reopenings", public_id=round_id))


@sheet_reopenings.page(
    "/de-nghi/<public_id>/khong", Action.REOPENING_DECLINE, load=reopenings.get_visible_to, methods=("POST",)
)
def decline_reopening(request: Reopening) -> ResponseReturnValue:
    round_id = request.sheet.assignment.judging_round.public_id
    try:
        with transaction():
            reopening.decline(current_actor(), request)
        flash("Đã trả lời: không mở lại phiếu.", "success")
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(url_for(".list_reopenings", public_id=round_id))


def _page(run: RunRound, form: ReopeningForm) -> ResponseReturnValue:
    return render_template(
        "sheets/list_reopenings.html",
        form=form,
        judging_round=run.judging_round,
        requests=reopenings.requests_in(run.judging_round),
        is_blind=level_of(run.judging_round.council).blind,
        hides=names_hidden_from(current_actor(), run.judging_round.council),
        code_of=code_of,
        labels=REOPENING_LABELS,
        tones=REOPENING_TONES,
        asked_as=ASKED_AS_LABELS,
    )
