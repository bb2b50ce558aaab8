"""Pages on which things are made public: rulebooks, seasons, and the honours of a decision."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.dates import format_deadline
from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.decisions import queries as decisions
from awards.decisions.models import Decision
from awards.policy.actions import Action
from awards.publicity import services, staff_queries
from awards.publicity.forms import (
    AnnouncementForm,
    ApprovalForm,
    CalendarForm,
    ConfirmationForm,
    ExtensionForm,
    RulebookForm,
    SeasonForm,
    WithdrawalForm,
)
from awards.publicity.models import Announcement
from awards.seasons import queries as seasons
from awards.seasons import services as season_services
from awards.seasons.calendar import stage_sentence, stages
from awards.seasons.models import DeadlineExtension, PublishedRulebook, Season
from awards.seasons.states import SeasonStage
from awards.seasons.wording import AWARD_TITLES, CONFIRMATION_LABELS, RULEBOOK_STATUS, STAGE_TITLES, STATE_LABELS
from awards.units import queries as units
from scoring.errors import RulebookError, RulebookInvalid

publicity = Door("publicity", __name__, url_prefix="/cong-bo")


@publicity.page("/", Action.SEASON_LIST)
def show_overview() -> ResponseReturnValue:
    actor = current_actor()
    planned = {one.announcement.decision_id: one for one in staff_queries.list_planned(actor)}
    return render_template(
        "publicity/show_overview.html",
        seasons=seasons.list_visible_to(actor),
        rulebooks=seasons.list_rulebooks_visible_to(actor),
        decisions=[(one, planned.get(one.id)) for one in decisions.list_visible_to(actor)],
        waiting_honours=len(staff_queries.unpublished_honours(actor)),
        state_labels=STATE_LABELS,
        status_labels=RULEBOOK_STATUS,
        confirmation_labels=CONFIRMATION_LABELS,
    )


@publicity.page("/the-le", Action.RULEBOOK_PUBLISH, methods=("GET", "POST"))
def publish_rulebook() -> ResponseReturnValue:
    form = RulebookForm()
    mistakes: tuple[RulebookError, ...] = ()
    if form.validate_on_submit():
        try:
            with transaction():
                published = services.publish_rulebook(current_actor(), form.text.data or "")
            flash("Đã công bố thể lệ. Bước tiếp theo là xác nhận đã đối chiếu với quy chế.", "success")
            return redirect(url_for(".confirm_rulebook", public_id=published.public_id))
        except RulebookInvalid as invalid:
            mistakes = invalid.errors
            form.place(DomainError(f"Thể lệ có {len(mistakes)} lỗi, chưa công bố. Xem danh sách lỗi ở dưới.", "text"))
        except DomainError as error:
            form.place(error)
    return render_template("publicity/publish_rulebook.html", form=form, mistakes=mistakes)


@publicity.page(
    "/the-le/<public_id>/xac-nhan",
    Action.RULEBOOK_CONFIRM,
    load=seasons.get_rulebook_visible_to,
    methods=("GET", "POST"),
)
def confirm_rulebook(published: PublishedRulebook) -> ResponseReturnValue:
    form = ConfirmationForm()
    if form.validate_on_submit():
        entry = form.to_input()
        try:
            with transaction():
                season_services.confirm_rulebook(current_actor(), published, entry.kind, entry.document)
            flash("Đã ghi xác nhận.", "success")
            return redirect(url_for(".show_overview"))
        except DomainError as error:
            form.place(error)
    return render_template(
        "publicity/confirm_rulebook.html",
        form=form,
        published=published,
        status_labels=RULEBOOK_STATUS,
        confirmation_labels=CONFIRMATION_LABELS,
    )


@publicity.page("/mua-giai/moi", Action.SEASON_CREATE, methods=("GET", "POST"))
def create_season() -> ResponseReturnValue:
    rulebooks = {one.public_id: one for one in seasons.list_rulebooks_visible_to(current_actor())}
    choices = [(public_id, f"{one.title} – bản {one.edition}") for public_id, one in rulebooks.items()]
    form = SeasonForm(choices, clock.today().year)
    if form.validate_on_submit():
        try:
            with transaction():
                rulebook = rulebooks.get(form.rulebook.data)
                if rulebook is None:
                    raise DomainError("Chọn thể lệ trong danh sách.", "rulebook")
                season = season_services.create_season(
                    current_actor(),
                    form.to_input(),
                    rulebook,
                    is_sample=current_app.extensions["settings"].holds_samples,
                )
            flash("Đã lập mùa giải. Mùa giải chưa hiện công khai cho đến khi được mở.", "success")
            return redirect(url_for(".show_season", public_id=season.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("publicity/create_season.html", form=form)


@publicity.page("/mua-giai/<public_id>", Action.SEASON_READ, load=seasons.get_visible_to)
def show_season(season: Season) -> ResponseReturnValue:
    now = clock.now()
    actor = current_actor()
    decision = decisions.decision_of(season)
    return render_template(
        "publicity/show_season.html",
        season=season,
        stages=stages(season, now),
        sentence=stage_sentence(season, now),
        decision=decision,
        planned=staff_queries.planned_for(actor, decision) if decision else None,
        award_titles=AWARD_TITLES,
        state_labels=STATE_LABELS,
        stage_titles=STAGE_TITLES,
        confirmation_labels=CONFIRMATION_LABELS,
    )


@publicity.page("/mua-giai/<public_id>/mo", Action.SEASON_OPEN, load=seasons.get_visible_to, methods=("POST",))
def open_season(season: Season) -> ResponseReturnValue:
    try:
        with transaction():
            services.open_season(current_actor(), season)
        hidden, shown = "Mùa giải tập dượt không hiện công khai.", "Lịch và thể lệ đang hiện công khai."
        flash(f"Đã mở mùa giải. {hidden if season.is_rehearsal else shown}", "success")
    except ConflictError as error:
        flash(error.sentence, "info")
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(url_for(".show_season", public_id=season.public_id))


@publicity.page(
    "/mua-giai/<public_id>/lich", Action.SEASON_RESCHEDULE, load=seasons.get_visible_to, methods=("GET", "POST")
)
def reschedule(season: Season) -> ResponseReturnValue:
    form = CalendarForm(obj=season)
    if form.validate_on_submit():
        try:
            with transaction():
                services.reschedule(current_actor(), season, form.to_calendar())
            flash("Đã đổi lịch mùa giải.", "success")
            return redirect(url_for(".show_season", public_id=season.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("publicity/reschedule.html", form=form, season=season)


@publicity.page(
    "/mua-giai/<public_id>/gia-han", Action.EXTENSION_RECORD, load=seasons.get_visible_to, methods=("GET", "POST")
)
def record_extension(season: Season) -> ResponseReturnValue:
    form = ExtensionForm([(one.public_id, one.name) for one in units.all_alliances()])
    if form.validate_on_submit():
        try:
            with transaction():
                alliance = units.alliance_by_public_id(form.alliance.data)
                if alliance is None:
                    raise DomainError("Chọn liên minh trong danh sách.", "alliance")
                services.record_extension(current_actor(), season, alliance, form.to_input())
            flash(f"Đã ghi gia hạn cho {alliance.name}.", "success")
            return redirect(url_for(".show_season", public_id=season.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("publicity/record_extension.html", form=form, season=season)


@publicity.page(
    "/mua-giai/<public_id>/thoi-gia-han",
    Action.EXTENSION_WITHDRAW,
    load=seasons.get_visible_to,
    methods=("GET", "POST"),
)
def withdraw_extension(season: Season) -> ResponseReturnValue:
    in_force = seasons.extensions_in_force(season)
    form = WithdrawalForm([(f"{one.alliance.public_id}:{one.stage}", _in_words(one)) for one in in_force])
    if form.validate_on_submit():
        try:
            with transaction():
                entry = form.to_input()
                alliance = units.alliance_by_public_id(entry.alliance)
                if alliance is None:
                    raise DomainError("Chọn lần gia hạn trong danh sách.", "extension")
                services.withdraw_extension(current_actor(), season, alliance, entry)
            flash(f"Đã ghi thôi gia hạn cho {alliance.name}.", "success")
            return redirect(url_for(".show_season", public_id=season.public_id))
        except DomainError as error:
            form.place(error)
    return render_template("publicity/withdraw_extension.html", form=form, season=season, in_force=in_force)


@publicity.page("/quyet-dinh/<public_id>", Action.DECISION_READ, load=decisions.get_visible_to)
def show_announcement(decision: Decision) -> ResponseReturnValue:
    planned = staff_queries.planned_for(current_actor(), decision)
    form = ApprovalForm(seen=planned.announcement.announced_at.isoformat()) if planned else None
    return render_template(
        "publicity/show_announcement.html",
        decision=decision,
        season=decision.season,
        planned=planned,
        form=form,
        honoured=len(decision.entries),
        now=clock.now(),
    )


@publicity.page(
    "/quyet-dinh/<public_id>/de-nghi",
    Action.ANNOUNCEMENT_PROPOSE,
    load=decisions.get_visible_to,
    methods=("GET", "POST"),
    fresh=True,
)
def propose_announcement(decision: Decision) -> ResponseReturnValue:
    """The first proposal, or another instant for one that is not out yet."""
    announcement = staff_queries.announcement_of(decision)
    form = AnnouncementForm(clock.now(), obj=announcement)
    there = url_for(".show_announcement", public_id=decision.public_id)
    if form.validate_on_submit():
        try:
            with transaction():
                _propose(decision, announcement, form)
            flash("Đã ghi đề nghị. Cần một người khác của Thường trực duyệt thì kết quả mới được công bố.", "success")
            return redirect(there)
        except ConflictError as error:
            flash(error.sentence, "info")
            return redirect(there)
        except DomainError as error:
            form.place(error)
    return render_template("publicity/propose_announcement.html", form=form, decision=decision, season=decision.season)


@publicity.page(
    "/dot/<public_id>/duyet",
    Action.ANNOUNCEMENT_APPROVE,
    load=staff_queries.get_announcement_visible_to,
    methods=("POST",),
    fresh=True,
)
def approve_announcement(announcement: Announcement) -> ResponseReturnValue:
    form = ApprovalForm()
    there = url_for(".show_announcement", public_id=announcement.decision.public_id)
    seen = form.seen_instant() if form.validate_on_submit() else None
    if seen is None:
        flash("Trang mở đã lâu nên chưa duyệt được. Hãy xem lại rồi duyệt.", "warning")
        return redirect(there)
    try:
        with transaction():
            services.approve_announcement(current_actor(), announcement, seen=seen)
        flash("Đã duyệt công bố.", "success")
    except ConflictError as error:
        flash(error.sentence, "info")
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(there)


@publicity.page("/vinh-danh-truoc-day", Action.HONOURS_IMPORT, methods=("POST",))
def publish_past_honours() -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        number = services.publish_past_honours(actor, staff_queries.unpublished_honours(actor))
    flash(f"Đã công bố {number} lượt vinh danh." if number else "Không còn lượt vinh danh nào chờ công bố.", "success")
    return redirect(url_for(".show_overview"))


def _propose(decision: Decision, announcement: Announcement | None, form: AnnouncementForm) -> None:
    if announcement is None:
        services.propose_announcement(current_actor(), decision, form.to_instant())
    else:
        services.reschedule_announcement(current_actor(), announcement, form.to_instant())


def _in_words(extension: DeadlineExtension) -> str:
    stage = STAGE_TITLES[SeasonStage(extension.stage)]
    until = format_deadline(extension.until) if extension.until is not None else ""
    return f"{extension.alliance.name}: {stage}, đến {until}"
