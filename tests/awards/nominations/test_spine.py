"""One name in every place: a field of the nomination's input is in form, table, dossier, labels and check."""

from __future__ import annotations

from dataclasses import fields

from flask import Flask

from awards.nominations.completeness import readiness
from awards.nominations.dossier import DossierContent, OrganisationContent
from awards.nominations.forms import NominationForm, shown
from awards.nominations.inputs import NominationInput
from awards.nominations.models import Nomination
from awards.nominations.wording import FIELD_LABELS
from awards.seasons.figures import CHOICES, FLAGS
from scoring.reading import read_rulebook
from tests.builders import RULEBOOK, a_draft, an_open_season
from tests.cast import Cast

SPINE = {field.name for field in fields(NominationInput)}


def test_every_field_of_the_input_has_its_column_its_label_and_its_place_in_the_form(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        form_fields = set(NominationForm()._fields) - {"base_version", "csrf_token"}
    columns = set(Nomination.__table__.columns.keys())
    assert (form_fields, SPINE - columns, set(FIELD_LABELS)) == (SPINE, set(), SPINE)


def test_what_the_form_starts_from_is_the_whole_input(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    assert set(shown(nomination)) - {"base_version"} == SPINE


def test_every_field_of_the_input_reaches_the_dossier() -> None:
    carried = {field.name for field in fields(DossierContent)} | set(CHOICES) | set(FLAGS)
    assert SPINE - carried == set()


def test_every_empty_field_is_named_as_a_gap() -> None:
    organisation = OrganisationContent("HTX Mẫu", "9000000001", "cooperative", "agri", "agriculture", "Mẫu", "Mẫu")
    empty = DossierContent(
        reference="HS2026-MAU",
        organisation=organisation,
        variant="agri",
        basis_year=2025,
        rulebook_digest="",
        series={},
        choices={},
        flags={},
        papers=(),
        achievements="",
        consent_on=None,
        consent_by=None,
    )
    gaps = " ".join(readiness(read_rulebook(RULEBOOK.read_text(encoding="utf-8")), empty).gaps)
    assert [label for label in FIELD_LABELS.values() if label.lower() not in gaps] == []
