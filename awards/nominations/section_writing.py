"""How each section's input is written into the rows of a dossier. Who may, and when, is the service's question."""

from __future__ import annotations

from collections.abc import Mapping

from awards.base.errors import DomainError
from awards.nominations.answers import Answer, stored
from awards.nominations.dossier import asked_of_nominee
from awards.nominations.inputs import (
    AchievementsInput,
    ConsentInput,
    DeclarationsInput,
    OrganisationChecked,
    OwnMark,
    SectionInput,
    SelfScoreInput,
)
from awards.nominations.models import Nomination, NominationAnswer, NominationFigure, SelfMark
from awards.nominations.states import Part
from awards.nominees import services as nominees
from awards.nominees.inputs import FiguresInput, FigureValue
from awards.policy.actor import Actor
from awards.seasons.rulebooks import rulebook_of
from scoring.criteria import judged_in

NOT_ASKED = "Thể lệ mùa này không hỏi mục này. Hãy tải lại trang."

PART_OF: Mapping[type, Part] = {
    OrganisationChecked: Part.ORGANISATION,
    FiguresInput: Part.FIGURES,
    DeclarationsInput: Part.DECLARATIONS,
    AchievementsInput: Part.ACHIEVEMENTS,
    ConsentInput: Part.CONSENT,
    SelfScoreInput: Part.SELF_SCORE,
}


def write(actor: Actor, nomination: Nomination, entry: SectionInput) -> None:
    """Put what was typed in the place of what is stored."""
    if isinstance(entry, FiguresInput):
        _figures(actor, nomination, entry)
    elif isinstance(entry, DeclarationsInput):
        _answers(nomination, entry.answers)
    elif isinstance(entry, AchievementsInput):
        nomination.achievements = entry.achievements
    elif isinstance(entry, ConsentInput):
        nomination.consent_on, nomination.consent_by = entry.consent_on, entry.consent_by
    elif isinstance(entry, SelfScoreInput):
        _own_marks(nomination, entry.marks)


def _figures(actor: Actor, nomination: Nomination, entry: FiguresInput) -> None:
    if nomination.product_id is None:
        nominees.save_figures(actor, nomination.organisation, entry)
        return
    present = {(row.figure, row.unit, row.year): row for row in nomination.figures}
    for one in entry.values:
        row = present.get((one.figure, one.unit, one.year))
        if one.value is None:
            if row is not None:
                nomination.figures.remove(row)
        elif row is None:
            nomination.figures.append(_figure(one))
        else:
            row.value, row.source = one.value, row.source if one.source is None else one.source


def _figure(one: FigureValue) -> NominationFigure:
    return NominationFigure(
        figure=one.figure, unit=one.unit, year=one.year, value=one.value or "", source=one.source or ""
    )


def _answers(nomination: Nomination, answers: Mapping[str, Answer | None]) -> None:
    """Store the given answers; one taken back is taken away, and what is not asked is not kept."""
    present = {row.figure: row for row in nomination.answers}
    own = {one.figure.key for one in asked_of_nominee(nomination) if one.figure.kind != "series"}
    for figure, answer in answers.items():
        row = present.get(figure)
        if answer is None:
            if row is not None:
                nomination.answers.remove(row)
        elif figure not in own:
            raise DomainError(NOT_ASKED)
        elif row is None:
            nomination.answers.append(NominationAnswer(figure=figure, value=stored(answer)))
        else:
            row.value = stored(answer)


def _own_marks(nomination: Nomination, marks: Mapping[str, OwnMark]) -> None:
    variant = rulebook_of(nomination.season).variant(nomination.variant)
    if not marks.keys() <= {one.key for one in judged_in(variant.criteria)}:
        raise DomainError(NOT_ASKED)
    present = {row.criterion: row for row in nomination.self_marks}
    for criterion, own in marks.items():
        row = present.get(criterion)
        if own.mark is None and not own.note:
            if row is not None:
                nomination.self_marks.remove(row)
        elif row is None:
            nomination.self_marks.append(SelfMark(criterion=criterion, mark=own.mark or "", note=own.note))
        else:
            row.mark, row.note = own.mark or "", own.note
