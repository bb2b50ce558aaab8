"""Pages on which a province signs off, sends, takes back and replaces; and the history everybody concerned reads."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.forms import Form
from awards.base.transaction import transaction
from awards.forwarding import places, queries, services
from awards.forwarding.forms import ReasonForm, ReplacementForm, parts_form
from awards.forwarding.reading import read_live
from awards.forwarding.wording import AT_THE_CENTRE, EVENT_LABELS, EVENT_TONES, part_label, quota_clause
from awards.nominations import queries as nominations
from awards.nominations.models import Nomination
from awards.nominations.services import closed_sentence_of, shut_sentence
from awards.nominations.wording import STATE_LABELS, STATE_TONES
from awards.policy.actions import Action
from awards.seasons.rulebooks import rulebook_of

forwarding = Door("forwarding", __name__, url_prefix="/ho-so")


@forwarding.page("/cua-tinh/<season_public_id>", Action.NOMINATION_LIST, load=nominations.get_season_to_enter)
def show_province(entrance: nominations.SeasonToEnter) -> ResponseReturnValue:
    season = entrance.season
    return render_template(
        "forwarding/show_province.html",
        standing=queries.standing_of(current_actor(), season),
        season=season,
        clause=quota_clause(season),
        form=Form(),
        state_labels=STATE_LABELS,
        state_tones=STATE_TONES,
    )


@forwarding.page(
    "/<public_id>/chuyen-duyet", Action.SIGN_OFF_ASK, load=nominations.get_visible_to, methods=("GET", "POST")
)
def ask_for_sign_off(nomination: Nomination) -> ResponseReturnValue:
    form = Form()
    done = _carried_out(
        form, lambda: services.ask_for_sign_off(current_actor(), nomination), "Đã chuyển hồ sơ cho lãnh đạo duyệt."
    )
    if done:
        return _to_history(nomination)
    return _dossier_page("forwarding/ask_for_sign_off.html", nomination, form, shut=shut_sentence(nomination))


@forwarding.page("/<public_id>/rut-lai", Action.SIGN_OFF_TAKE_BACK, load=nominations.get_visible_to, methods=("POST",))
def take_back(nomination: Nomination) -> ResponseReturnValue:
    return _button(nomination, services.take_back, "Đã rút lại hồ sơ để sửa tiếp.")


@forwarding.page("/<public_id>/duyet", Action.SIGN_OFF, load=nominations.get_visible_to, methods=("GET", "POST"))
def sign_off(nomination: Nomination) -> ResponseReturnValue:
    form = Form()
    if _carried_out(form, lambda: services.sign_off(current_actor(), nomination), "Đã duyệt hồ sơ. Hồ sơ chưa gửi."):
        return redirect(url_for(".forward", public_id=nomination.public_id))
    return _dossier_page("forwarding/sign_off.html", nomination, form)


@forwarding.page(
    "/<public_id>/chua-duyet", Action.SIGN_OFF_DECLINE, load=nominations.get_visible_to, methods=("GET", "POST")
)
def decline_sign_off(nomination: Nomination) -> ResponseReturnValue:
    form = ReasonForm()
    if _carried_out(
        form,
        lambda: services.decline_sign_off(current_actor(), nomination, form.reason.data or ""),
        "Đã trả hồ sơ cho cán bộ kèm lý do.",
    ):
        return _to_history(nomination)
    return render_template("forwarding/decline_sign_off.html", form=form, nomination=nomination)


@forwarding.page(
    "/<public_id>/mo-lai", Action.SIGN_OFF_REOPEN, load=nominations.get_visible_to, methods=("GET", "POST")
)
def reopen_section(nomination: Nomination) -> ResponseReturnValue:
    form = parts_form(services.reopenable(nomination))
    if _carried_out(
        form,
        lambda: services.reopen_section(current_actor(), nomination, form.to_input()),
        "Đã mở lại các mục kèm lý do.",
    ):
        return _to_history(nomination)
    return render_template("forwarding/reopen_section.html", form=form, nomination=nomination)


@forwarding.page(
    "/<public_id>/gui", Action.NOMINATION_FORWARD, load=nominations.get_visible_to, methods=("GET", "POST")
)
def forward(nomination: Nomination) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        try:
            with transaction():
                revision = services.forward(current_actor(), nomination)
            return redirect(url_for(".show_receipt", public_id=nomination.public_id, number=revision.number))
        except DomainError as error:
            form.place(error)
    return _dossier_page(
        "forwarding/forward.html",
        nomination,
        form,
        shut=closed_sentence_of(nomination),
        quota=nominations.quota_use(current_actor(), [nomination.season])[0],
        clause=quota_clause(nomination.season),
    )


@forwarding.page("/<public_id>/cho-cho", Action.WAITING_LIST_ORDER, load=nominations.get_visible_to, methods=("POST",))
def queue_up(nomination: Nomination) -> ResponseReturnValue:
    return _button(nomination, services.queue_up, "Đã đưa hồ sơ vào danh sách chờ.", to_list=True)


@forwarding.page(
    "/<public_id>/cho-cho/len", Action.WAITING_LIST_ORDER, load=nominations.get_visible_to, methods=("POST",)
)
def move_up(nomination: Nomination) -> ResponseReturnValue:
    return _button(nomination, lambda actor, one: services.move_in_line(actor, one, -1), "", to_list=True)


@forwarding.page(
    "/<public_id>/cho-cho/xuong", Action.WAITING_LIST_ORDER, load=nominations.get_visible_to, methods=("POST",)
)
def move_down(nomination: Nomination) -> ResponseReturnValue:
    return _button(nomination, lambda actor, one: services.move_in_line(actor, one, 1), "", to_list=True)


@forwarding.page(
    "/<public_id>/rut", Action.NOMINATION_WITHDRAW, load=nominations.get_visible_to, methods=("GET", "POST")
)
def withdraw(nomination: Nomination) -> ResponseReturnValue:
    form = ReasonForm()
    if _carried_out(
        form,
        lambda: services.withdraw(current_actor(), nomination, form.reason.data or ""),
        "Đã rút hồ sơ đề cử.",
    ):
        return redirect(url_for("nominations.show_nomination", public_id=nomination.public_id))
    return render_template("forwarding/withdraw.html", form=form, nomination=nomination)


@forwarding.page(
    "/<public_id>/thay-the", Action.NOMINATION_REPLACE, load=nominations.get_visible_to, methods=("GET", "POST")
)
def replace(nomination: Nomination) -> ResponseReturnValue:
    if nomination.replaced_by is not None:  # also the second of two clicks
        return _to_history(nomination.replaced_by)
    others = queries.possible_successors(nomination)
    form = ReplacementForm([(one.public_id, f"{one.title} ({one.reference})") for one in others])
    if form.validate_on_submit():
        entry = form.to_input()
        successor = next(one for one in others if one.public_id == entry.successor)
        try:
            with transaction():
                revision = services.replace(current_actor(), nomination, successor, entry.reason)
            return redirect(url_for(".show_receipt", public_id=successor.public_id, number=revision.number))
        except DomainError as error:
            form.place(error)
    return render_template(
        "forwarding/replace.html",
        form=form,
        nomination=nomination,
        has_others=bool(others),
        refusal=services.replaceable_sentence(nomination),
    )


@forwarding.page("/<public_id>/dien-bien", Action.NOMINATION_READ, load=nominations.get_visible_to)
def show_history(nomination: Nomination) -> ResponseReturnValue:
    actor, rulebook = current_actor(), rulebook_of(nomination.season)
    events = queries.history_visible_to(actor, nomination)
    return render_template(
        "forwarding/show_history.html",
        nomination=nomination,
        events=events,
        own=nomination.alliance_id == actor.alliance_id,
        at_the_centre=AT_THE_CENTRE,
        part_labels={part: part_label(part, rulebook) for event in events for part in event.reasons},
        labels=EVENT_LABELS,
        tones=EVENT_TONES,
        state_labels=STATE_LABELS,
        state_tones=STATE_TONES,
        form=Form(),
    )


@forwarding.page(
    "/<public_id>/bien-nhan/<int:number>", Action.NOMINATION_READ, load=nominations.get_revision_visible_to
)
def show_receipt(revision: nominations.VisibleRevision) -> ResponseReturnValue:
    found = revision.revision
    return render_template(
        "forwarding/show_receipt.html",
        revision=found,
        nomination=found.nomination,
        content=revision.content,
        late=queries.late_since(found),
        labels={paper.key: paper.label for paper in rulebook_of(found.nomination.season).papers},
    )


def _dossier_page(template: str, nomination: Nomination, form: Form, **more: object) -> str:
    """The whole dossier as it stands, read only, with something to decide below it."""
    return render_template(
        template,
        form=form,
        nomination=nomination,
        reading=read_live(nomination),
        asked_by=nomination.sign_off_asked_by,
        in_line=[place.nomination_id for place in places.waiting(nomination.season_id, nomination.alliance_id)],
        state_labels=STATE_LABELS,
        state_tones=STATE_TONES,
        **more,
    )


def _carried_out(form: Form, act: Callable[[], object], said: str) -> bool:
    """Whether the form was sent and its act stored; a refusal is placed on the form."""
    if not form.validate_on_submit():
        return False
    try:
        with transaction():
            act()
    except DomainError as error:
        form.place(error)
        return False
    flash(said, "success")
    return True


def _button(
    nomination: Nomination, act: Callable[..., None], said: str, *, to_list: bool = False
) -> ResponseReturnValue:
    """An act of one button: done, or refused with a sentence on the page it leads back to."""
    if Form().validate_on_submit():
        try:
            with transaction():
                act(current_actor(), nomination)
            if said:
                flash(said, "success")
        except DomainError as error:
            flash(error.sentence, "error")
    if to_list:
        return redirect(url_for(".show_province", season_public_id=nomination.season.public_id))
    return _to_history(nomination)


def _to_history(nomination: Nomination) -> ResponseReturnValue:
    return redirect(url_for(".show_history", public_id=nomination.public_id))
