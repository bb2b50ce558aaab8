"""The first page after sign-in: what waits for me today."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.desk import queries
from awards.policy.actions import Action

desk = Door("desk", __name__, url_prefix="/ban-lam-viec")


@desk.page("/", Action.DESK_OPEN)
def show_desk() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "desk/show_desk.html",
        tasks=queries.waiting_for(actor),
        entrusted=queries.entrusted_to(actor),
        under_way=queries.seasons_under_way(actor),
    )
