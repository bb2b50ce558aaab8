"""Recording a decision and reading its list."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.decisions import queries, services
from awards.decisions.forms import DecisionForm
from awards.decisions.models import Decision
from awards.decisions.queries import CountedSeason
from awards.nominees.wording import SECTOR_GROUPS
from awards.policy.actions import Action

decisions = Door("decisions", __name__, url_prefix="/quyet-dinh")


@decisions.page("/", Action.DECISION_READ)
def list_decisions() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "decisions/list_decisions.html",
        decisions=queries.list_visible_to(actor),
        undecided=queries.undecided_visible_to(actor),
    )


@decisions.page("/<public_id>", Action.DECISION_READ, load=queries.get_visible_to)
def show_decision(decision: Decision) -> ResponseReturnValue:
    return render_template(
        "decisions/show_decision.html",
        decision=decision,
        season=decision.season,
        named=queries.named_in(decision),
        sector_groups=SECTOR_GROUPS,
    )


@decisions.page(
    "/ghi/<public_id>",
    Action.DECISION_RECORD,
    load=queries.get_counted_season_visible_to,
    methods=("GET", "POST"),
    fresh=True,
)
def record_decision(counted: CountedSeason) -> ResponseReturnValue:
    form = DecisionForm()
    season = counted.season
    if form.validate_on_submit():
        try:
            with transaction():
                decision = services.record_decision(current_actor(), season, form.to_input())
            flash(f"Đã ghi quyết định và cấp mã cho {len(decision.entries)} giấy chứng nhận.", "success")
            return redirect(url_for(".show_decision", public_id=decision.public_id))
        except ConflictError as error:
            return _told(error, season_decision=queries.decision_of(season))
        except DomainError as error:
            form.place(error)
    decided = queries.decision_of(season)
    if decided is not None:
        return redirect(url_for(".show_decision", public_id=decided.public_id))
    return render_template(
        "decisions/record_decision.html", form=form, season=season, counted=counted, sector_groups=SECTOR_GROUPS
    )


def _told(error: ConflictError, season_decision: Decision | None) -> ResponseReturnValue:
    """A second click finds the decision the first one recorded."""
    flash(error.sentence, "info")
    if season_decision is None:
        return redirect(url_for(".list_decisions"))
    return redirect(url_for(".show_decision", public_id=season_decision.public_id))
