"""Reading pages about seasons and rulebooks; what makes them public is done in ``publicity``."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.policy.actions import Action
from awards.seasons import queries
from awards.seasons.calendar import stage_sentence, stages
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import read_published
from awards.seasons.wording import AWARD_TITLES, CONFIRMATION_LABELS, RULEBOOK_STATUS, STATE_LABELS

seasons = Door("seasons", __name__, url_prefix="/mua-giai")


@seasons.page("/", Action.SEASON_LIST)
def list_seasons() -> ResponseReturnValue:
    return render_template(
        "seasons/list_seasons.html",
        seasons=queries.list_visible_to(current_actor()),
        award_titles=AWARD_TITLES,
        state_labels=STATE_LABELS,
    )


@seasons.page("/<public_id>", Action.SEASON_READ, load=queries.get_visible_to)
def show_season(season: Season) -> ResponseReturnValue:
    now = clock.now()
    return render_template(
        "seasons/show_season.html",
        season=season,
        stages=stages(season, now),
        sentence=stage_sentence(season, now),
        award_titles=AWARD_TITLES,
        state_labels=STATE_LABELS,
        confirmation_labels=CONFIRMATION_LABELS,
    )


@seasons.page("/quy-tac/", Action.RULEBOOK_LIST)
def list_rulebooks() -> ResponseReturnValue:
    return render_template(
        "seasons/list_rulebooks.html",
        rulebooks=queries.list_rulebooks_visible_to(current_actor()),
        status_labels=RULEBOOK_STATUS,
        confirmation_labels=CONFIRMATION_LABELS,
    )


@seasons.page("/quy-tac/<public_id>", Action.RULEBOOK_READ, load=queries.get_rulebook_visible_to)
def show_rulebook(published: PublishedRulebook) -> ResponseReturnValue:
    return render_template(
        "seasons/show_rulebook.html",
        published=published,
        rulebook=read_published(published),
        status_labels=RULEBOOK_STATUS,
        confirmation_labels=CONFIRMATION_LABELS,
    )
