"""One name in every place: what is typed into a nomination is in input, form, table, dossier and check."""

from __future__ import annotations

from dataclasses import fields

import pytest
from flask import Flask

from awards.nominations.answers import Answer, in_words, read, stored
from awards.nominations.completeness import readiness
from awards.nominations.dossier import DossierContent, OrganisationContent
from awards.nominations.forms import AchievementsForm, ConsentForm, declarations_form
from awards.nominations.inputs import AchievementsInput, ConsentInput, DeclarationsInput
from awards.nominations.models import Nomination
from awards.nominations.section_content import content_of
from awards.nominations.states import Part
from awards.nominations.wording import FIELD_LABELS, PART_SLUGS, PART_TITLES, PURPOSE_TITLES
from scoring.asked import asked
from scoring.figures import FigureDef, Option
from tests.builders import RULES, complete_entries

TYPED = {field.name for one in (ConsentInput, AchievementsInput) for field in fields(one)}
QUESTIONS = asked(RULES.variant("agri"), RULES)
OWN = {one.figure.key for one in QUESTIONS if one.figure.kind != "series"}


def test_every_field_of_the_input_has_its_column_its_label_and_its_place_in_the_form(app: Flask) -> None:
    with app.test_request_context():
        forms = (ConsentForm(), AchievementsForm(), declarations_form(QUESTIONS, {}))
        names = {name for form in forms for name in form._fields} - {"csrf_token"}
    columns = set(Nomination.__table__.columns.keys())
    assert (names, TYPED - columns, set(FIELD_LABELS)) == (TYPED | {f"figure_{key}" for key in OWN}, set(), TYPED)


def test_every_section_has_its_title_its_address_and_its_content() -> None:
    assert (set(PART_TITLES), set(PART_SLUGS), len(set(PART_SLUGS.values()))) == (set(Part), set(Part), len(Part))
    empty = Nomination(achievements="", consent_on=None, consent_by=None)
    assert [content_of(empty, part) for part in (Part.ACHIEVEMENTS, Part.CONSENT, Part.PAPERS)] == [[""], ["", ""], []]


def test_every_question_stands_in_one_section_of_the_form(app: Flask) -> None:
    with app.test_request_context():
        sections = declarations_form(QUESTIONS, {}).sections()
    assert sorted(one.figure.key for _, part in sections for one, _ in part) == sorted(OWN)
    assert [purpose for purpose, _ in sections if purpose not in PURPOSE_TITLES] == []


def test_what_the_form_starts_from_comes_back_as_it_was(app: Flask) -> None:
    consent, report, declared = complete_entries()
    assert isinstance(consent, ConsentInput)
    assert isinstance(report, AchievementsInput)
    assert isinstance(declared, DeclarationsInput)
    with app.test_request_context():
        nothing = ConsentInput(None, None)
        given = {key: answer for key, answer in declared.answers.items() if answer is not None}
        assert (
            ConsentForm(data={"consent_on": consent.consent_on, "consent_by": consent.consent_by}).to_input(nothing),
            AchievementsForm(data={"achievements": report.achievements}).to_input(AchievementsInput("")),
            declarations_form(QUESTIONS, given).to_input(),
        ) == (consent, report, declared)


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
        sets={},
        flags={},
        papers=(),
        achievements="",
        consent_on=None,
        consent_by=None,
    )
    gaps = " ".join(readiness(RULES, empty).gaps)
    labels = [label.lower() for label in FIELD_LABELS.values()] + [one.figure.label for one in QUESTIONS]
    assert [label for label in labels if label not in gaps] == []


OPTIONS = (Option(key="b", label="Bê"), Option(key="a", label="A"))


@pytest.mark.parametrize(
    ("kind", "answer", "text", "words"),
    [
        ("flag", True, "yes", "Có"),
        ("flag", False, "no", "Không"),
        ("set", ("b", "a"), '["a","b"]', "Bê; A"),
        ("set", (), "[]", "Không có mục nào"),
        ("choice", "a", "a", "A"),
        ("number", "1234.5", "1234.5", "1.234,5 ha"),
    ],
)
def test_an_answer_is_stored_as_one_text_and_read_back(kind: str, answer: Answer, text: str, words: str) -> None:
    options = OPTIONS if kind in ("set", "choice") else ()
    figure = FigureDef(key="x", label="X", kind=kind, unit="ha", options=options)  # type: ignore[arg-type]
    back = read(figure, stored(answer))
    same = tuple(sorted(answer)) if isinstance(answer, tuple) else answer
    assert (stored(answer), back, in_words(figure, back)) == (text, same, words)
    assert in_words(figure, None) == ""
