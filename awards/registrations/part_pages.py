"""What each part's page is made of: the forms the officer fills in too, and two that only a cooperative is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from awards.base import clock
from awards.base.forms import Form
from awards.nominations.answers import Answer
from awards.nominations.dossier import asked_of_nominee, figure_rows, given_answers, known_figures
from awards.nominations.forms import AchievementsForm, declarations_form
from awards.nominations.inputs import AchievementsInput, DeclarationsInput
from awards.nominations.models import Nomination
from awards.nominations.section_pages import figure_sources
from awards.nominations.states import Part
from awards.nominees.forms import figures_form
from awards.nominees.inputs import FiguresInput
from awards.registrations.forms import ContactConsentForm, OrganisationWordsForm
from awards.registrations.inputs import ContactConsent, ContactInput, OrganisationWords
from awards.registrations.stored_text import read_entry


@dataclass(frozen=True)
class PartPage:
    """One part with its form, filled with what the cooperative saved, else with what the dossier holds."""

    form: Form
    entry: Callable[[], ContactInput]


def page_of(nomination: Nomination, part: Part, saved: str | None) -> PartPage:
    """``saved``: the stored text of the part, if there is one."""
    return _PAGES[part](nomination, read_entry(part, saved) if saved is not None else None)


def _organisation(_nomination: Nomination, saved: ContactInput | None) -> PartPage:
    data: dict[str, object] = {}
    if isinstance(saved, OrganisationWords):
        data = {"is_right": "yes" if saved.is_right else "no", "correction": saved.correction}
    form = OrganisationWordsForm(data=data)
    return PartPage(form, form.to_input)


def _figures(nomination: Nomination, saved: ContactInput | None) -> PartPage:
    known = {key: row.value for key, row in known_figures(nomination).items()}
    sources = figure_sources(nomination)
    if isinstance(saved, FiguresInput):
        known = {(one.figure, one.unit, one.year): one.value for one in saved.values if one.value is not None}
        sources = {one.year: one.source for one in saved.values if one.source}
    form = figures_form(figure_rows(nomination), known, sources)
    return PartPage(form, form.to_input)


def _declarations(nomination: Nomination, saved: ContactInput | None) -> PartPage:
    questions = asked_of_nominee(nomination)
    answers: Mapping[str, Answer] = given_answers(nomination, questions)
    if isinstance(saved, DeclarationsInput):
        answers = {figure: answer for figure, answer in saved.answers.items() if answer is not None}
    form = declarations_form(questions, answers)
    return PartPage(form, form.to_input)


def _achievements(nomination: Nomination, saved: ContactInput | None) -> PartPage:
    before = saved if isinstance(saved, AchievementsInput) else AchievementsInput(nomination.achievements)
    form = AchievementsForm(data={"achievements": before.achievements})
    return PartPage(form, lambda: form.to_input(before))


def _consent(_nomination: Nomination, saved: ContactInput | None) -> PartPage:
    data: dict[str, object] = {"day": clock.today()}
    if isinstance(saved, ContactConsent):
        data = {"name": saved.name, "post": saved.post, "day": saved.day, "agreed": True}
    form = ContactConsentForm(data=data)
    return PartPage(form, form.to_input)


_PAGES: Mapping[Part, Callable[[Nomination, ContactInput | None], PartPage]] = {
    Part.ORGANISATION: _organisation,
    Part.FIGURES: _figures,
    Part.DECLARATIONS: _declarations,
    Part.ACHIEVEMENTS: _achievements,
    Part.CONSENT: _consent,
}
