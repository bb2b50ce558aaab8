"""What the centre does before a test begins: findings, councils, sheets, results, decisions, announcements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

from sqlalchemy import select

from awards.accounts.identity import actor_of
from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.identifiers import new_public_id
from awards.base.transaction import transaction
from awards.councils import services as councils
from awards.councils.inputs import CouncilInput
from awards.councils.models import Assignment, Council, JudgingRound
from awards.councils.states import AssignmentState, Post
from awards.decisions import services as decisions
from awards.decisions.inputs import DecisionInput
from awards.decisions.models import Decision
from awards.forwarding import services as forwarding
from awards.nominations.models import Nomination
from awards.nominations.states import NominationState
from awards.policy.actor import Actor
from awards.publicity import services as publicity
from awards.publicity.models import Announcement
from awards.results import queries as results_queries
from awards.results import services as results
from awards.screening import services as screening
from awards.seasons.models import Season
from awards.seasons.rulebooks import rulebook_of
from awards.sheets import services as sheets
from awards.sheets.inputs import SheetInput
from scoring.criteria import judged_in
from tests import screened
from tests.builders import a_draft, a_forwarded
from tests.cast import Cast
from tests.declared import everybody_declares
from tests.remembered import remembered

REASONS = {"paper:criteria_report": "Báo cáo thiếu chữ ký."}


@remembered
def accepted(cast: Cast, nomination: Nomination) -> Nomination:
    """Proposed by the screener, confirmed by the award office."""
    screened.accept(cast, nomination)
    return nomination


@remembered
def a_nomination(cast: Cast, season: Season, state: NominationState, *, away: bool = False) -> Nomination:
    """A nomination of home (or of the stranger's province) that has come to this state."""
    if state is NominationState.DRAFT:
        return a_draft(cast, season, by=cast.stranger if away else cast.officer)
    nomination = a_forwarded(cast, season, away=away, open_inquiry=state is NominationState.ON_HOLD)
    if state is NominationState.ACCEPTED:
        screened.accept(cast, nomination)
    elif state is NominationState.INELIGIBLE:
        screened.refuse(cast, nomination, "Không đúng đối tượng.", "Điều 1")
    with transaction():
        if state is NominationState.RETURNED:
            screening.return_to_province(cast.screener, nomination, REASONS)
        elif state is NominationState.ON_HOLD:
            screening.hold(cast.screener, nomination, "Chờ kết luận xác minh.")
        elif state is NominationState.INELIGIBLE:
            screening.refuse(cast.screener, nomination, "Không đúng đối tượng.", "Điều 1")
        elif state is NominationState.WITHDRAWN:
            leader = cast.stranger_leader if away else cast.leader
            forwarding.withdraw(leader, nomination, "Hợp tác xã xin thôi.")
    return nomination


@remembered
def a_council(cast: Cast, season: Season, judges: Iterable[Actor] = (), *, with_chair: bool = True) -> Council:
    """A council of the given judges (else of the three named ones), with the chair and the secretary."""
    with transaction():
        entry = CouncilInput("Hội đồng Mẫu", f"{new_public_id()[:6]}/QĐ-MAU", clock.today())
        council = councils.appoint_council(cast.office, season, entry)
        members = [*judges] or [cast.judge, cast.other_judge, cast.home_judge]
        posts = [(judge, Post.MEMBER) for judge in members]
        if with_chair:
            posts = [(cast.chair, Post.CHAIR), *posts, (cast.secretary, Post.SECRETARY)]
        for actor, post in posts:
            councils.add_member(cast.office, council, db.session.get_one(User, actor.user_id), post)
    return council


@remembered
def a_round(cast: Cast, council: Council) -> JudgingRound:
    """Assigned to all, every judge has declared that nothing ties them to any entry."""
    with transaction():
        judging_round = councils.assign_judges(cast.office, council)
    return everybody_declares(judging_round)


def assignments(judging_round: JudgingRound, judge: Actor | None = None) -> list[Assignment]:
    """What is to be marked in the round, by everybody or by one judge."""
    statement = select(Assignment).where(
        Assignment.round_id == judging_round.id, Assignment.state == AssignmentState.ASSIGNED.value
    )
    found = db.session.scalars(statement.order_by(Assignment.id)).all()
    return [one for one in found if judge is None or one.judge_user_id == judge.user_id]


def marks_for(assignment: Assignment, share: Fraction = Fraction(9, 10)) -> dict[str, Fraction | None]:
    """The same share of every maximum, rounded to the step."""
    nomination = assignment.nomination
    criteria = judged_in(rulebook_of(nomination.season).variant(nomination.variant).criteria)
    return {one.key: one.step * round(one.max_points / one.step * share) for one in criteria}


@remembered
def mark(assignment: Assignment, *, cast_it: bool = True, share: Fraction = Fraction(9, 10), remark: str = "") -> None:
    """The assignment's judge saves a full sheet, and casts it."""
    judge = actor_of(assignment.member.user)
    with transaction():
        entry = SheetInput(marks_for(assignment, share), remark, base_version=0, idempotency_key=new_public_id())
        version = sheets.save_sheet(judge, assignment, entry)
        if cast_it:
            sheets.cast_sheet(judge, assignment, version.number)


@remembered
def counted(cast: Cast, judging_round: JudgingRound) -> JudgingRound:
    """Every sheet cast, the round closed and counted."""
    for assignment in assignments(judging_round):
        mark(assignment)
    with transaction():
        results.close_and_count(cast.office, judging_round)
    return judging_round


@remembered
def a_counted_round(
    cast: Cast, season: Season, judges: Iterable[Actor] = (), *, away: bool = False, with_chair: bool = True
) -> JudgingRound:
    """A season with one accepted nominee, judged and counted."""
    accepted(cast, a_forwarded(cast, season, away=away))
    return counted(cast, a_round(cast, a_council(cast, season, judges, with_chair=with_chair)))


@remembered
def a_decision(cast: Cast, season: Season) -> Decision:
    assert results_queries.official_result(season) is not None
    with transaction():
        entry = DecisionInput(f"{new_public_id()[:6]}/QĐ-MAU", clock.today(), "Trần Văn Mẫu", "CHỦ TỊCH")
        return decisions.record_decision(cast.office, season, entry)


@remembered
def a_proposal(decision: Decision, by: Actor, *, in_days: int = 3) -> Announcement:
    """An announcement one person proposed and nobody has approved."""
    with transaction():
        return publicity.propose_announcement(by, decision, clock.now() + timedelta(days=in_days))


@remembered
def announced(cast: Cast, decision: Decision) -> Announcement:
    """Proposed by one, approved by the other, and out."""
    announcement = a_proposal(decision, cast.office, in_days=-1)
    with transaction():
        publicity.approve_announcement(cast.second_office, announcement)
    return announcement


@remembered
def every_state(cast: Cast, season: Season) -> dict[NominationState, Nomination]:
    """One nomination of home in each state (four of them take the province's whole quota)."""
    return {state: a_nomination(cast, season, state) for state in NominationState}
