"""A season on its way from the council to the public, all through the services: judged, counted, decided, announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy import select

from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.councils import services as councils
from awards.councils.inputs import CouncilInput
from awards.councils.models import Assignment, JudgingRound
from awards.councils.states import AssignmentState, Post
from awards.decisions import services as decisions
from awards.decisions.inputs import DecisionInput
from awards.decisions.models import Decision
from awards.nominations.models import Nomination
from awards.policy.actor import Actor
from awards.publicity import services as publicity
from awards.publicity.models import Announcement
from awards.results import services as results
from awards.results.models import Result
from awards.screening import services as screening
from awards.seasons import services as seasons
from awards.seasons.inputs import SeasonInput
from awards.seasons.models import PublishedRulebook, Season
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import AwardKey, ConfirmationKind
from awards.sheets import services as sheets
from awards.sheets.inputs import SheetInput
from scoring.criteria import judged_in
from tests import screened
from tests.builders import RULEBOOK, a_draft, an_organisation, calendar_around, complete, forward
from tests.cast import Cast
from tests.declared import everybody_declares
from tests.remembered import remembered

COUNCIL = CouncilInput("Hội đồng Trung ương (mẫu)", "12/QĐ-MẪU", clock.today())
CONCLUSION = "Kết luận số 12: không vi phạm."
Places = Sequence[tuple[str, str]]
PLACES: Places = (
    ("home", "Hợp tác xã Mẫu Ánh Dương"),
    ("away", "Hợp tác xã Mẫu Bình Minh"),
    ("away", "Hợp tác xã Mẫu Ưu Đàm"),
)
"""Whose they are, and the names of the nominees of the small season."""


@dataclass(frozen=True)
class Judged:
    """A season whose judges are at work."""

    season: Season
    judging_round: JudgingRound
    nominations: Sequence[Nomination]


@remembered
def a_public_season(cast: Cast, title: str = "Mùa giải mẫu") -> Season:
    """A season open to nominations and shown to the public, under the sample rulebook published the public way."""
    published = db.session.scalars(select(PublishedRulebook)).first()
    with transaction():
        if published is None:
            published = publicity.publish_rulebook(cast.office, RULEBOOK.read_text(encoding="utf-8"))
            seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")
        entry = SeasonInput(AwardKey.COOPSTAR, clock.today().year, title, calendar_around())
        season = seasons.create_season(cast.office, entry, published, is_sample=True)
        publicity.open_season(cast.office, season)
    return season


@remembered
def a_judged_season(
    cast: Cast, places: Places = PLACES, *, released: Sequence[str] = (), title: str = "Mùa giải mẫu"
) -> Judged:
    """Three accepted nominations, one of home; four judges, of whom the home judge is recused there.

    ``released`` names nominees that were on hold for an open inquiry until it was concluded.
    """
    season = a_public_season(cast, title)
    accepted = [_accepted(cast, season, where == "away", name, name in released) for where, name in places]
    with transaction():
        council = councils.appoint_council(cast.office, season, COUNCIL)
        for actor, post in (
            (cast.chair, Post.CHAIR),
            (cast.judge, Post.MEMBER),
            (cast.other_judge, Post.MEMBER),
            (cast.home_judge, Post.MEMBER),
            (cast.secretary, Post.SECRETARY),
        ):
            councils.add_member(cast.office, council, db.session.get_one(User, actor.user_id), post)
        judging_round = councils.assign_judges(cast.office, council)
    everybody_declares(judging_round)
    return Judged(season, judging_round, accepted)


@remembered
def cast_sheets(cast: Cast, judged: Judged, *, except_of: Sequence[Actor] = ()) -> None:
    """Every judge marks every assigned entry and casts: the later the entry in the list, the lower the marks."""
    by_user = {actor.user_id: actor for actor in (cast.chair, cast.judge, cast.other_judge, cast.home_judge)}
    order = {nomination.id: place for place, nomination in enumerate(judged.nominations)}
    statement = select(Assignment).where(
        Assignment.round_id == judged.judging_round.id, Assignment.state == AssignmentState.ASSIGNED.value
    )
    with transaction():
        for assignment in db.session.scalars(statement.order_by(Assignment.id)).all():
            actor = by_user[assignment.judge_user_id]
            if actor not in except_of:
                cast_one(actor, judged.season, assignment, order[assignment.nomination_id])


def cast_one(actor: Actor, season: Season, assignment: Assignment, below: int) -> None:
    """One sheet, saved and cast; ``below`` full marks by so many steps a criterion."""
    criteria = judged_in(rulebook_of(season).variant(assignment.nomination.variant).criteria)
    marks = {one.key: max(Fraction(0), one.max_points - below * one.step) for one in criteria}
    version = sheets.save_sheet(actor, assignment, SheetInput(marks, "", 0, f"key-{assignment.id}"))
    sheets.cast_sheet(actor, assignment, version.number)


@remembered
def a_counted_season(cast: Cast, places: Places = PLACES) -> tuple[Judged, Result]:
    judged = a_judged_season(cast, places)
    cast_sheets(cast, judged)
    with transaction():
        result = results.close_and_count(cast.office, judged.judging_round)
    return judged, result


def a_decision_input() -> DecisionInput:
    return DecisionInput("77/QĐ-MẪU", clock.today(), "Trần Thị Mẫu", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH")


@remembered
def a_decided_season(cast: Cast, places: Places = PLACES) -> Decision:
    judged, _ = a_counted_season(cast, places)
    with transaction():
        return decisions.record_decision(cast.office, judged.season, a_decision_input())


def a_planned_announcement(cast: Cast, decision: Decision, announced_at: datetime) -> Announcement:
    """Proposed by one person, approved by another."""
    with transaction():
        announcement = publicity.propose_announcement(cast.office, decision, announced_at)
    with transaction():
        publicity.approve_announcement(cast.second_office, announcement)
    return announcement


def in_an_hour() -> datetime:
    return (clock.now() + timedelta(hours=1)).replace(microsecond=0)


def _accepted(cast: Cast, season: Season, away: bool, name: str, released: bool) -> Nomination:
    officer, leader = (cast.stranger, cast.stranger_leader) if away else (cast.officer, cast.leader)
    organisation = an_organisation(officer, name=name)
    draft = a_draft(cast, season, by=officer, organisation=organisation)
    nomination = complete(officer, draft, open_inquiry=released)
    forward(officer, leader, nomination)
    if released:
        with transaction():
            screening.hold(cast.screener, nomination, "Chờ kết luận.")
        screened.release(cast, nomination, CONCLUSION)
    screened.accept(cast, nomination)
    return nomination
