"""What each part's page is made of: the forms the officer fills in too, and two that only a cooperative is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from awards.base import clock
from awards.base.forms import Form
from awards.nominations.answers import Answer
from awards.nominations.dossier import asked_of_nominee, figure_rows, given_answers, known_figures
from awards.nominations.forms import AchievementsForm, declarations_form
from awards.nominations.inputs import AchievementsInput, DeclarationsInput
from awards.nominations.models import Nomination
from awards.nominations.section_pages import figure_sources
from awards.nominations.states import Part
from awards.nominees.forms import FiguresForm, figures_form
from awards.nominees.inputs import FiguresInput
from awards.registrations.forms import ContactConsentForm, OrganisationWordsForm
from awards.registrations.inputs import ContactConsent, ContactInput, OrganisationWords
from awards.registrations.stored_text import read_entry


@dataclass(frozen=True)
class PartPage:
    """One part with its form, filled with what the cooperative saved, else with what the dossier holds.

    ``entry`` gives what of the form can stand: a wrong field counts as it was filled; none while nothing can.
    """

    form: Form
    entry: Callable[[], ContactInput | None]


def page_of(nomination: Nomination, part: Part, saved: str | None) -> PartPage:
    """``saved``: the stored text of the part, if there is one."""
    return _PAGES[part](nomination, read_entry(part, saved) if saved is not None else None)


def _organisation(_nomination: Nomination, saved: ContactInput | None) -> PartPage:
    data: dict[str, object] = {}
    if isinstance(saved, OrganisationWords):
        data = {"is_right": "yes" if saved.is_right else "no", "correction": saved.correction}
    form = OrganisationWordsForm(data=data)
    return PartPage(form, lambda: None if form.errors else form.to_input())


def _figures(nomination: Nomination, saved: ContactInput | None) -> PartPage:
    known = {key: row.value for key, row in known_figures(nomination).items()}
    sources = figure_sources(nomination)
    if isinstance(saved, FiguresInput):
        known = {(one.figure, one.unit, one.year): one.value for one in saved.values if one.value is not None}
        sources = {one.year: one.source for one in saved.values if one.source}
    form = figures_form(figure_rows(nomination), known, sources)
    return PartPage(form, lambda: _right_figures(form, known, sources))


def _right_figures(
    form: FiguresForm, known: Mapping[tuple[str, str, int], str], sources: Mapping[int, str]
) -> FiguresInput:
    wrong = {
        (row.figure.key, row.figure.unit, year)
        for row in form.rows
        for year in row.years
        if form.cell(row, year).errors
    }
    values = []
    for one in form.to_input().values:
        key = (one.figure, one.unit, one.year)
        value = known.get(key) if key in wrong else one.value
        source = sources.get(one.year) if form.source(one.year).errors else one.source
        values.append(replace(one, value=value, source=source))
    return FiguresInput(tuple(values))


def _declarations(nomination: Nomination, saved: ContactInput | None) -> PartPage:
    questions = asked_of_nominee(nomination)
    answers: Mapping[str, Answer] = given_answers(nomination, questions)
    if isinstance(saved, DeclarationsInput):
        answers = {figure: answer for figure, answer in saved.answers.items() if answer is not None}
    form = declarations_form(questions, answers)
    asked = {one.figure.key for one in form.questions}
    before = {figure: answer for figure, answer in answers.items() if figure in asked}
    return PartPage(form, lambda: DeclarationsInput({**before, **form.to_input().answers}))


def _achievements(nomination: Nomination, saved: ContactInput | None) -> PartPage:
    before = saved if isinstance(saved, AchievementsInput) else AchievementsInput(nomination.achievements)
    form = AchievementsForm(data={"achievements": before.achievements})
    return PartPage(form, lambda: form.to_input(before))


def _consent(_nomination: Nomination, saved: ContactInput | None) -> PartPage:
    data: dict[str, object] = {"day": clock.today()}
    if isinstance(saved, ContactConsent):
        data = {"name": saved.name, "post": saved.post, "day": saved.day, "agreed": True}
    form = ContactConsentForm(data=data)
    return PartPage(form, lambda: None if form.errors else form.to_input())


_PAGES: Mapping[Part, Callable[[Nomination, ContactInput | None], PartPage]] = {
    Part.ORGANISATION: _organisation,
    Part.FIGURES: _figures,
    Part.DECLARATIONS: _declarations,
    Part.ACHIEVEMENTS: _achievements,
    Part.CONSENT: _consent,
}
