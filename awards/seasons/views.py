"""Reading pages about seasons and rulebooks; what makes them public is done in ``publicity``."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.files import download
from awards.base.ics import MEDIA_TYPE, write_calendar
from awards.policy.actions import Action
from awards.seasons import queries
from awards.seasons.calendar import stage_sentence, stages, state_at
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import read_published
from awards.seasons.wording import AWARD_TITLES, CONFIRMATION_LABELS, RULEBOOK_STATUS, STAGE_TITLES, STATE_LABELS

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
        stage_titles=STAGE_TITLES,
        confirmation_labels=CONFIRMATION_LABELS,
    )


@seasons.page("/<public_id>/lich", Action.CALENDAR_READ, load=queries.get_visible_to)
def show_calendar(season: Season) -> ResponseReturnValue:
    now = clock.now()
    windows = queries.windows_of(current_actor(), season)
    return render_template(
        "seasons/show_calendar.html",
        season=season,
        rows=[(STAGE_TITLES[stage], window, state_at(window, now)) for stage, window in windows.items()],
        sentence=stage_sentence(season, now),
        now=now,
    )


@seasons.page("/lich.ics", Action.CALENDAR_READ)
def download_calendar() -> ResponseReturnValue:
    host = urlsplit(str(current_app.config["AWARDS_BASE_URL"])).hostname or "localhost"
    content = write_calendar("Lịch giải thưởng", queries.events_visible_to(current_actor()), host, clock.now())
    return download(content, "lich-giai-thuong.ics", MEDIA_TYPE)


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
