"""What each section's page is made of: its form, what of the form can be stored, and both in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from awards.base.dates import format_day
from awards.base.forms import Form
from awards.nominations.answers import in_words
from awards.nominations.dossier import asked_of_nominee, figure_rows, given_answers, known_figures
from awards.nominations.forms import (
    AchievementsForm,
    ConsentForm,
    declarations_form,
    self_score_form,
)
from awards.nominations.inputs import (
    AchievementsInput,
    ConsentInput,
    DeclarationsInput,
    OrganisationChecked,
    OwnMark,
    SectionInput,
    SelfScoreInput,
)
from awards.nominations.models import Nomination
from awards.nominations.self_score import experts
from awards.nominations.states import Part
from awards.nominations.wording import FIELD_LABELS
from awards.nominees.forms import FiguresForm, figures_form
from awards.nominees.inputs import FiguresInput, FigureValue
from awards.seasons.rulebooks import rulebook_of
from scoring.asked import AskedFigure
from scoring.rounding import vietnamese_number

Words = list[tuple[str, str]]
"""Label and text, as people read them."""


@dataclass(frozen=True)
class SectionPage:
    """One section with its form; ``entry`` gives what of the form can be stored."""

    nomination: Nomination
    part: Part
    form: Form
    entry: Callable[[], SectionInput]


def page_of(nomination: Nomination, part: Part) -> SectionPage:
    """The page of a section, its form filled with what is stored or (in a POST) with what was typed."""
    return _PAGES[part](nomination)


def stored_entry(nomination: Nomination, part: Part) -> SectionInput:
    """What is stored, as the form would give it back."""
    return _STORED[part](nomination)


def words_of(nomination: Nomination, entry: SectionInput) -> Words:
    """An entry as people read it."""
    if isinstance(entry, FiguresInput):
        return list(_figure_words(nomination, entry))
    if isinstance(entry, DeclarationsInput):
        own = {one.figure.key: one.figure for one in _own_questions(nomination)}
        return [(own[key].label, in_words(own[key], answer)) for key, answer in entry.answers.items()]
    if isinstance(entry, AchievementsInput):
        return [(FIELD_LABELS["achievements"], entry.achievements)]
    if isinstance(entry, ConsentInput):
        day = format_day(entry.consent_on) if entry.consent_on else ""
        return [(FIELD_LABELS["consent_on"], day), (FIELD_LABELS["consent_by"], entry.consent_by or "")]
    if isinstance(entry, SelfScoreInput):
        return list(_score_words(nomination, entry))
    return _organisation_words(nomination)


def _organisation_page(nomination: Nomination) -> SectionPage:
    return SectionPage(nomination, Part.ORGANISATION, Form(), OrganisationChecked)


def _figures_page(nomination: Nomination) -> SectionPage:
    known = {key: row.value for key, row in known_figures(nomination).items()}
    form = figures_form(figure_rows(nomination), known, figure_sources(nomination))
    return SectionPage(nomination, Part.FIGURES, form, lambda: _right_figures(form))


def figure_sources(nomination: Nomination) -> dict[int, str]:
    """The papers the figures of each year stand in, one line a year."""
    asked = {(row.figure.key, row.figure.unit, year) for row in figure_rows(nomination) for year in row.years}
    found: dict[int, dict[str, None]] = {}
    for key, row in known_figures(nomination).items():
        if row.source and key in asked:
            found.setdefault(row.year, {})[row.source] = None
    return {year: "; ".join(sources) for year, sources in found.items()}


def _right_figures(form: FiguresForm) -> FiguresInput:
    """The figures that can stand; a wrong one stays as it is stored."""
    wrong = {
        (row.figure.key, row.figure.unit, year)
        for row in form.rows
        for year in row.years
        if form.cell(row, year).errors
    }
    right = (one for one in form.to_input().values if (one.figure, one.unit, one.year) not in wrong)
    return FiguresInput(tuple(replace(one, source=None) if form.source(one.year).errors else one for one in right))


def _declarations_page(nomination: Nomination) -> SectionPage:
    questions = asked_of_nominee(nomination)
    form = declarations_form(questions, given_answers(nomination, questions))
    return SectionPage(nomination, Part.DECLARATIONS, form, form.to_input)


def _achievements_page(nomination: Nomination) -> SectionPage:
    stored = _achievements(nomination)
    form = AchievementsForm(data={"achievements": stored.achievements})
    return SectionPage(nomination, Part.ACHIEVEMENTS, form, lambda: form.to_input(stored))


def _consent_page(nomination: Nomination) -> SectionPage:
    stored = _consent(nomination)
    form = ConsentForm(data={"consent_on": stored.consent_on, "consent_by": stored.consent_by})
    return SectionPage(nomination, Part.CONSENT, form, lambda: form.to_input(stored))


def _self_score_page(nomination: Nomination) -> SectionPage:
    rulebook, stored = rulebook_of(nomination.season), _self_score(nomination).marks
    variant = rulebook.variant(nomination.variant)
    form = self_score_form(variant, experts(rulebook, nomination.variant), stored)
    return SectionPage(nomination, Part.SELF_SCORE, form, lambda: form.to_input(stored))


_PAGES: Mapping[Part, Callable[[Nomination], SectionPage]] = {
    Part.ORGANISATION: _organisation_page,
    Part.FIGURES: _figures_page,
    Part.DECLARATIONS: _declarations_page,
    Part.ACHIEVEMENTS: _achievements_page,
    Part.CONSENT: _consent_page,
    Part.SELF_SCORE: _self_score_page,
}


def _figures(nomination: Nomination) -> FiguresInput:
    known = known_figures(nomination)
    cells = ((row.figure, year) for row in figure_rows(nomination) for year in row.years)
    values = []
    for figure, year in cells:
        row = known.get((figure.key, figure.unit, year))
        value, source = (row.value, row.source) if row is not None else (None, None)
        values.append(FigureValue(figure.key, figure.unit, year, value, source))
    return FiguresInput(tuple(values))


def _declarations(nomination: Nomination) -> DeclarationsInput:
    own = _own_questions(nomination)
    given = given_answers(nomination, own)
    return DeclarationsInput({one.figure.key: given.get(one.figure.key) for one in own})


def _achievements(nomination: Nomination) -> AchievementsInput:
    return AchievementsInput(nomination.achievements)


def _consent(nomination: Nomination) -> ConsentInput:
    return ConsentInput(nomination.consent_on, nomination.consent_by)


def _self_score(nomination: Nomination) -> SelfScoreInput:
    return SelfScoreInput({row.criterion: OwnMark(row.mark or None, row.note) for row in nomination.self_marks})


_STORED: Mapping[Part, Callable[[Nomination], SectionInput]] = {
    Part.ORGANISATION: lambda _nomination: OrganisationChecked(),
    Part.FIGURES: _figures,
    Part.DECLARATIONS: _declarations,
    Part.ACHIEVEMENTS: _achievements,
    Part.CONSENT: _consent,
    Part.SELF_SCORE: _self_score,
}


def _own_questions(nomination: Nomination) -> tuple[AskedFigure, ...]:
    return tuple(one for one in asked_of_nominee(nomination) if one.figure.kind != "series")


def _figure_words(nomination: Nomination, entry: FiguresInput) -> Iterator[tuple[str, str]]:
    labels = {row.figure.key: row.figure.label for row in figure_rows(nomination)}
    for one in entry.values:
        text = "" if one.value is None else f"{vietnamese_number(one.value)} {one.unit}"
        source = f" (nguồn: {one.source})" if text and one.source else ""
        yield f"{labels[one.figure]}, năm {one.year}", f"{text}{source}"


def _score_words(nomination: Nomination, entry: SelfScoreInput) -> Iterator[tuple[str, str]]:
    for criterion in experts(rulebook_of(nomination.season), nomination.variant):
        own = entry.marks.get(criterion.key, OwnMark(None))
        mark = "" if own.mark is None else f"{vietnamese_number(own.mark)} điểm"
        yield criterion.label, ". ".join(part for part in (mark, own.note) if part)


def _organisation_words(nomination: Nomination) -> Words:
    organisation = nomination.organisation
    return [
        ("Tên", organisation.name),
        ("Mã số thuế", organisation.tax_code),
        ("Địa chỉ", organisation.address),
    ]
