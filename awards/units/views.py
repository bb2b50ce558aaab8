"""Where to look up a province: today's 34, and what became of the earlier ones."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from awards.base.doors import Door
from awards.policy.actions import Action
from awards.units import queries
from awards.units.queries import AllianceHistory

units = Door("units", __name__, url_prefix="/tinh-thanh")

MOST_LETTERS = 100


@units.page("/", Action.UNIT_LIST)
def list_units() -> ResponseReturnValue:
    wanted = request.args.get("q", "")[:MOST_LETTERS]
    return render_template(
        "units/list_units.html",
        wanted=wanted,
        found=queries.search(wanted),
        histories=[] if wanted.strip() else queries.alliance_histories(),
    )


@units.page("/<public_id>", Action.UNIT_LIST, load=queries.history_visible_to)
def show_alliance(history: AllianceHistory) -> ResponseReturnValue:
    return render_template("units/show_alliance.html", history=history)
