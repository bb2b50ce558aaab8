"""Reminding the judges of a round who are late: read first, then let go by a person."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.councils.models import JudgingRound
from awards.policy.actions import Action
from awards.reminders import judges, services
from awards.reminders.forms import JudgeReleaseForm
from awards.results import queries as results

judge_reminders = Door("judge_reminders", __name__, url_prefix="/nhac-viec/vong-cham")


@judge_reminders.page("/<public_id>", Action.JUDGES_REMIND, load=results.get_round_visible_to, methods=("GET", "POST"))
def remind_judges(judging_round: JudgingRound) -> ResponseReturnValue:
    form = JudgeReleaseForm()
    if form.validate_on_submit():
        try:
            with transaction():
                told = services.remind_judges(current_actor(), judging_round, form.to_input())
            flash(f"Đã gửi lời nhắc cho {told} người. Thư đi trong ít phút tới.", "success")
            return redirect(url_for("results.show_progress", public_id=judging_round.public_id))
        except ConflictError as error:
            flash(error.sentence, "warning")
            return redirect(request.url)
        except DomainError as error:
            form.place(error)
    planned = judges.planned_for(judging_round)
    form.seen.data = judges.digest_of(planned)
    return render_template(
        "reminders/remind_judges.html",
        form=form,
        judging_round=judging_round,
        season=judging_round.council.season,
        planned=planned,
        first_time=services.judges_to_tell(planned, again=False),
        reminded=any(one.sent for one in planned),
        history=judges.history_of(judging_round),
    )
