"""A province's pages about its nominations: the list, the tasks, the check before sending, the print."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.dates import format_left
from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.file_kinds import JPEG
from awards.base.files import PDF, read_file
from awards.base.paging import page_number
from awards.base.transaction import transaction, without_lock
from awards.nominations import queries, services, signing
from awards.nominations.completeness import readiness
from awards.nominations.dossier import is_for_products
from awards.nominations.forms import BeginForm, SignedCopyForm
from awards.nominations.models import Nomination
from awards.nominations.reading import read_dossier
from awards.nominations.states import WITH_THE_PROVINCE, NominationState, Part
from awards.nominations.tasks import OLD_PRINT, TAKEN_OVER, Shut, Task, task_list
from awards.nominations.wording import (
    FIELD_LABELS,
    PART_SLUGS,
    PART_TITLES,
    STATE_LABELS,
    STATE_TONES,
    TASK_LABELS,
    TASK_TONES,
)
from awards.policy.actions import Action
from awards.seasons import queries as seasons
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import SeasonStage, SeasonState

nominations = Door("nominations", __name__, url_prefix="/ho-so")

SIGNED_KINDS = frozenset({PDF, JPEG})


@nominations.page("/", Action.NOMINATION_LIST)
def list_nominations() -> ResponseReturnValue:
    actor = current_actor()
    wanted = queries.NominationFilter(
        request.args.get("mua", ""), request.args.get("trang-thai", ""), request.args.get("q", "").strip()
    )
    under_way = seasons.list_visible_to(actor)
    return render_template(
        "nominations/list_nominations.html",
        page=queries.list_visible_to(actor, wanted, page_number(request.args.get("trang"))),
        counts=queries.count_by_state(actor, wanted),
        quotas=queries.quota_use(actor, under_way),
        wanted=wanted,
        state_labels=STATE_LABELS,
        state_tones=STATE_TONES,
    )


@nominations.page(
    "/de-cu/<season_public_id>",
    Action.NOMINATION_CREATE,
    load=queries.get_season_to_enter,
    methods=("GET", "POST"),
)
def begin_nomination(entrance: queries.SeasonToEnter) -> ResponseReturnValue:
    actor, season = current_actor(), entrance.season
    of_products = is_for_products(rulebook_of(season))
    offered = queries.nominees_for(actor, season)
    form = BeginForm("Sản phẩm được đề cử" if of_products else "Hợp tác xã được đề cử", offered)
    if form.validate_on_submit():
        try:
            with transaction():
                organisation, product = queries.get_nominee(actor, season, form.nominee.data)
                nomination = services.begin_nomination(actor, season, organisation, product)
                earlier = queries.earlier_of(nomination) if form.copied.data else None
                if earlier is not None:
                    services.copy_from_earlier(actor, nomination, earlier)
            if form.copied.data:
                flash(_copied(earlier), "info")
            return redirect(url_for(".show_nomination", public_id=nomination.public_id))
        except DomainError as error:
            form.place(DomainError(error.sentence, "nominee"))
    return render_template(
        "nominations/begin_nomination.html", form=form, season=season, has_own=bool(offered), of_products=of_products
    )


def _copied(earlier: Nomination | None) -> str:
    if earlier is None:
        return "Chưa có hồ sơ mùa trước của đơn vị hoặc sản phẩm này nên không chép được gì."
    return f"Đã chép nội dung từ hồ sơ {earlier.reference}. Hãy mở từng mục, xem lại và bấm lưu."


@nominations.page("/<public_id>", Action.NOMINATION_READ, load=queries.get_visible_to)
def show_nomination(nomination: Nomination) -> ResponseReturnValue:
    """The dossier as a list of tasks."""
    return render_template("nominations/show_nomination.html", **_overview(nomination))


@nominations.page("/<public_id>/kiem-tra", Action.NOMINATION_READ, load=queries.get_visible_to)
def check_nomination(nomination: Nomination) -> ResponseReturnValue:
    """Every section on one page, what is missing first."""
    return render_template("nominations/check_nomination.html", **_overview(nomination))


def _overview(nomination: Nomination) -> dict[str, object]:
    rulebook = rulebook_of(nomination.season)
    content = queries.content_visible_to(current_actor(), nomination)
    ready = readiness(rulebook, content)
    tasks = task_list(nomination, content, ready, shut_for(nomination))
    shut = services.shut_sentence(nomination)
    return {
        "nomination": nomination,
        "reading": read_dossier(rulebook, content),
        "ready": ready,
        "tasks": tasks,
        "warnings": [task for task in tasks.tasks if _needs_a_look(task)],
        "shut": shut,
        "with_the_province": NominationState(nomination.state) in WITH_THE_PROVINCE,
        "window": _window(nomination),
        "field_labels": FIELD_LABELS,
        **words(),
    }


def _needs_a_look(task: Task) -> bool:
    """Nothing that stops the dossier, and still worth telling before it goes."""
    return (not task.missing and task.state != "done" and not task.is_optional) or task.missing in (
        (OLD_PRINT,),
        (TAKEN_OVER,),
    )


def shut_for(nomination: Nomination) -> Shut:
    """Why each section cannot be worked on now."""
    shut = services.shut_sentences(nomination)
    return lambda part: signing.shut_for_signing(nomination, shut) if part is Part.SIGNED_COPY else shut(part)


def words() -> dict[str, object]:
    """The words every page of a dossier needs."""
    return {
        "part_titles": PART_TITLES,
        "part_slugs": PART_SLUGS,
        "state_labels": STATE_LABELS,
        "state_tones": STATE_TONES,
        "task_labels": TASK_LABELS,
        "task_tones": TASK_TONES,
    }


def _window(nomination: Nomination) -> dict[str, object] | None:
    """The deadline that counts for this dossier and the time left; ``None`` once no deadline does."""
    if nomination.season.state != SeasonState.OPEN or NominationState(nomination.state) not in WITH_THE_PROVINCE:
        return None
    stage = SeasonStage.SUPPLEMENTS if nomination.revisions else SeasonStage.NOMINATIONS
    asked = [one.until for one in nomination.reopened_parts if one.closed_at is None and one.until is not None]
    closes = min([*asked, seasons.window(nomination.season, nomination.alliance_id, stage).closes])
    return {"closes": closes, "left": format_left(closes, clock.now())}


@nominations.page("/<public_id>/in", Action.NOMINATION_READ, load=queries.get_visible_to)
def print_nomination(nomination: Nomination) -> ResponseReturnValue:
    """The whole dossier on A4, for signature and stamp; its code stands on every page."""
    content = queries.content_visible_to(current_actor(), nomination)
    code = signing.printed_code(content)
    return render_template(
        "nominations/print_nomination.html",
        nomination=nomination,
        reading=read_dossier(rulebook_of(nomination.season), content),
        code=code,
        square=segno.make(code, error="m", micro=False).svg_data_uri(scale=1, border=0, nl=False),
        is_draft=NominationState(nomination.state) in (*WITH_THE_PROVINCE, NominationState.AWAITING_SIGN_OFF),
        field_labels=FIELD_LABELS,
        printed_at=clock.now(),
    )


@nominations.page("/<public_id>/ban-ky", Action.DOSSIER_FILE_ADD, load=queries.get_visible_to, methods=("GET", "POST"))
def attach_signed_copy(nomination: Nomination) -> ResponseReturnValue:
    """The scan of the signed print, matched with the dossier by the code on the paper."""
    form = SignedCopyForm()
    if form.validate_on_submit():
        try:
            if not form.file.data:
                raise DomainError("Chọn tệp bản quét cần tải lên.", "file")
            with without_lock():
                incoming = read_file(form.file.data, "file", SIGNED_KINDS)
            with transaction():
                signing.attach_signed_copy(current_actor(), nomination, form.code.data or "", incoming)
            flash("Đã nhận bản ký. Mã trên giấy khớp với nội dung hồ sơ hiện nay.", "success")
            return redirect(url_for(".show_nomination", public_id=nomination.public_id))
        except DomainError as error:
            form.place(error)
    content = queries.content_visible_to(current_actor(), nomination)
    return render_template(
        "nominations/attach_signed_copy.html",
        form=form,
        nomination=nomination,
        copies=[file for file in nomination.kept_files if file.paper == Part.SIGNED_COPY],
        digest=content.printed_digest(),
        code=signing.printed_code(content),
        old_print=OLD_PRINT,
        shut=signing.shut_for_signing(nomination),
    )
