"""Where a judge goes instead of a sheet that may not be opened yet, or any more."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import current_actor
from awards.conflicts.errors import MustStayOut, NotDeclared
from awards.conflicts.gate import declares_first
from awards.conflicts.services import refuse_when_out
from awards.councils.models import Assignment, JudgingRound
from awards.councils.states import RoundState
from awards.sheets import queries
from awards.sheets.opened import Opened

DECLARATIONS = "/ke-khai/"


def turned_away(assignment: Assignment) -> ResponseReturnValue | None:
    """Who has not declared yet goes to do so, who has a tie back to the list; a closed round asks nobody."""
    if assignment.judging_round.state != RoundState.OPEN:
        return None
    first = sent_to_declare(assignment.judging_round)
    if first is not None:
        return first
    try:
        refuse_when_out(assignment)
    except NotDeclared:
        return redirect(f"{DECLARATIONS}{assignment.public_id}")
    except MustStayOut as error:
        flash(error.sentence, "info")
        return redirect(url_for("sheets.list_sheets"))
    return None


def turned_away_from(opened: Opened) -> ResponseReturnValue | None:
    """The same of a sheet at hand as one row: the grounds are asked where there is something they could find."""
    if not opened.is_open:
        return None
    if opened.code is not None:
        first = sent_to_declare(queries.round_of(opened.round_id))
        if first is not None:
            return first
    if opened.has_free_way:
        return None
    assignment = queries.get_visible_to(current_actor(), opened.public_id)
    if assignment is None:
        abort(404)
    return turned_away(assignment)


def sent_to_declare(judging_round: JudgingRound) -> ResponseReturnValue | None:
    """In blind judging nothing that shows a code opens before every entry of the round is declared."""
    if not declares_first(current_actor(), judging_round):
        return None
    flash("Vòng chấm kín: kê khai liên quan với tất cả các đơn vị trước, rồi các phiếu mới hiện ra.", "info")
    return redirect(f"{DECLARATIONS}?vong={judging_round.public_id}")
