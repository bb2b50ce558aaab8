"""How far the provinces are, and letting reminders go."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.policy.actions import Action
from awards.reminders import queries, services
from awards.reminders.forms import ReleaseForm
from awards.reminders.progress import digest_of
from awards.reminders.queries import Release
from awards.reminders.states import ReminderKind
from awards.reminders.wording import KIND_TITLES, SLUGS

reminders = Door("reminders", __name__, url_prefix="/nhac-viec")


@reminders.page("/", Action.REMINDER_LIST)
def list_provinces() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    open_seasons = queries.open_seasons_visible_to(actor)
    wanted = request.args.get("mua")
    season = next((one for one in open_seasons if one.public_id == wanted), open_seasons[0] if open_seasons else None)
    provinces = queries.progress_visible_to(actor, season) if season is not None else []
    due = [one.due(now) for one in provinces]
    return render_template(
        "reminders/list_provinces.html",
        seasons=open_seasons,
        season=season,
        provinces=provinces,
        due={slug: due.count(kind) for slug, kind in SLUGS.items()},
        slugs=SLUGS,
        kind_titles=KIND_TITLES,
        opened=ReminderKind.OPENED,
        now=now,
    )


@reminders.page(
    "/<public_id>/<slug>", Action.REMINDER_RELEASE, load=queries.get_release_visible_to, methods=("GET", "POST")
)
def release(wanted: Release) -> ResponseReturnValue:
    form = ReleaseForm()
    if form.validate_on_submit():
        try:
            with transaction():
                told = services.release(current_actor(), wanted, form.to_input())
            flash(f"Đã gửi lời nhắc cho {told} tỉnh, thành phố. Thư đi trong ít phút tới.", "success")
            return redirect(url_for(".list_provinces", mua=wanted.season.public_id))
        except ConflictError as error:
            flash(error.sentence, "warning")
            return redirect(request.url)
        except DomainError as error:
            form.place(error)
    planned = queries.planned_release(wanted)
    form.seen.data = digest_of(planned)
    return render_template(
        "reminders/release.html",
        form=form,
        season=wanted.season,
        title=KIND_TITLES[wanted.kind],
        planned=sorted(planned, key=lambda one: not one.recipients),
        reminded=any(one.sent for one in planned),
        first_time=services.to_tell(planned, again=False),
        unreachable=[one for one in planned if not one.recipients],
        history=[one for one in queries.history_of(wanted.season) if one.kind == wanted.kind],
    )
