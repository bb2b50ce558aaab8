"""A judge's own list, page by page: of each entry only what a line of it shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from awards.base.database import db
from awards.base.paging import PER_PAGE, Page, within
from awards.councils.levels import level_of
from awards.councils.models import Assignment, JudgingRound
from awards.nominations.dossier import DossierHeading
from awards.nominations.models import DossierRevision, Nomination
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import permits
from awards.sheets.blind import code_for, masked_heading
from awards.sheets.models import Sheet, SheetVersion
from awards.sheets.queries import PROGRESS, SEATS
from awards.sheets.states import Progress


@dataclass(frozen=True)
class Line:
    """One of the person's own entries; ``given`` of ``judged``: criteria marked on a sheet that was saved."""

    public_id: str
    dossier: DossierHeading
    recusal_reason: str | None
    cast_at: datetime | None
    given: int
    judged: int


def list_visible_to(actor: Actor, judging_round: JudgingRound, progress: Progress, total: int, page: int) -> Page[Line]:
    """The person's own entries, in an order of their own: not all judges tire at the same entry.

    ``total``: how many there are of that progress, as :func:`awards.sheets.queries.progress_visible_to` counts them.
    One query, whatever their number. Where judging is blind a code stands for the nominee, but not of what the person
    does not judge: that was declared by its name, and no code may be matched to it.
    """
    number = within(page, total)
    if not permits(actor, Action.SHEET_LIST):
        return Page((), 1, 0)
    asked = {"user_id": actor.user_id, "round_id": judging_round.id, "offset": (number - 1) * PER_PAGE}
    blind = progress is not Progress.RECUSED and level_of(judging_round.council).blind
    rows = db.session.execute(_LINES[progress], asked).all()
    return Page(tuple(_line(row, blind) for row in rows), number, total)


def _line(row: Any, blind: bool) -> Line:
    dossier = masked_heading(code_for(row.nomination)) if blind else DossierHeading.read(row.content)
    marks = json.loads(row.marks or "{}")
    given = sum(mark is not None for mark in marks.values())
    return Line(row.public_id, dossier, row.recusal_reason, row.cast_at, given, len(marks))


def _lines(progress: Progress) -> Select[*tuple[Any, ...]]:
    newest = and_(SheetVersion.sheet_id == Sheet.id, SheetVersion.number == Sheet.version)
    return (
        select(
            Assignment.public_id,
            Assignment.recusal_reason,
            Nomination.public_id.label("nomination"),
            DossierRevision.content,
            Sheet.cast_at,
            SheetVersion.marks,
        )
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .join(DossierRevision, DossierRevision.id == Assignment.revision_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .outerjoin(SheetVersion, newest)
        .where(Assignment.member_id.in_(SEATS), Assignment.round_id == bindparam("round_id"), PROGRESS[progress])
        .order_by(Assignment.public_id)
        .limit(PER_PAGE)
        .offset(bindparam("offset"))
    )


_LINES = {progress: _lines(progress) for progress in Progress}
"""Written once: to put a statement together costs more than to run it."""
