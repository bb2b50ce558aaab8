"""Pages about a province's own result and the decision that recognises."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import DomainError
from awards.base.files import download, file_store, read_file
from awards.base.transaction import transaction
from awards.councils.levels import provincial_level
from awards.councils.wording import ROUND_LABELS, ROUND_TONES
from awards.policy.actions import Action
from awards.results import provinces, services
from awards.results.forms import RecognitionForm
from awards.results.models import Recognition
from awards.results.provinces import NomineeRecognition, ProvinceStage
from awards.seasons.rulebooks import rulebook_of

SCAN_KINDS = frozenset({"application/pdf", "image/jpeg", "image/png"})

province_results = Door("province_results", __name__, url_prefix="/ket-qua-cap-tinh")


@province_results.page("/<season_id>/<alliance_id>", Action.RECOGNITION_READ, load=provinces.get_stage_visible_to)
def show_province_stage(stage: ProvinceStage) -> ResponseReturnValue:
    return render_template(
        "results/show_province_stage.html",
        stage=stage,
        season=stage.season,
        council=provinces.council_of(stage),
        level=provincial_level(rulebook_of(stage.season)),
        recognitions=provinces.recognitions_of(stage),
        offered=provinces.recognisable(stage),
        round_labels=ROUND_LABELS,
        round_tones=ROUND_TONES,
    )


@province_results.page(
    "/<season_id>/<alliance_id>/cong-nhan",
    Action.RECOGNITION_RECORD,
    load=provinces.get_stage_visible_to,
    methods=("GET", "POST"),
)
def record_recognition(stage: ProvinceStage) -> ResponseReturnValue:
    offered = provinces.recognisable(stage)
    named = [(one.public_id, one.name) for one in offered.nominees]
    form = RecognitionForm(named, data={"nominations": [one.public_id for one in offered.nominees if one.put_forward]})
    if form.validate_on_submit():
        try:
            given = request.files.get("file")
            scan = read_file(given, "file", SCAN_KINDS) if given is not None and given.filename else None
            with transaction():
                services.record_recognition(current_actor(), stage, form.to_input(), scan)
            flash("Đã ghi quyết định công nhận cấp tỉnh.", "success")
            return redirect(_address(stage))
        except DomainError as error:
            form.place(error)
    return render_template(
        "results/record_recognition.html", form=form, stage=stage, offered=offered, there=_address(stage)
    )


@province_results.page("/ho-so/<public_id>/cong-nhan", Action.RECOGNITION_READ, load=provinces.get_nominee_visible_to)
def show_recognition(one: NomineeRecognition) -> ResponseReturnValue:
    actor = current_actor()
    own = actor.alliance_id is not None
    stage = ProvinceStage(one.nomination.season, one.nomination.alliance)
    return render_template("results/show_recognition.html", one=one, stage_address=_address(stage) if own else None)


@province_results.page(
    "/quyet-dinh/<public_id>/ban-quet/tep", Action.RECOGNITION_READ, load=provinces.get_recognition_visible_to
)
def download_recognition(recognition: Recognition) -> ResponseReturnValue:
    name, media_type = recognition.scan_name or "", recognition.scan_media_type or ""
    return download(file_store().get(recognition.scan_key or ""), name, media_type)


def _address(stage: ProvinceStage) -> str:
    return url_for(
        "province_results.show_province_stage",
        season_id=stage.season.public_id,
        alliance_id=stage.alliance.public_id,
    )
