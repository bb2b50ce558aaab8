"""Where a judge goes instead of a sheet that may not be opened yet, or any more."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from awards.conflicts.errors import MustStayOut, NotDeclared
from awards.conflicts.services import refuse_when_out
from awards.councils.models import Assignment
from awards.councils.states import RoundState

DECLARATIONS = "/ke-khai/"


def turned_away(assignment: Assignment) -> ResponseReturnValue | None:
    """Who has not declared yet goes to do so, who has a tie back to the list; a closed round asks nobody."""
    if assignment.judging_round.state != RoundState.OPEN:
        return None
    try:
        refuse_when_out(assignment)
    except NotDeclared:
        return redirect(f"{DECLARATIONS}{assignment.public_id}")
    except MustStayOut as error:
        flash(error.sentence, "info")
        return redirect(url_for("sheets.list_sheets"))
    return None
