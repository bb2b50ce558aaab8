"""Whatever is declared, undone, recorded, taken back, related and ended: the assignment says what the rows say."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from awards.base.database import db
from awards.conflicts import queries, register, services
from awards.conflicts.errors import MustStayOut
from awards.conflicts.inputs import NO_TIE, DeclarationInput, RelationInput
from awards.conflicts.models import Declaration, Relation
from awards.conflicts.states import RelationKind
from awards.councils.models import Assignment
from tests.awards.conflicts.test_declaring import an_undeclared_round
from tests.cast import Cast
from tests.judging import assignment_of

ACTS = ("free", "tied", "record", "take back", "own relation", "office relation", "end first", "end last")


def act(cast: Cast, assignment: Assignment, wanted: str) -> None:
    tax_code = assignment.nomination.organisation.tax_code
    if wanted in ("free", "tied"):
        services.declare(cast.judge, assignment, NO_TIE if wanted == "free" else DeclarationInput(True, "Người nhà"))
    elif wanted == "record":
        services.recuse(cast.office, assignment, "Theo đơn")
    elif wanted == "take back":
        services.take_back(cast.office, assignment)
    elif wanted.endswith("relation"):
        by, kind = (cast.judge, "adviser") if wanted.startswith("own") else (cast.office, "lender")
        register.record_relation(by, assignment.member, RelationInput(RelationKind(kind), tax_code, "", ""))
    else:
        standing = db.session.scalars(select(Relation).where(Relation.ended_at.is_(None)).order_by(Relation.id)).all()
        if standing:
            register.end_relation(cast.office, standing[0 if wanted == "end first" else -1])


def told_by_the_rows(cast: Cast) -> tuple[str, str | None]:
    """The same again from the rows alone: relations first, then the record, then the judge's own word."""
    words = db.session.scalars(select(Declaration).order_by(Declaration.id)).all()
    own = [one.concerned for one in words if one.declared_by_id == cast.judge.user_id]
    recorded = [one.concerned for one in words if one.declared_by_id != cast.judge.user_id]
    if any(one.ended_at is None for one in db.session.scalars(select(Relation))):
        return "recused", "relation"
    if recorded and recorded[-1]:
        return "recused", "recorded"
    return ("recused", "declared") if own and own[-1] else ("assigned", None)


@pytest.fixture
def undeclared(cast: Cast) -> Assignment:
    return assignment_of(an_undeclared_round(cast), cast.judge)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=7))
def test_after_every_act_the_assignment_says_what_the_rows_say(cast: Cast, undeclared: Assignment, acts: Any) -> None:
    savepoint = db.session.begin_nested()
    try:
        for wanted in acts:
            with suppress(MustStayOut):
                act(cast, undeclared, wanted)
            assert (undeclared.state, undeclared.recusal_kind) == told_by_the_rows(cast)
            stand = queries.stand_of(undeclared)
            assert ((stand.recusal.kind if stand.recusal else None), stand.stand == "out") == (
                undeclared.recusal_kind,
                undeclared.state == "recused",
            )
    finally:
        savepoint.rollback()
