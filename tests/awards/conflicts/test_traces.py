"""A sheet opens without asking every ground only where none of them can hold: each tie that holds leaves its trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.conflicts import queries
from awards.conflicts.models import Declaration, Relation
from awards.conflicts.states import RelationKind, Stand
from awards.conflicts.traces import every_ground_is_traced
from awards.councils.models import Assignment
from awards.forwarding.models import NominationEvent
from awards.forwarding.states import EventKind
from awards.policy.actor import Actor
from awards.sheets import opened
from tests.builders import an_organisation
from tests.cast import Cast, CastClient
from tests.judging import a_round, assignment_of

Tie = Callable[[Cast, Assignment], None]


def a_relation(cast: Cast, assignment: Assignment, **side: int) -> None:
    """Written into the table alone, as if the assignment had not followed yet."""
    member, office = assignment.member_id, cast.office.user_id
    kind, now = RelationKind.FAMILY.value, clock.now()
    db.session.add(Relation(member_id=member, kind=kind, recorded_at=now, recorded_by_id=office, **side))


def with_the_organisation(cast: Cast, assignment: Assignment) -> None:
    a_relation(cast, assignment, organisation_id=assignment.nomination.organisation_id)


def with_one_that_was_merged(cast: Cast, assignment: Assignment) -> None:
    other = an_organisation(cast.officer)
    other.merged_into_id, other.merged_at = assignment.nomination.organisation_id, clock.now()
    db.session.flush()
    a_relation(cast, assignment, organisation_id=other.id)


def with_the_alliance(cast: Cast, assignment: Assignment) -> None:
    a_relation(cast, assignment, with_alliance_id=assignment.nomination.alliance_id)


def of_the_same_province(_cast: Cast, assignment: Assignment) -> None:
    user = db.session.get_one(User, assignment.judge_user_id)
    user.alliance_id = assignment.nomination.alliance_id


def made_it(_cast: Cast, assignment: Assignment) -> None:
    assignment.nomination.created_by_id = assignment.judge_user_id or 0


def signed_it(_cast: Cast, assignment: Assignment) -> None:
    said = {
        "kind": EventKind.SIGNED_OFF.value,
        "at": clock.now(),
        "by_id": assignment.judge_user_id,
        "reason": "",
        "parts": "{}",
    }
    db.session.add(NominationEvent(nomination_id=assignment.nomination_id, **said))


def said_so(cast: Cast, assignment: Assignment) -> None:
    said = {"concerned": True, "reason": "Người thân", "declared_at": clock.now()}
    db.session.add(Declaration(assignment_id=assignment.id, declared_by_id=assignment.judge_user_id, **said))


def was_recorded(cast: Cast, assignment: Assignment) -> None:
    said = {"concerned": True, "reason": "Có quan hệ", "declared_at": clock.now()}
    db.session.add(Declaration(assignment_id=assignment.id, declared_by_id=cast.office.user_id, **said))


TIES: tuple[Tie, ...] = (
    with_the_organisation,
    with_one_that_was_merged,
    with_the_alliance,
    of_the_same_province,
    made_it,
    signed_it,
    said_so,
    was_recorded,
)


@pytest.mark.parametrize("tie", TIES, ids=[tie.__name__ for tie in TIES])
def test_a_tie_written_without_the_assignment_shuts_the_sheet(
    cast: Cast, client_of: Callable[[Actor], CastClient], tie: Tie
) -> None:
    assignment = assignment_of(a_round(cast), cast.judge)
    path = f"/phieu-cham/{assignment.public_id}/cham"
    judge, found = client_of(cast.judge), []
    for tied in (False, True):
        if tied:
            with transaction():
                tie(cast, assignment)
        at_hand = opened.get_visible_to(cast.judge, assignment.public_id)
        assert at_hand is not None
        stand = queries.stand_of(assignment).stand
        found.append((assignment.state, stand is Stand.OUT, at_hand.traced, judge.get(path).status_code))
    assert found == [("assigned", False, False, 200), ("assigned", True, True, 302)]


def test_no_ground_is_without_a_trace() -> None:
    assert every_ground_is_traced()
