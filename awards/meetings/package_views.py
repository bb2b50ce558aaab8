"""The page of everything a province sends up beside its dossiers: its council's meetings are part of it."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door
from awards.meetings.package import package_of
from awards.policy.actions import Action
from awards.results import provinces
from awards.results.provinces import ProvinceStage
from awards.results.wording import OUTCOME_LABELS, OUTCOME_TONES

packages = Door("packages", __name__, url_prefix="/ket-qua-cap-tinh")


@packages.page("/<season_id>/<alliance_id>/bo-ho-so", Action.PACKAGE_READ, load=provinces.get_stage_visible_to)
def show_package(stage: ProvinceStage) -> ResponseReturnValue:
    there = url_for(
        "province_results.show_province_stage",
        season_id=stage.season.public_id,
        alliance_id=stage.alliance.public_id,
    )
    return render_template(
        "meetings/show_package.html",
        stage=stage,
        package=package_of(stage),
        there=there,
        outcome_labels=OUTCOME_LABELS,
        outcome_tones=OUTCOME_TONES,
    )
